/** What taking an import back would do, told before it is asked for. Reads only; people go on working, so that it is done may differ. */
import { Problem } from '../errors.ts';
import { type Signal, signalsOf } from '../signal/signal.ts';
import type { Database } from '../store/collection.ts';
import { type Page, page } from '../store/page.ts';
import { getImport, type Import } from './import-record.ts';
import { judge } from './judge.ts';

export interface Outlook {
  /** Signals that would go. */
  readonly takenBack: number;
  /** Of these, signals that were not sorted yet: there will be more topics. */
  readonly unsorted: number;
  /** Signals that would stay, by the reason, in Chinese. */
  readonly kept: readonly { readonly why: string; readonly count: number }[];
  /** Topics that would go. */
  readonly topics: number;
}

const PAGE = 200;

/** Throws 'not-found', and 'wrong-state' for one that cannot be taken back. */
export async function outlookOf(db: Database, id: string): Promise<Outlook> {
  const one = await getImport(db, id);
  if (one.state !== 'done') throw new Problem('wrong-state', '只有已完成的导入可以撤销。请刷新后查看这次导入的状态。');
  let takenBack = 0;
  const reasons = new Map<string, number>();
  let unsorted = 0;
  // A topic may have signals on several pages: it goes when all of them do.
  const free = new Map<string, string | null>();
  const keptRoots = new Set<string | null>();
  for await (const signals of pagesOf(db, one)) {
    const judged = await judge(db, signals);
    takenBack += judged.going.length;
    unsorted += judged.going.filter(({ sorted }) => !sorted).length;
    for (const { signal, why } of judged.kept) {
      reasons.set(why, (reasons.get(why) ?? 0) + 1);
      keptRoots.add(judged.rootOf(signal.topic));
    }
    // What sorting has merged into another is seen as that one.
    for (const { _id, merge } of judged.topics) if (!merge) free.set(_id, judged.rootOf(_id));
  }
  const kept = [...reasons].map(([why, count]) => ({ why, count }));
  const topics = [...free.values()].filter((root) => !keptRoots.has(root)).length;
  return { takenBack, unsorted, kept, topics };
}

async function* pagesOf(db: Database, { _id, startedAt }: Import): AsyncGenerator<readonly Signal[]> {
  const filter = { receivedAt: startedAt, import: _id };
  let cursor: string | null = null;
  do {
    const found: Page<Signal> = await page(signalsOf(db), { filter, sort: { receivedAt: -1 }, limit: PAGE, cursor });
    yield found.items;
    cursor = found.next;
  } while (cursor !== null);
}
