/**
 * Which topics are one, read from the ledger: merges in order, undone ones left out. A split that is undone makes one of two
 * as a merge does.
 */
import { ledgerOf } from '../ledger/ledger.ts';
import type { Database } from '../store/collection.ts';

export interface Merges {
  /** Topics that became another one, and those others. */
  readonly members: readonly string[];
  /** The topic that a topic has become; itself when it became none. */
  become(topic: string): string;
}

export async function readMerges(db: Database): Promise<Merges> {
  const into = new Map<string, string>();
  const told = { what: { $in: ['topic.merged', 'topic.undone'] } };
  for await (const { what, subject, facts } of ledgerOf(db).find(told, { sort: { at: 1, _id: 1 } })) {
    if (what === 'topic.merged' && typeof facts.into === 'string') into.set(subject, facts.into);
    if (what === 'topic.undone' && facts.act === 'merge') into.delete(subject);
    if (what === 'topic.undone' && facts.act === 'split' && typeof facts.into === 'string')
      into.set(subject, facts.into);
  }
  return {
    members: [...new Set([...into].flat())],
    become(topic) {
      let at = topic;
      for (let next = into.get(at), steps = 0; next !== undefined && steps < 100; next = into.get(at), steps++)
        at = next;
      return at;
    },
  };
}
