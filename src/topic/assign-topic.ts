/**
 * Giving a topic to units: to one, or jointly to a lead and others. Said again with other units it is reassigned; a unit that
 * keeps its part keeps what it has accepted. The clock of the topic is not touched: it runs from the first voice.
 */
import { invalid, Problem } from '../errors.ts';
import type { Person } from '../staff/person.ts';
import { type Assignment, isCurrent, type Part, unitsOf } from './assignment.ts';
import { changeTopic, getTopicIn, type Seen } from './change-topic.ts';
import { clockOf } from './clock-of.ts';
import type { Topic } from './topic.ts';
import type { TopicDesk } from './topic-desk.ts';
import { requireOffice, unitName } from './unit.ts';

export interface Assigning extends Seen {
  readonly lead: string;
  /** Units that take part. */
  readonly with?: readonly string[];
  readonly note?: string;
  /** By when the units are to be done. */
  readonly dueAt?: Date;
}

export interface Assigned {
  readonly topic: Topic;
  /** What whoever assigned it should know; Chinese, null for nothing. */
  readonly warning: string | null;
}

const MOST_UNITS = 10;

/** Throws 'no-right', 'not-found', 'stale-revision', 'wrong-state' (also when they have it so already), 'invalid-input'. */
export async function assignTopic(desk: TopicDesk, assigning: Assigning, by: Person, now: Date): Promise<Assigned> {
  const { id, revision } = assigning;
  const topic = await getTopicIn(desk.db, { id, revision, states: ['open', 'answered'], act: '交办' }, by);
  requireOffice(by, desk.units);
  checkUnits(desk, assigning);
  if (assigning.dueAt && assigning.dueAt <= now) throw invalid('dueAt', '办理期限已过', '请填写将来的时间');
  const before = topic.assignments ?? [];
  const wanted = new Map<string, Part>([[assigning.lead, 'lead']]);
  for (const unit of assigning.with ?? []) wanted.set(unit, 'with');
  const kept = before.map((one) => (keeps(one, wanted, assigning) ? one : withdrawn(one, by, now)));
  const has = new Set(kept.filter(isCurrent).map(({ unit }) => unit));
  const fresh = [...wanted]
    .filter(([unit]) => !has.has(unit))
    .map(([unit, part]) => given(unit, part, { assigning, by, now }));
  const assignments = [...kept, ...fresh];
  if (fresh.length === 0 && unitsOf(before).length === has.size) {
    throw new Problem('wrong-state', '此事项已经这样交办。请刷新后再操作。');
  }
  const units = unitsOf(assignments);
  const clock = clockOf({ ...topic, units, assignments }, desk, null);
  const lost = unitsOf(before).filter((unit) => !units.includes(unit));
  const facts = { lead: assigning.lead, with: units.slice(1), withdrawn: lost };
  const change = { what: 'topic.assigned', set: { assignments, units, ...clock }, facts } as const;
  const after = await changeTopic(desk.db, topic, change, { by: by.id, now });
  return { topic: after, warning: warningFor(after, assigning) };
}

function checkUnits({ units }: TopicDesk, { lead, with: others = [] }: Assigning): void {
  const known = (id: string) => units.list.some((unit) => unit.id === id && unit.kind !== 'office');
  const remedy = '请从 /api/units 的部门和乡镇中选择';
  if (!known(lead)) throw invalid('lead', '没有这个承办单位', remedy);
  const unknown = others.find((unit) => !known(unit));
  if (unknown !== undefined) throw invalid('with', `没有单位 ${unknown}`, remedy);
  if (others.includes(lead)) throw invalid('with', `${unitName(lead, units)}已是主办`, '请从协办单位中去掉它');
  if (others.length >= MOST_UNITS) throw invalid('with', '协办单位太多', `请控制在 ${MOST_UNITS - 1} 个以内`);
}

/** With another note or due time it is a new assignment, to be accepted anew. */
function keeps(one: Assignment, wanted: ReadonlyMap<string, Part>, { note, dueAt }: Assigning): boolean {
  if (!isCurrent(one)) return true;
  const isSame = (note ?? one.note) === one.note && (dueAt ?? one.dueAt)?.getTime() === one.dueAt?.getTime();
  return wanted.get(one.unit) === one.part && isSame;
}

function withdrawn(one: Assignment, by: Person, now: Date): Assignment {
  return { ...one, state: 'withdrawn', settled: { at: now, by: by.id, reason: null, onBehalf: false } };
}

interface Giving {
  readonly assigning: Assigning;
  readonly by: Person;
  readonly now: Date;
}

function given(unit: string, part: Part, { assigning, by, now }: Giving): Assignment {
  const { note = null, dueAt = null, revision } = assigning;
  return { unit, part, state: 'waiting', note, dueAt, at: now, by: by.id, nth: revision + 1, settled: null };
}

function warningFor({ due }: Topic, { dueAt }: Assigning): string | null {
  return dueAt && dueAt > due.at ? '要求单位办结的时间晚于此事项的法定时限，请提前。' : null;
}
