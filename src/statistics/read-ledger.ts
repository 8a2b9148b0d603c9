/**
 * The whole ledger in pages, for a making of the figures: what no seal covers yet first, then seal by seal. Under its seal a line
 * stands beside those it was written with, where ids jump about in the file; and a line that is sealed meanwhile, moved from the
 * first part to the second, is met in one of them at least.
 */
import type { Line } from '../ledger/line.ts';
import { type KeptLine, keptLinesOf } from '../ledger/seal.ts';
import type { Database } from '../store/collection.ts';

/** Each line once, but one that is sealed meanwhile perhaps twice. What is posted meanwhile may be missed. */
export async function* pagesOf(db: Database, size: number): AsyncGenerator<readonly Line[]> {
  yield* unsealedOf(db, size);
  for (let last = ''; ; ) {
    const lines = await keptLinesOf(db)
      .find({ seal: { $gt: last, $lt: NO_SEAL } }, { sort: { seal: 1, at: 1 }, limit: size })
      .toArray();
    if (lines.length > 0) yield lines;
    const end = lines.at(-1);
    if (!end || lines.length < size) return;
    const rest = await restOf(db, end, lines);
    if (rest.length > 0) yield rest;
    last = end.seal ?? '';
  }
}

/** Above the numbers of all seals: a range with two ends is read by the index alone. */
const NO_SEAL = 'a';

async function* unsealedOf(db: Database, size: number): AsyncGenerator<readonly Line[]> {
  let page: Line[] = [];
  for await (const line of keptLinesOf(db).find({ seal: null })) {
    page.push(line);
    if (page.length < size) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

/** What the last seal of a page covers beyond it. */
async function restOf(db: Database, { seal = '', at }: KeptLine, page: readonly KeptLine[]): Promise<readonly Line[]> {
  const read = new Set(page.map(({ _id }) => _id));
  const lines = await keptLinesOf(db)
    .find({ seal, at: { $gte: at } })
    .toArray();
  return lines.filter(({ _id }) => !read.has(_id));
}
