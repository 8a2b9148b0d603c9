/**
 * Which topics are one, read from the ledger: merges in order, undone ones left out. A split that is undone makes one of two
 * as a merge does.
 */
import { ledgerOf } from '../ledger/ledger.ts';
import type { Database } from '../store/collection.ts';

/** A function from a topic to the topic it has become. */
export async function readMerges(db: Database): Promise<(topic: string) => string> {
  const into = new Map<string, string>();
  const told = { what: { $in: ['topic.merged', 'topic.undone'] } };
  for await (const { what, subject, facts } of ledgerOf(db).find(told, { sort: { at: 1, _id: 1 } })) {
    if (what === 'topic.merged' && typeof facts.into === 'string') into.set(subject, facts.into);
    if (what === 'topic.undone' && facts.act === 'merge') into.delete(subject);
    if (what === 'topic.undone' && facts.act === 'split' && typeof facts.into === 'string')
      into.set(subject, facts.into);
  }
  return (topic) => {
    let at = topic;
    for (let next = into.get(at), steps = 0; next !== undefined && steps < 100; next = into.get(at), steps++) at = next;
    return at;
  };
}
