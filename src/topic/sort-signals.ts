/**
 * The stage that puts signals into topics, oldest first. What each signal is, is decided in sort-rule.ts; here it is fetched
 * and written down: topics first, then the signals. A crash in between sorts the same signals again, and everything written
 * to a topic before is written once more to the same effect: ids are computed, marks are minima, maxima and sets.
 *
 * Two runs at once do no harm but may open two topics for one matter; the schedule runs one at a time.
 */
import { type Signal, signalsOf } from '../signal/signal.ts';
import { insertNew } from '../store/insert-new.ts';
import { type Candidates, fetchCandidates } from './candidates.ts';
import { findCommonKeys } from './common-keys.ts';
import { openedTopic } from './fresh-topic.ts';
import { joinTopic } from './join-topic.ts';
import { type Keys, keysOf } from './keys-of.ts';
import { type Gist, gistOf } from './similarity.ts';
import { type Decision, sortSignal } from './sort-rule.ts';
import { titleOf, topicIdOf, topicsOf } from './topic.ts';
import type { TopicDesk } from './topic-desk.ts';

const BATCH = 500;

/** Sorts everything that waits. Returns how many signals it sorted. */
export async function sortSignals(desk: TopicDesk, now: Date): Promise<number> {
  let sorted = 0;
  for (;;) {
    const options = { sort: { writtenAt: 1 }, limit: BATCH } as const;
    const batch = await signalsOf(desk.db).find({ sorted: false }, options).toArray();
    if (batch.length === 0) return sorted;
    sorted += await sortBatch(desk, batch, now);
  }
}

interface Sorted {
  readonly signal: Signal;
  readonly keys: Keys;
  readonly decision: Decision;
  /** Null for what is set aside. */
  readonly topic: string | null;
}

async function sortBatch(desk: TopicDesk, signals: readonly Signal[], now: Date): Promise<number> {
  const sorted = await decide(desk, signals);
  const opening = sorted.filter(({ decision }) => decision.decision === 'opened');
  const topics = opening.map(({ signal }) => openedTopic(desk, signal, { by: 'system', now }));
  await insertNew(topicsOf(desk.db), topics);
  const joining = sorted.filter(({ decision }) => decision.decision === 'joined');
  const groups = Map.groupBy(joining, ({ topic }) => topic ?? '');
  const joined = await Promise.all(
    [...groups].map(async ([topic, members]) => [topic, await joinTopic(desk, topic, members, now)] as const),
  );
  const become = new Map(joined);
  const settled = sorted.filter(({ topic }) => topic === null || become.get(topic) !== null);
  await Promise.all(settled.map((one) => record(desk, { ...one, topic: settle(one, become) }, now)));
  return settled.length;
}

/** A topic may have been merged into another meanwhile; a signal belongs to what it has become. */
function settle({ topic }: Sorted, become: ReadonlyMap<string, string | null>): string | null {
  return topic === null ? null : (become.get(topic) ?? topic);
}

/** In order, each seeing what the ones before it have opened. */
async function decide({ db }: TopicDesk, signals: readonly Signal[]): Promise<readonly Sorted[]> {
  const common = await findCommonKeys(db);
  const waiting = signals.map((signal) => {
    const keys = keysOf(signal);
    return { signal, keys, gist: gistOf(keys, common), own: topicIdOf(signal._id) };
  });
  const batch = { signals, gists: waiting.map(({ gist }) => gist), own: waiting.map(({ own }) => own) };
  const candidates = await fetchCandidates(db, batch, common);
  return waiting.map((one) => decideOne(one, candidates));
}

interface Waiting {
  readonly signal: Signal;
  readonly keys: Keys;
  readonly gist: Gist;
  /** The id of the topic it opens, if it opens one. */
  readonly own: string;
}

function decideOne({ signal, keys, gist, own }: Waiting, candidates: Candidates): Sorted {
  const { account, post, writtenAt } = signal;
  // Its own topic is there when a crash came between topic and signal: then it was decided already.
  const decision = sortSignal(signal, gist, candidates.has(own) ? [] : candidates.near(signal, gist));
  switch (decision.decision) {
    case 'opened':
      candidates.add({ _id: own, title: titleOf(signal), account, post, samples: [keys], lastAt: writtenAt });
      return { signal, keys, decision, topic: own };
    case 'joined':
      candidates.extend(decision.topic, gist, writtenAt);
      return { signal, keys, decision, topic: decision.topic };
    case 'set-aside':
      return { signal, keys, decision, topic: null };
  }
}

async function record({ db }: TopicDesk, { signal, decision, topic }: Sorted, now: Date): Promise<void> {
  const sorting = { decision: decision.decision, reason: decision.reason, at: now };
  await signalsOf(db).updateOne({ _id: signal._id, sorted: false }, { $set: { sorted: true, topic, sorting } });
}
