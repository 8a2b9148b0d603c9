/**
 * Joining and parting may turn a topic: one that is answered waits again once something that waits was joined to it, and is answered
 * again when that is taken away. What it is, follows from its record and those merged into it, so asking again changes nothing.
 * A topic that waits for another reason (something new was said, a person opened it again) is never turned back: only `waitsAgain` is.
 */
import { signalsOf } from '../signal/signal.ts';
import type { Database } from '../store/collection.ts';
import { type Member, waitingJoins } from './answer.ts';
import type { TopicChange } from './change-topic.ts';
import type { Topic } from './topic.ts';
import { familyOf } from './topic-family.ts';
import { firstWaiting } from './waiting-signals.ts';

/** The change, or null where it stands as it should. */
export async function turnOf(db: Database, topic: Topic, merged: readonly Member[]): Promise<TopicChange | null> {
  if (topic.state !== 'answered' && !(topic.state === 'open' && topic.waitsAgain)) return null;
  const joins: Member[] = [];
  for (const one of waitingJoins(topic, merged)) if (await hasSignals(db, one._id)) joins.push(one);
  const [first] = joins.toSorted((a, b) => a.receivedFrom.getTime() - b.receivedFrom.getTime());
  if (topic.state === 'answered') return first ? waitingAgain(topic, first) : null;
  if (first || !topic.waitsAgain || (await firstWaiting(db, topic, merged))) return null;
  const set = { state: 'answered', clock: topic.waitsAgain.clock, waitsAgain: null } as const;
  return { what: 'topic.undone', set, facts: { act: 'wait-again' } };
}

/** Its clock is that of what joined: what moved its own belongs to what is answered, and is kept for the way back. */
function waitingAgain({ clock }: Topic, { _id, receivedFrom, writtenFrom, clock: theirs }: Member): TopicChange {
  const from = { receivedFrom, writtenFrom, clock: theirs ?? null };
  const set = { state: 'open', ...from, waitsAgain: { clock: clock ?? null } } as const;
  return { what: 'topic.reopened', set, facts: { why: 'joined', part: _id } };
}

/** A part that was emptied by a split has nothing to wait for. */
async function hasSignals(db: Database, id: string): Promise<boolean> {
  return (await signalsOf(db).findOne({ topic: { $in: await familyOf(db, id) } })) !== null;
}
