/**
 * Joint handling: when several units have a topic, each must agree to the exact text of an answer before it can be approved.
 * An agreement is of one revision of the text, as an approval is; a changed text needs all of them again. Pure; giving one is
 * agree-to-reply.ts.
 */
import { Problem } from '../errors.ts';
import { type Assignment, type Part, partNames, unitsToAgree } from '../topic/assignment.ts';
import type { Topic } from '../topic/topic.ts';
import { type Units, unitName } from '../topic/unit.ts';
import type { Reply } from './reply.ts';

/** What a unit says to a text → 界面. */
export const verdictNames = { agrees: '同意', objects: '不同意' } as const;
export type Verdict = keyof typeof verdictNames;

export interface Consent {
  readonly unit: string;
  readonly verdict: Verdict;
  /** What should be changed; for an objection. */
  readonly reason: string | null;
  readonly at: Date;
  readonly by: string;
  /** Noted by the office for a unit that told it otherwise. */
  readonly onBehalf: boolean;
  /** The revision of the text it is about. */
  readonly revision: number;
}

export interface Agreement {
  readonly unit: string;
  readonly unitName: string;
  readonly part: Part;
  readonly partName: string;
  /** The latest word of the unit on this text; null while it has said nothing. */
  readonly consent: Consent | null;
}

/** Whose agreement the text needs, and what each has said; empty where one unit or none handles the topic. */
export function agreementsOn(
  reply: Pick<Reply, 'consents' | 'revision'>,
  topic: Topic,
  units: Units,
): readonly Agreement[] {
  return unitsToAgree(topic).map(({ unit, part }: Assignment) => {
    const said = (reply.consents ?? []).filter((one) => one.unit === unit && one.revision === reply.revision);
    return { unit, unitName: unitName(unit, units), part, partName: partNames[part], consent: said.at(-1) ?? null };
  });
}

/** Throws 'wrong-state' naming the units that have not agreed to this text. */
export function refuseWithoutAgreement(agreements: readonly Agreement[]): void {
  const names = (wanted: (one: Agreement) => boolean) =>
    agreements
      .filter(wanted)
      .map((one) => one.unitName)
      .join('、');
  const silent = names(({ consent }) => consent === null);
  const against = names(({ consent }) => consent?.verdict === 'objects');
  const parts = [silent && `${silent}尚未会签`, against && `${against}不同意这一版`].filter(Boolean);
  if (parts.length === 0) return;
  throw new Problem('wrong-state', `此事项由多个单位联合办理，${parts.join('，')}。请各单位会签这一版文字后再批准。`);
}
