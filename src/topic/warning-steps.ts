/** When somebody is told that a topic's time runs out or has run out, and who: pure. The times are data (deadline-rule.ts). */
import type { Office } from '../calendar/office-hours.ts';
import { before, behind, type Period } from '../calendar/period.ts';
import { currentOf } from './assignment.ts';
import { WAITING_RULE } from './deadline.ts';
import type { Deadlines, Told, Warnings } from './deadline-rule.ts';
import type { Topic } from './topic.ts';

export interface WarningStep {
  /** Id of the deadline rule, or 'assignment:<unit>' for the time a unit was given. */
  readonly rule: string;
  /** What is due, and when; Chinese. */
  readonly name: string;
  readonly dueAt: Date;
  readonly kind: 'before' | 'after';
  /** Which of its kind: 1 for the first named in the data. */
  readonly nth: number;
  readonly period: Period;
  readonly tell: Told;
  /** When it is to be told. */
  readonly at: Date;
}

export type Warnable = Pick<Topic, 'due' | 'assignments'>;

/** When the applicant's time is over, whoever handles it has to look; nobody is late. */
const APPLICANT: Warnings = { before: [], after: [{ amount: 0, unit: 'clock-hours', tell: 'handler' }] };

/** All steps of what is due now, the earliest first. */
export function stepsOf(topic: Warnable, deadlines: Deadlines, office: Office): readonly WarningStep[] {
  const { rule, name, at } = topic.due;
  const own = stepsFor({ rule, name, dueAt: at }, warningsOf(rule, deadlines), office);
  const units = currentOf(topic).flatMap(({ unit, dueAt }) =>
    dueAt === null
      ? []
      : stepsFor({ rule: `assignment:${unit}`, name: '单位办理', dueAt }, deadlines.warnings['working-days'], office),
  );
  return [...own, ...units].toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

/**
 * What has to be told at a time: every escalation that is due, and of the steps before an end only the latest; none once the
 * end has passed. So a topic that comes late is told once, not four times.
 */
export function stepsDue(steps: readonly WarningStep[], now: Date): readonly WarningStep[] {
  const passed = steps.filter(({ at }) => at <= now);
  const latest = new Map(passed.filter(({ kind }) => kind === 'before').map((step) => [step.rule, step]));
  return passed.filter((step) => step.kind === 'after' || (step.dueAt > now && latest.get(step.rule) === step));
}

function warningsOf(id: string, { rules, warnings }: Deadlines): Warnings {
  if (id === WAITING_RULE) return APPLICANT;
  const rule = rules.find((one) => one.id === id);
  return rule?.warnings ?? warnings[rule?.unit ?? 'working-days'];
}

type Thing = Pick<WarningStep, 'rule' | 'name' | 'dueAt'>;

function stepsFor(thing: Thing, warnings: Warnings, office: Office): readonly WarningStep[] {
  const soon = warnings.before.map((period, i) => {
    const at = before(thing.dueAt, period, office);
    return { ...thing, kind: 'before', nth: i + 1, period, tell: 'handler', at } as const;
  });
  const late = warnings.after.map(({ tell, ...period }, i) => {
    return { ...thing, kind: 'after', nth: i + 1, period, tell, at: behind(thing.dueAt, period, office) } as const;
  });
  return [...soon, ...late];
}
