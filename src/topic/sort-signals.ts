/**
 * The stage that puts signals into topics, oldest first. What each signal is, is decided in sort-rule.ts; here it is fetched
 * and written down: topics first, then the signals. A crash in between sorts the same signals again, and everything written
 * to a topic before is written once more to the same effect: ids are computed, marks are minima, maxima and sets.
 *
 * Two runs at once do no harm but may open two topics for one matter; the schedule runs one at a time.
 */
import { setImmediate } from 'node:timers/promises';
import { Problem } from '../errors.ts';
import { latestRank } from '../signal/hot-reading.ts';
import { type Signal, signalsOf } from '../signal/signal.ts';
import type { Database } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import { openedTopic } from './fresh-topic.ts';
import { gistOf, toSample } from './gist.ts';
import { type Fragment, fragmentOf, joinFragment } from './join-fragments.ts';
import { joinTopic } from './join-topic.ts';
import { keepVocabulary } from './keep-vocabulary.ts';
import { type Keys, wordsOf } from './keys-of.ts';
import { type Decision, sortSignal } from './sort-rule.ts';
import { recallTopics, rememberFor, type SortingMemory } from './sorting-memory.ts';
import { titleOf, topicIdOf, topicsOf } from './topic.ts';
import type { TopicDesk } from './topic-desk.ts';
import { type WatchRules, watch, watchReason } from './watch-rule.ts';
import { rulesInForce } from './watch-word.ts';

const BATCH = 500;
/** Decided between two turns of the event loop: some 5 ms. */
const AT_ONCE = 3;
/** Written in one commit: whoever writes beside them waits for so many each time. */
const WRITTEN_AT_ONCE = 100;

interface Sorting {
  readonly memory: SortingMemory;
  /** Topics that turned out to be closed: not asked about again. */
  readonly shut: Set<string>;
  /** Which entries of hot lists concern us. */
  readonly watching: WatchRules;
  readonly now: Date;
}

/** Sorts everything that waits, as long as the work need not wait itself. Returns how many signals it sorted. */
export async function sortSignals(desk: TopicDesk, now: Date, isHeld: () => boolean = () => false): Promise<number> {
  let sorted = 0;
  let sorting: Sorting | null = null;
  while (!isHeld()) {
    const options = { sort: { writtenAt: 1 }, limit: BATCH } as const;
    const batch = await signalsOf(desk.db).find({ sorted: false }, options).toArray();
    if (batch.length === 0) return sorted;
    sorting ??= await openSorting(desk, now);
    sorted += await sortBatch(desk, batch, sorting);
    await keepVocabulary(desk.db, sorting.memory.vocabulary, now);
  }
  return sorted;
}

async function openSorting({ db, watch: file }: TopicDesk, now: Date): Promise<Sorting> {
  return { memory: await rememberFor(db, now), watching: await rulesInForce(db, file), shut: new Set(), now };
}

interface Sorted {
  readonly signal: Signal;
  readonly keys: Keys;
  readonly decision: Decision;
  /** Null for what is set aside. */
  readonly topic: string | null;
}

async function sortBatch(desk: TopicDesk, signals: readonly Signal[], sorting: Sorting): Promise<number> {
  const { now, shut } = sorting;
  const { sorted, fragments } = await decide(desk, signals, sorting);
  const opening = sorted.filter(({ decision }) => decision.decision === 'opened');
  const topics = opening.map(({ signal, keys }) => openedTopic(desk, signal, { by: 'system', now, keys }));
  await insertNew(topicsOf(desk.db), topics);
  const joining = sorted.filter(({ decision }) => decision.decision === 'joined');
  const groups = Map.groupBy(joining, ({ topic }) => topic ?? '');
  const joined = await Promise.all(
    [...groups].map(async ([topic, members]) => [topic, await joinTopic(desk, topic, members, now)] as const),
  );
  const become = new Map(joined);
  for (const [topic, root] of joined) if (root === null) shut.add(topic);
  const settled = sorted.filter(({ topic }) => topic === null || become.get(topic) !== null);
  for (let at = 0; at < settled.length; at += WRITTEN_AT_ONCE) {
    const some = settled.slice(at, at + WRITTEN_AT_ONCE);
    await Promise.all(some.map((one) => record(desk, { ...one, topic: settle(one, become) }, now)));
  }
  for (const fragment of fragments) await tryJoin(desk, fragment, now);
  return settled.length;
}

/** Somebody who was faster keeps two topics: nothing is lost by it. */
async function tryJoin(desk: TopicDesk, fragment: Fragment, now: Date): Promise<void> {
  try {
    await joinFragment(desk, fragment, now);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
  }
}

/** A topic may have been merged into another meanwhile; a signal belongs to what it has become. */
function settle({ topic }: Sorted, become: ReadonlyMap<string, string | null>): string | null {
  return topic === null ? null : (become.get(topic) ?? topic);
}

/** In order, each seeing what the ones before it have opened. */
async function decide({ db }: TopicDesk, signals: readonly Signal[], { memory, shut, watching }: Sorting) {
  const { vocabulary, candidates } = memory;
  const sorted: Sorted[] = [];
  const fragments = new Map<string, Fragment>();
  for (const [at, signal] of signals.entries()) {
    // Calls and timers must get their turn in between.
    if (at % AT_ONCE === 0) await setImmediate();
    const words = wordsOf(signal);
    const gist = gistOf(vocabulary.learn(words), vocabulary);
    const keys = toSample(gist);
    await recallTopics(db, memory, signal, gist);
    const own = topicIdOf(signal._id);
    // Its own topic is there when a crash came between topic and signal: then it was decided already.
    const near = candidates.has(own) ? [] : candidates.near(signal, gist).filter(({ topic }) => !shut.has(topic));
    const watched = await watchedBy(db, signal, watching);
    const decision = sortSignal({ signal, words, gist, watched }, near, vocabulary);
    sorted.push({ signal, keys, decision, topic: topicFor(decision, own) });
    const sample = gistOf(keys, vocabulary);
    if (decision.decision === 'opened' && signal.kind !== 'request' && !candidates.has(own)) {
      const { account, post, writtenAt } = signal;
      candidates.add({ _id: own, title: titleOf(signal), account, post, samples: [keys], lastAt: writtenAt });
    } else if (decision.decision === 'joined') {
      candidates.extend(decision.topic, sample, signal.writtenAt);
      for (const also of decision.also) {
        const fragment = fragmentOf(candidates, decision.topic, also);
        if (fragment) fragments.set(fragment.topic, fragment);
      }
    }
  }
  return { sorted, fragments: [...fragments.values()] };
}

async function watchedBy(db: Database, signal: Signal, watching: WatchRules): Promise<string | null> {
  const caught = signal.kind === 'hot' ? watch(signal, watching) : null;
  return caught && watchReason(caught, await latestRank(db, signal._id));
}

function topicFor(decision: Decision, own: string): string | null {
  if (decision.decision === 'set-aside') return null;
  return decision.decision === 'joined' ? decision.topic : own;
}

async function record({ db }: TopicDesk, { signal, decision, topic }: Sorted, now: Date): Promise<void> {
  const sorting = { decision: decision.decision, reason: decision.reason, at: now };
  await signalsOf(db).updateOne({ _id: signal._id, sorted: false }, { $set: { sorted: true, topic, sorting } });
}
