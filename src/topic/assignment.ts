/**
 * Who handles a topic: one lead unit and, for matters of several, the units that take part. Every giving, taking and handing
 * back stays in the record; what is current stands in `units` as well, to list by.
 */
import type { Topic } from './topic.ts';

/** State → 界面. */
export const assignmentStateNames = {
  waiting: '待签收',
  accepted: '已签收',
  returned: '已退回',
  withdrawn: '已改派',
} as const;
export type AssignmentState = keyof typeof assignmentStateNames;

/** Role of a unit → 界面. */
export const partNames = { lead: '主办', with: '协办' } as const;
export type Part = keyof typeof partNames;

export interface Assignment {
  readonly unit: string;
  readonly part: Part;
  readonly state: AssignmentState;
  /** What the office asks of it; Chinese. */
  readonly note: string | null;
  /** By when the unit is to be done: no legal deadline, and never later than one. */
  readonly dueAt: Date | null;
  readonly at: Date;
  readonly by: string;
  /** The revision the act gave the topic: tells assignments of one unit apart. */
  readonly nth: number;
  /** What became of it. `onBehalf`: noted by the office for a unit that told it otherwise. */
  readonly settled: {
    readonly at: Date;
    readonly by: string;
    readonly reason: string | null;
    readonly onBehalf: boolean;
  } | null;
}

export function isCurrent({ state }: Assignment): boolean {
  return state === 'waiting' || state === 'accepted';
}

export function currentOf({ assignments = [] }: Pick<Topic, 'assignments'>): readonly Assignment[] {
  return assignments.filter(isCurrent);
}

/** Ids of the units that have it, the lead first. */
export function unitsOf(assignments: readonly Assignment[]): readonly string[] {
  const current = assignments.filter(isCurrent);
  const isLead = ({ part }: Assignment) => part === 'lead';
  return [...current.filter(isLead), ...current.filter((one) => !isLead(one))].map(({ unit }) => unit);
}

/** Units that must agree to the exact text of an answer: all of them where several handle a matter jointly. */
export function unitsToAgree(topic: Pick<Topic, 'assignments'>): readonly Assignment[] {
  const current = currentOf(topic);
  return current.length > 1 ? current : [];
}
