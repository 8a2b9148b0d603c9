/** Which signals of a topic's family no answer covers; what an answer covers is answer.ts. */
import { type Signal, signalsOf } from '../signal/signal.ts';
import type { Database } from '../store/collection.ts';
import { type Answer, answersIn, type Member, together } from './answer.ts';
import type { Topic } from './topic.ts';
import { mergedInto } from './topic-family.ts';

/** The earliest by one of its times, or null where all are answered. */
export async function firstWaiting(
  db: Database,
  root: Member,
  merged: readonly Member[],
  by: 'receivedAt' | 'writtenAt' = 'receivedAt',
): Promise<Signal | null> {
  const answers = [...answersIn(root, merged)];
  const groups = Map.groupBy(answers, ([, answer]) => answer?.coversUntil.getTime() ?? null);
  const firsts = await Promise.all(
    [...groups].map(async ([until, members]) => {
      const own = { topic: { $in: members.map(([id]) => id) } };
      const later = until === null ? own : { ...own, receivedAt: { $gt: new Date(until) } };
      return await signalsOf(db).findOne(later, { sort: { [by]: 1 } });
    }),
  );
  const [first = null] = firsts.flatMap((one) => one ?? []).toSorted((a, b) => a[by].getTime() - b[by].getTime());
  return first;
}

/** How signals that leave a topic stand: whether they wait, and what has answered them. */
export interface Leaving {
  readonly state: 'open' | 'answered';
  readonly answer: Answer | null;
}

/**
 * They wait where one of them does, and where a person wants an answer although none waits. An answer goes along only where it
 * covers just those of them it was given to: nothing must seem answered that is not.
 */
export async function leavingAs(db: Database, topic: Topic, signals: readonly Signal[]): Promise<Leaving> {
  const merged = await mergedInto(db, topic._id);
  const answers = answersIn(topic, merged);
  const answerTo = ({ topic: id, receivedAt }: Signal) => {
    const answer = answers.get(id ?? '') ?? null;
    return answer && receivedAt <= answer.coversUntil ? answer : null;
  };
  const answer = together(signals.flatMap((signal) => answerTo(signal) ?? []));
  if (topic.state === 'answered') return { state: 'answered', answer: answer ?? topic.answer };
  const waiting = signals.filter((signal) => !answerTo(signal));
  if (waiting.length === 0) {
    const isByHand = !(await firstWaiting(db, topic, merged));
    return { state: isByHand ? 'open' : 'answered', answer };
  }
  const covered = signals.filter((signal) => answerTo(signal));
  const coversUntil = new Date(Math.max(...covered.map(({ receivedAt }) => receivedAt.getTime())));
  const isApart = waiting.every(({ receivedAt }) => receivedAt > coversUntil);
  return { state: 'open', answer: answer && isApart ? { ...answer, coversUntil } : null };
}
