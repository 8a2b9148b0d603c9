/**
 * A topic has been answered: by a reply that arrived or by one logged by hand. Signals that came after what the answer
 * covers keep it open. Noting the same answer again does no harm. The lines are the reply's and the delivery's own.
 */
import { signalsOf } from '../signal/signal.ts';
import { refreshDeadline } from './refresh-deadlines.ts';
import { topicsOf } from './topic.ts';
import type { TopicDesk } from './topic-desk.ts';
import { familyOf, getRoot } from './topic-family.ts';

export interface Answer {
  /** When it was given. */
  readonly at: Date;
  /** Signals that arrived until then are answered by it. */
  readonly coversUntil: Date;
}

/** Notes it on the topic, or on what that was merged into meanwhile. */
export async function noteAnswer(desk: TopicDesk, id: string, answer: Answer): Promise<void> {
  const root = await getRoot(desk.db, id);
  const family = { $in: await familyOf(desk.db, root._id) };
  const later = await signalsOf(desk.db).findOne({ topic: family, receivedAt: { $gt: answer.coversUntil } });
  const { _id, revision } = root;
  const state = root.state === 'open' && !later ? 'answered' : root.state;
  const isNewer = !root.answer || root.answer.coversUntil < answer.coversUntil;
  // Nothing new: raising the revision would only turn away whoever is working on it.
  if (!isNewer && state === root.state) return;
  const set = {
    state,
    answer: isNewer ? answer : root.answer,
    revision: revision + 1,
    unreported: `answered ${revision + 1}`,
  };
  const noted = await topicsOf(desk.db).updateOne({ _id, revision }, { $set: set });
  // Somebody acted on it just now: read it again.
  if (noted.matchedCount === 0) return await noteAnswer(desk, id, answer);
  await refreshDeadline(desk, _id);
}
