/**
 * Carries out splits that were decided (split-topic.ts). Done again after a crash it goes on where it stopped: the new topic
 * has a computed id, a signal moves only while it still belongs to the old one, and the intent is taken away last.
 */
import { aLine } from '../ledger/line.ts';
import { type Signal, signalsOf } from '../signal/signal.ts';
import { insertNew } from '../store/insert-new.ts';
import { freshTopic } from './fresh-topic.ts';
import { plainKeysOf } from './keys-of.ts';
import { refreshDeadline } from './refresh-deadlines.ts';
import { lookAgain } from './sorting-memory.ts';
import { type Splitting, type Topic, topicLine, topicsOf } from './topic.ts';
import type { TopicDesk } from './topic-desk.ts';
import { familyOf } from './topic-family.ts';

/** Stage: splits a crash left half done. Returns how many there were. */
export async function finishSplits(desk: TopicDesk, now: Date): Promise<number> {
  const splitting = await topicsOf(desk.db)
    .find({ 'splitting.into': { $gt: '' } })
    .toArray();
  for (const topic of splitting) await finishSplit(desk, topic, now);
  return splitting.length;
}

export async function finishSplit(desk: TopicDesk, topic: Topic, now: Date): Promise<void> {
  const { splitting } = topic;
  if (!splitting) return;
  const family = await familyOf(desk.db, topic._id);
  const leaving = await signalsOf(desk.db)
    .find({ _id: { $in: splitting.signals } }, { sort: { writtenAt: 1 } })
    .toArray();
  const [first] = leaving;
  if (first) await insertNew(topicsOf(desk.db), [newTopic(desk, topic, splitting, first)]);
  for (const signal of leaving) await move(desk, signal, family, splitting);
  const done = { _id: topic._id, 'splitting.into': splitting.into };
  // What they said speaks for the new topic from now on: the next one like them goes there.
  const samples = topic.samples.filter(({ of }) => of === undefined || !splitting.signals.includes(of));
  await topicsOf(desk.db).updateOne(done, { $set: { splitting: null, samples } });
  lookAgain(desk.db, [topic._id, splitting.into]);
  for (const id of [topic._id, splitting.moved?.into ?? splitting.into]) await refreshDeadline(desk, id, now);
}

/** No line opens it: `topic.split` of the old one names it. Class, owner and units come along. The rules are asked again. */
function newTopic(desk: TopicDesk, topic: Topic, splitting: Splitting, first: Signal): Topic {
  const { into, title, at, nth, signals, leaves = topic } = splitting;
  const { class: topicClass, matter, classedBy, owner, units = [], assignments = [] } = topic;
  const fresh = freshTopic(desk, first, plainKeysOf(first));
  const was = {
    class: topicClass,
    matter,
    classedBy: classedBy ?? null,
    owner,
    units,
    assignments,
    answer: leaves.answer,
    stirred: 1,
  };
  const kept = { ...was, state: leaves.state === 'answered' ? 'answered' : 'open' } as const;
  const taken = topic.samples.filter(({ of }) => of !== undefined && signals.includes(of));
  const samples = taken.length > 0 ? taken : fresh.samples;
  return {
    ...fresh,
    ...kept,
    samples,
    _id: into,
    title,
    splitFrom: { topic: topic._id, at, nth },
    unreported: `split ${nth}`,
    createdAt: at,
    unposted: [],
    ...mergeOf(splitting, kept.state),
  };
}

/** What was moved belongs to the other topic from its first moment. */
function mergeOf({ into: _id, moved, at, by }: Splitting, before: 'open' | 'answered'): Partial<Topic> {
  if (!moved) return {};
  const line = topicLine({ _id, revision: 1 }, { what: 'topic.merged', at, by, facts: { into: moved.into } });
  return { state: 'merged', merge: { ...moved, how: 'move', at, by, before }, unposted: [line] };
}

async function move({ db }: TopicDesk, signal: Signal, family: readonly string[], { into, at, by }: Splitting) {
  const facts = { from: signal.topic, to: into };
  const line = aLine({ what: 'signal.moved', subject: signal._id, at, by, facts, nth: into });
  const still = { _id: signal._id, topic: { $in: family } };
  await signalsOf(db).updateOne(still, { $set: { topic: into }, $push: { unposted: line } });
}
