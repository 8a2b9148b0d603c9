/**
 * What an answer given to a topic answers in its family: pure. It is for the signals that belonged to the topic when it was settled
 * whom it goes to; what was merged or moved in after that still waits, and keeps the answers it brought along.
 */
import type { Topic } from './topic.ts';

export interface Answer {
  /** When it was given. */
  readonly at: Date;
  /** Signals that arrived until then are answered by it. */
  readonly coversUntil: Date;
  /** When it was settled whom it goes to; absent in older records: the later of the other two. */
  readonly fixedAt?: Date;
}

/** A topic as far as its place in a family and its answers go. */
export type Member = Pick<Topic, '_id' | 'answer' | 'merge' | 'receivedFrom' | 'writtenFrom' | 'clock'>;

export function fixedAt({ at, coversUntil, fixedAt: fixed }: Answer): Date {
  return fixed ?? (at > coversUntil ? at : coversUntil);
}

/** Several answers as one: what any of them covers, as of the one settled last. Null for none. */
export function together(answers: readonly Answer[]): Answer | null {
  const [last] = answers.toSorted((a, b) => fixedAt(b).getTime() - fixedAt(a).getTime());
  if (!last) return null;
  const covered = Math.max(...answers.map(({ coversUntil }) => coversUntil.getTime()));
  return { at: last.at, coversUntil: new Date(covered), fixedAt: fixedAt(last) };
}

/** For each topic of a family, the root among them, what answers its own signals; null for nothing. */
export function answersIn(root: Member, merged: readonly Member[]): ReadonlyMap<string, Answer | null> {
  const answers = new Map<string, Answer | null>();
  const visit = (member: Member, above: readonly Answer[]) => {
    const counting = member.answer ? [...above, member.answer] : above;
    answers.set(member._id, together(counting));
    for (const child of childrenOf(member, merged)) {
      visit(
        child,
        counting.filter((answer) => isIn(child, answer)),
      );
    }
  };
  visit(root, []);
  return answers;
}

/** What was joined to a topic while it waited, and no answer to that topic has been given since. */
export function waitingJoins(root: Member, merged: readonly Member[]): readonly Member[] {
  const { answer } = root;
  return childrenOf(root, merged).filter((one) => one.merge?.before === 'open' && !(answer && isIn(one, answer)));
}

function childrenOf({ _id }: Member, merged: readonly Member[]): readonly Member[] {
  return merged.filter(({ merge }) => merge?.into === _id);
}

/** Whether it belonged to the answered topic when the answer was settled. */
function isIn({ merge }: Member, answer: Answer): boolean {
  return merge !== null && merge.at <= fixedAt(answer);
}
