/**
 * Topics that nobody has acted upon, and whose own signals go, go with them: an import taken back (import/take-back.ts), a signal set
 * aside again (set-aside.ts). A record with their lines tells of each before it goes.
 */
import { aLine, type Fact } from '../ledger/line.ts';
import { signalsOf } from '../signal/signal.ts';
import { aTakenBack, takenBackOf, type Undoing } from '../signal/taken-back.ts';
import type { Database, Filter } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import { lookAgain } from './sorting-memory.ts';
import { type Topic, topicsOf } from './topic.ts';

export interface Dissolving extends Undoing {
  /** What their lines tell of the act. */
  readonly facts: Readonly<Record<string, Fact>>;
  /** Signals that do not go with it: they are sorted anew. */
  readonly others: Filter;
}

/**
 * Whoever acts on a topic meanwhile raises its revision, and keeps it. Returns how many went that stood for themselves: what sorting
 * had merged into another was seen as that one.
 */
export async function dissolveTopics(db: Database, topics: readonly Topic[], dissolving: Dissolving): Promise<number> {
  const { import: nth, at, by, facts, others } = dissolving;
  const lineOf = ({ _id }: Topic) => aLine({ what: 'topic.taken-back', subject: _id, at, by, facts, nth });
  await insertNew(
    takenBackOf(db),
    topics.map((topic) => aTakenBack(topic._id, dissolving, [...topic.unposted, lineOf(topic)])),
  );
  let gone = 0;
  for (const { _id, revision, merge } of topics) {
    const { deletedCount } = await topicsOf(db).deleteOne({ _id, revision, owner: null });
    if (deletedCount === 0) continue;
    if (!merge) gone += deletedCount;
    const left = { topic: _id, ...others };
    await signalsOf(db).updateMany(left, { $set: { topic: null, sorting: null, sorted: false } });
  }
  lookAgain(
    db,
    topics.map(({ _id }) => _id),
  );
  return gone;
}
