/**
 * A topic has been answered: by a reply that arrived or by one logged by hand. Signals the answer does not cover (answer.ts) keep it
 * open. Noting the same answer again does no harm. The lines are the reply's and the delivery's own.
 */
import type { Database } from '../store/collection.ts';
import { type Answer, fixedAt, type Member, together, waitingJoins } from './answer.ts';
import { refreshDeadline } from './refresh-deadlines.ts';
import { getTopic, type Topic, topicsOf } from './topic.ts';
import type { TopicDesk } from './topic-desk.ts';
import { getRoot, mergedInto } from './topic-family.ts';
import { firstWaiting } from './waiting-signals.ts';

/** The topic, or what it had become when it was settled whom the answer goes to. Throws 'not-found'. */
export async function answeredTopic(db: Database, id: string, answer: Answer): Promise<Topic> {
  const topic = await getTopic(db, id);
  const { merge } = topic;
  return merge && merge.at <= fixedAt(answer) ? await answeredTopic(db, merge.into, answer) : topic;
}

/** Notes it there: an answer settled before a merge answers only what was merged. */
export async function noteAnswer(desk: TopicDesk, id: string, answer: Answer, now: Date): Promise<void> {
  await noteAnswerOf(desk, (await answeredTopic(desk.db, id, answer))._id, answer, now);
}

/** Notes it on this very topic, merged or not: for an answer that goes to its signals one by one. */
export async function noteAnswerOf(desk: TopicDesk, id: string, answer: Answer, now: Date): Promise<void> {
  const { db } = desk;
  const topic = await getTopic(db, id);
  // Nothing new: raising the revision would only turn away whoever is working on it.
  if (topic.answer && !isNewer(answer, topic.answer)) return;
  const { _id, revision } = topic;
  const noted = together([answer, ...(topic.answer ? [topic.answer] : [])]);
  const merged = await mergedInto(db, _id);
  const answered = { ...topic, answer: noted };
  const set = {
    ...((await isAllAnswered(db, answered, merged)) ? settled(topic) : {}),
    answer: noted,
    revision: revision + 1,
    unreported: `answered ${revision + 1}`,
  };
  const { matchedCount } = await topicsOf(db).updateOne({ _id, revision }, { $set: set });
  // Somebody acted on it just now: read it again.
  if (matchedCount === 0) return await noteAnswerOf(desk, id, answer, now);
  await refreshDeadline(desk, (await getRoot(db, _id))._id, now);
}

function isNewer(answer: Answer, before: Answer): boolean {
  return answer.coversUntil > before.coversUntil || fixedAt(answer) > fixedAt(before);
}

async function isAllAnswered(db: Database, topic: Topic, merged: readonly Member[]): Promise<boolean> {
  return waitingJoins(topic, merged).length === 0 && !(await firstWaiting(db, topic, merged));
}

/** What was merged is answered once it stands on its own again. */
function settled({ state, merge }: Topic): Partial<Topic> {
  if (merge) return { merge: { ...merge, before: 'answered' } };
  return state === 'open' ? { state: 'answered', waitsAgain: null } : {};
}
