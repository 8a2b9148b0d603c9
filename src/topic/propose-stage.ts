/**
 * The stage that asks the rules again about topics that have changed: more voices, or more heat, may make a message an opinion. While no
 * person has said what a topic is, it becomes what is proposed, with a line; after that the proposal only stands beside it.
 */
import { after, days } from '../clock.ts';
import { type Signal, signalsOf } from '../signal/signal.ts';
import { clockOf } from './clock-of.ts';
import { HEARD_ONCE } from './heat-peaks.ts';
import { type Proposal, propose } from './propose.ts';
import type { Voices } from './propose-class.ts';
import { type Topic, topicLine, topicsOf } from './topic.ts';
import type { TopicDesk } from './topic-desk.ts';
import { familyOf } from './topic-family.ts';

/** The earliest tell what it is about; later ones only add to the count. */
const MOST_READ = 30;
const BATCH = 200;

/** Returns how many topics it asked about. */
export async function proposeAgain(desk: TopicDesk, now: Date): Promise<number> {
  const stirred = { stirred: { $gt: 0 } };
  const batch = await topicsOf(desk.db).find(stirred, { limit: BATCH }).toArray();
  for (const topic of batch) await proposeFor(desk, topic, now);
  return batch.length;
}

/** Asks about every topic that waits: the rules may have changed. Returns how many proposals did. */
export async function proposeAnew(desk: TopicDesk, now: Date): Promise<number> {
  let changed = 0;
  for await (const topic of topicsOf(desk.db).find({ state: 'open' })) {
    if (await proposeFor(desk, topic, now)) changed++;
  }
  return changed;
}

async function proposeFor(desk: TopicDesk, topic: Topic, now: Date): Promise<boolean> {
  const isOver = topic.state === 'closed' || topic.state === 'merged';
  const proposal = isOver ? (topic.proposal ?? null) : propose(await voicesOf(desk, topic, now), desk);
  const isSame = JSON.stringify(proposal) === JSON.stringify(topic.proposal ?? null);
  if (isSame && !topic.stirred) return false;
  const follows = !isOver && proposal !== null && !isSaid(topic) && isOther(topic, proposal);
  const change = follows ? becoming(desk, topic, proposal, now) : { $set: { proposal, stirred: 0 } };
  // Whoever stirs it meanwhile wants it asked about once more; whoever acts on it raises the revision.
  const unchanged = { _id: topic._id, revision: topic.revision, stirred: topic.stirred ?? null };
  await topicsOf(desk.db).updateOne(unchanged, change);
  return !isSame;
}

/** Records older than the rules do not say who set their class: what is not what every topic began as, a person did. */
function isSaid({ classedBy, class: topicClass, matter }: Topic): boolean {
  if (classedBy === undefined) return topicClass !== 'message' || matter !== 'general';
  return classedBy !== null;
}

function isOther(topic: Topic, proposal: Proposal): boolean {
  return topic.class !== proposal.class || topic.matter !== proposal.matter;
}

function becoming(desk: TopicDesk, topic: Topic, proposal: Proposal, now: Date) {
  const set = { class: proposal.class, matter: proposal.matter };
  const clock = clockOf({ ...topic, ...set }, desk, topic);
  const facts = { ...set, from: topic.class, rule: proposal.rule, due: clock.due.at.toISOString() };
  const revision = topic.revision + 1;
  const line = topicLine({ ...topic, revision }, { what: 'topic.proposed', at: now, by: 'system', facts });
  return { $set: { ...set, ...clock, proposal, stirred: 0, revision }, $push: { unposted: line } };
}

async function voicesOf({ db }: TopicDesk, topic: Topic, now: Date): Promise<Voices> {
  const family = { topic: { $in: await familyOf(db, topic._id) } };
  const [said, signals, received] = await Promise.all([
    signalsOf(db)
      .find(family, { sort: { writtenAt: 1 }, limit: MOST_READ })
      .toArray(),
    signalsOf(db).countDocuments(family),
    signalsOf(db).countDocuments({ ...family, receivedAt: { $gte: after(now, -days(1)) } }),
  ]);
  const heard = topic.heard ?? HEARD_ONCE;
  // What was once heard in a day does not count for less when asked again later.
  const recent = Math.max(received, heard.inDay);
  return { said, kinds: namesOf(said, 'kind'), accounts: namesOf(said, 'account'), signals, recent, heard };
}

function namesOf(signals: readonly Signal[], field: 'kind' | 'account'): readonly string[] {
  return [...new Set(signals.map((signal) => signal[field]))];
}
