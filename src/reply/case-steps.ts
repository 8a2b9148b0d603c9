/**
 * Which steps of a topic a case in it is told about, and how: pure. Steps before the case came into the topic are told once, as
 * what stands: that somebody has it, and which unit. What belongs to closed matters of before is not.
 */
import type { CaseState, CaseStatus } from '../channel/case-status.ts';
import type { Line } from '../ledger/line.ts';
import { type Answer, fixedAt } from '../topic/answer.ts';

/** The case, and since when it is in each topic it belongs to: its own, and what that was merged into. */
export interface CaseInTopics {
  readonly receivedAt: Date;
  /** When the hotline closed it; null while it has not. */
  readonly closedAt: Date | null;
  readonly since: ReadonlyMap<string, Date>;
}

/** What happened to those topics. */
export interface Happened {
  /** Their lines, the earliest first. */
  readonly lines: readonly Line[];
  /** Their latest answers, and up to which arrival each answers. */
  readonly answers: readonly (Answer & { readonly topic: string })[];
}

/** Deadlines of the topic as it is, by what meets them; null where no rule sets one. */
export interface Deadlines {
  readonly taken: Date | null;
  readonly assigned: Date | null;
  readonly answered: Date;
}

/** What the words of a line mean, looked up by the caller. */
export interface Words {
  unitName(id: string): string;
  /** Why a unit handed it back. */
  whyBack(unit: string, at: Date): string;
}

export interface Step {
  /** Tells the steps of one case apart: doing it again makes the same. */
  readonly id: string;
  readonly status: CaseStatus;
}

const ACCEPTING: readonly string[] = ['topic.claimed', 'topic.assigned'];
const FOLLOWING: Readonly<Record<string, CaseState>> = {
  'topic.handed-back': 'handed-back',
  'topic.closed': 'closed',
  'topic.reopened': 'reopened',
};

const isAssignment = ({ what }: Line) => what === 'topic.assigned';

/** The last one, unless every unit has handed it back since. */
function standingAssignment(before: readonly Line[]): Line | undefined {
  const last = before.findLast((line) => isAssignment(line) || line.what === 'topic.handed-back');
  const isNobodys =
    last?.what === 'topic.handed-back' && Array.isArray(last.facts.left) && last.facts.left.length === 0;
  return isNobodys ? undefined : before.findLast(isAssignment);
}

/** All steps there were for it, the earliest first. */
export function stepsFor(one: CaseInTopics, happened: Happened, due: Deadlines, words: Words): readonly Step[] {
  const since = (line: Line) => later(one.receivedAt, one.since.get(line.subject) ?? one.receivedAt);
  const lines = happened.lines.filter(({ subject }) => one.since.has(subject));
  const standing = standingAssignment(lines.filter((line) => line.at < since(line)));
  const told = [
    ...accepted(lines, since, due),
    ...lines.flatMap((line) => assigned(line, { since, standing, due, words })),
    ...lines.flatMap((line) => followed(line, since(line), { happened, due, words })),
    ...happened.answers.flatMap((answer) => answered(answer, one, due)),
  ];
  const isOverThere = (at: Date, state: CaseState) =>
    one.closedAt !== null && at >= one.closedAt && state !== 'answered' && state !== 'closed' && state !== 'reopened';
  return told
    .filter(({ status }) => !isOverThere(status.at, status.state))
    .toSorted((a, b) => a.status.at.getTime() - b.status.at.getTime());
}

const NOBODY = { unit: '', with: [], reason: '' } as const;

type Since = (line: Line) => Date;

function accepted(lines: readonly Line[], since: Since, { taken, answered: dueAt }: Deadlines): readonly Step[] {
  const first = lines.find(({ what }) => ACCEPTING.includes(what));
  if (!first) return [];
  const at = later(first.at, since(first));
  return [{ id: 'accepted', status: { ...NOBODY, state: 'accepted', at, dueAt, onTime: inTime(at, taken) } }];
}

interface Given {
  readonly since: Since;
  readonly standing: Line | undefined;
  readonly due: Deadlines;
  readonly words: Words;
}

function assigned(line: Line, { since, standing, due, words }: Given): readonly Step[] {
  const isOld = line.at < since(line);
  if (!isAssignment(line) || (isOld && line !== standing)) return [];
  const at = later(line.at, since(line));
  const others = Array.isArray(line.facts.with) ? line.facts.with.map((id) => words.unitName(id)) : [];
  const unit = words.unitName(String(line.facts.lead));
  const status = { state: 'assigned', at, unit, with: others, reason: '' } as const;
  return [{ id: line._id, status: { ...status, dueAt: due.answered, onTime: inTime(at, due.assigned) } }];
}

function followed(
  line: Line,
  since: Date,
  { happened, due, words }: Pick<Given, 'due' | 'words'> & { readonly happened: Happened },
): readonly Step[] {
  const state = FOLLOWING[line.what];
  const { at, facts } = line;
  // Reopened by somebody else's message, it is not this case that waits again.
  if (!state || at < since || (state === 'reopened' && facts.why !== 'by-hand')) return [];
  const id = typeof facts.unit === 'string' ? facts.unit : '';
  const reason = state === 'closed' ? String(facts.reason ?? '') : id && words.whyBack(id, at);
  const answer = happened.answers.find(({ topic }) => topic === line.subject);
  const onTime = state === 'closed' ? inTime(answer?.at ?? at, due.answered) : null;
  const unit = id && words.unitName(id);
  return [{ id: line._id, status: { state, at, unit, with: [], reason, dueAt: due.answered, onTime } }];
}

function answered(
  { topic, ...answer }: Happened['answers'][number],
  { receivedAt, since }: CaseInTopics,
  { answered: dueAt }: Deadlines,
): readonly Step[] {
  const from = since.get(topic);
  const { at, coversUntil } = answer;
  if (!from || receivedAt > coversUntil || at < from || fixedAt(answer) < from) return [];
  const status = { ...NOBODY, state: 'answered', at, dueAt, onTime: inTime(at, dueAt) } as const;
  return [{ id: `answered:${at.getTime()}`, status }];
}

function inTime(at: Date, due: Date | null): boolean | null {
  return due && at <= due;
}

function later(a: Date, b: Date): Date {
  return a > b ? a : b;
}
