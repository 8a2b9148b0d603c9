/**
 * What a unit says to an assignment: it takes it, or hands a wrong one back with its reason. Whoever works in the unit may,
 * or the office for a unit that has told it on the phone. Handing back stops no clock: the topic waits for another unit.
 */
import { Problem } from '../errors.ts';
import { type Person, requireRole } from '../staff/person.ts';
import { type Assignment, isCurrent, unitsOf } from './assignment.ts';
import { changeTopic, refuseState, type Seen, staleTopic } from './change-topic.ts';
import { clockOf } from './clock-of.ts';
import { getTopic, type Topic } from './topic.ts';
import type { TopicDesk } from './topic-desk.ts';
import { isOfOffice, unitName } from './unit.ts';

export interface Accepting extends Seen {
  /** For whom the office notes it; one's own unit when left out. */
  readonly unit?: string;
}

export interface HandingBack extends Accepting {
  /** Why it is not this unit's; Chinese, kept in the record, not in the ledger. */
  readonly reason: string;
}

/** Throws 'no-right', 'not-found', 'stale-revision', 'wrong-state'. */
export async function acceptAssignment(desk: TopicDesk, seen: Accepting, by: Person, now: Date): Promise<Topic> {
  const { topic, unit } = await getAssigned(desk, seen, by, '签收');
  const own = topic.assignments?.find((one) => one.unit === unit && isCurrent(one));
  if (own?.state === 'accepted') throw new Problem('wrong-state', '本单位已经签收此事项。请刷新后再操作。');
  const settled = { at: now, by: by.id, reason: null, onBehalf: by.unit !== unit };
  return await settle(desk, topic, { unit, state: 'accepted', settled }, { by: by.id, now });
}

/** Throws 'no-right', 'not-found', 'stale-revision', 'wrong-state'. */
export async function handBack(desk: TopicDesk, seen: HandingBack, by: Person, now: Date): Promise<Topic> {
  const { topic, unit } = await getAssigned(desk, seen, by, '退回');
  const settled = { at: now, by: by.id, reason: seen.reason, onBehalf: by.unit !== unit };
  return await settle(desk, topic, { unit, state: 'returned', settled }, { by: by.id, now });
}

async function getAssigned(
  { db, units }: TopicDesk,
  { id, revision, unit: named }: Accepting,
  by: Person,
  act: string,
) {
  const unit = named ?? by.unit ?? null;
  const isOwn = unit !== null && unit === by.unit;
  if (!isOwn) requireRole(by, 'responder');
  const topic = await getTopic(db, id);
  if (topic.revision !== revision) throw staleTopic();
  refuseState(topic, ['open', 'answered'], act);
  if (!isOwn && !isOfOffice(by, units)) {
    throw new Problem('no-right', `只能为本单位${act}。请由承办单位或${unitName(units.office, units)}办理。`);
  }
  if (unit === null || !unitsOf(topic.assignments ?? []).includes(unit)) {
    const whose = unit === null ? '没有指明承办单位' : `此事项没有交给${unitName(unit, units)}`;
    throw new Problem('wrong-state', `${whose}。请刷新后再操作。`);
  }
  return { topic, unit };
}

type Outcome = Pick<Assignment, 'unit' | 'state' | 'settled'>;

async function settle(
  desk: TopicDesk,
  topic: Topic,
  { unit, state, settled }: Outcome,
  who: { readonly by: string; readonly now: Date },
): Promise<Topic> {
  const assignments = (topic.assignments ?? []).map((one) =>
    one.unit === unit && isCurrent(one) ? { ...one, state, settled } : one,
  );
  const units = unitsOf(assignments);
  const clock = clockOf({ ...topic, units, assignments }, desk, null);
  const what = state === 'accepted' ? 'topic.accepted' : 'topic.handed-back';
  const facts = { unit, onBehalf: settled?.onBehalf ?? false, left: units };
  return await changeTopic(desk.db, topic, { what, set: { assignments, units, ...clock }, facts }, who);
}
