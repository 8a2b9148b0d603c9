/**
 * Notes on a topic that signals have joined it. Done again after a crash it changes nothing more: marks only move outwards
 * and sets keep each member once. The signals themselves are written by sort-signals.ts, after this.
 */
import { Problem } from '../errors.ts';
import type { Signal } from '../signal/signal.ts';
import type { Database, Update } from '../store/collection.ts';
import { MOST_SAMPLES } from './candidates.ts';
import { clockOf } from './clock-of.ts';
import type { Keys, Sample } from './keys-of.ts';
import { type Topic, topicLine, topicsOf } from './topic.ts';
import type { TopicDesk } from './topic-desk.ts';
import { getRoot } from './topic-family.ts';

export interface Member {
  readonly signal: Signal;
  readonly keys: Keys;
}

/** The topic they now belong to, or null when it was closed meanwhile, or is gone: then they are sorted once more. */
export async function joinTopic(
  desk: TopicDesk,
  id: string,
  members: readonly Member[],
  now: Date,
): Promise<string | null> {
  const topic = await findRoot(desk.db, id);
  if (!topic) return null;
  const { _id, state, revision } = topic;
  const [one] = members;
  if (!one || (state !== 'open' && state !== 'answered')) return null;
  const widen = widening(topic, members);
  const update = state === 'open' ? stayOpen(desk, topic, members) : openAgain(desk, topic, members, now);
  const { matchedCount } = await topicsOf(desk.db).updateOne({ _id, state, revision }, { ...widen, ...update });
  return matchedCount > 0 ? _id : null;
}

/** Null for what is gone: another process may have taken an import back, with the topics that sorting here still has in mind. */
async function findRoot(db: Database, id: string): Promise<Topic | null> {
  try {
    return await getRoot(db, id);
  } catch (error) {
    if (error instanceof Problem && error.code === 'not-found') return null;
    throw error;
  }
}

function widening({ samples }: Topic, members: readonly Member[]): Update {
  // Told by whose they are: sorted again after a crash, a signal may look a little different.
  const kept = new Set(samples.map(({ of }) => of));
  const others = members.filter(({ signal }) => !kept.has(signal._id));
  const fresh = others.slice(0, Math.max(0, MOST_SAMPLES - samples.length)).map(sampleOf);
  const keys = [...new Set(fresh.flatMap(({ title }) => title))];
  const lastAt = latest(members.map(({ signal }) => signal.writtenAt));
  // More voices may make it something else: propose-stage.ts looks.
  const stirred = latest(members.map(({ signal }) => signal.receivedAt)).getTime();
  return {
    $max: { lastAt, stirred, warmed: stirred },
    $addToSet: { keys: { $each: keys }, samples: { $each: fresh } },
  };
}

function stayOpen(desk: TopicDesk, topic: Topic, members: readonly Member[]): Update {
  const from = startOf(members, topic);
  // From now on it waits for a reason of its own: see turn.ts.
  const own = topic.waitsAgain ? { waitsAgain: null } : {};
  return { $set: { ...from, ...clockOf({ ...topic, ...from }, desk, topic), ...toReport(members), ...own } };
}

/** Something new was said after the answer: it waits again, from now on. */
function openAgain(desk: TopicDesk, topic: Topic, members: readonly Member[], now: Date): Update {
  const from = startOf(members);
  const clock = clockOf({ ...topic, ...from, clock: null }, desk, topic);
  const facts = { why: 'new-signal', signal: members[0]?.signal._id ?? null };
  const revision = topic.revision + 1;
  const line = topicLine({ ...topic, revision }, { what: 'topic.reopened', at: now, by: 'system', facts });
  return {
    $set: { ...from, ...clock, clock: null, state: 'open', revision, ...toReport(members) },
    $push: { unposted: line },
  };
}

/** A case that joins what somebody has already is told so. */
function toReport(members: readonly Member[]): Pick<Topic, 'unreported'> {
  const last = members.findLast(({ signal }) => signal.kind === 'case');
  return last ? { unreported: `joined ${last.signal._id}` } : {};
}

export function sampleOf({ signal, keys }: Member): Sample {
  return { of: signal._id, ...keys };
}

type Start = Pick<Topic, 'receivedFrom' | 'writtenFrom'>;

function startOf(members: readonly Member[], before?: Start): Start {
  const received = members.map(({ signal }) => signal.receivedAt);
  const written = members.map(({ signal }) => signal.writtenAt);
  return {
    receivedFrom: earliest(before ? [before.receivedFrom, ...received] : received),
    writtenFrom: earliest(before ? [before.writtenFrom, ...written] : written),
  };
}

function earliest(dates: readonly Date[]): Date {
  return new Date(Math.min(...dates.map((date) => date.getTime())));
}

function latest(dates: readonly Date[]): Date {
  return new Date(Math.max(...dates.map((date) => date.getTime())));
}
