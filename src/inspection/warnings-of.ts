/** What is to be done today to pass the next inspection: one sentence each, the most urgent first. Pure. */
import type { Inspected } from './inspect.ts';
import type { Standing } from './judge.ts';

export interface InspectionWarning {
  readonly indicator: string;
  /** Chinese. */
  readonly title: string;
  readonly part: Inspected['part'];
  readonly standing: Standing;
  readonly subject: string;
  readonly href: string;
  readonly daysLeft: number | null;
  readonly says: string;
}

const PARTS: readonly Inspected['part'][] = ['veto', 'deduction', 'local'];

/** The same subject is warned of once, under the gravest indicator. */
export function warningsOf(inspected: readonly Inspected[]): readonly InspectionWarning[] {
  const sorted = inspected.toSorted((one, other) => PARTS.indexOf(one.part) - PARTS.indexOf(other.part));
  const found = new Map<string, InspectionWarning>();
  for (const { id, title, part, scope, subjects } of sorted) {
    for (const { id: subject, href, standing, daysLeft, says } of subjects) {
      if (standing !== 'fails' && standing !== 'soon') continue;
      const key = `${scope} ${subject} ${standing}`;
      if (!found.has(key)) found.set(key, { indicator: id, title, part, standing, subject, href, daysLeft, says });
    }
  }
  return [...found.values()].sort(mostUrgentFirst);
}

function mostUrgentFirst(one: InspectionWarning, other: InspectionWarning): number {
  const isBroken = Number(other.standing === 'fails') - Number(one.standing === 'fails');
  const graver = PARTS.indexOf(one.part) - PARTS.indexOf(other.part);
  return isBroken || graver || (one.daysLeft ?? 0) - (other.daysLeft ?? 0);
}
