/**
 * One of the platform's lists, read from where it was read to before.
 *
 * cursor   `<newest id seen>`, and while older ones are still missing `<newest>~<since>~<max>`: those above since, up to max
 *
 * The platform lists newest first and `max_id` is inclusive (open.weibo.com/wiki/2/comments/to_me); a pull reads down to
 * what was seen before and gives everything oldest first. The newest page is asked for whole: for the same call it also tells
 * again what was seen, with how many like it by now. Where calls do not reach for all, what is newest comes first, and
 * the older ones with what is left of a later pull.
 */
import type { z } from 'zod';
import type { Attempt } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import type { WeiboAccount } from './account.ts';
import type { Reading } from './budget.ts';
import type { Fields } from './form.ts';
import { BUDGET } from './keep-budget.ts';
import { unreadable } from './looking.ts';
import { readList } from './wire.ts';

/** Pages of one pull. More wait for the next pull, whose call count then stays bounded too. */
const PAGES_AT_ONCE = 20;

interface Entry {
  readonly ref: string;
}

export interface Listing<T> {
  readonly reading: Reading;
  readonly path: string;
  /** Where the entries stand in the answer. */
  readonly key: string;
  readonly schema: z.ZodType<T>;
  /** Entries of a page. */
  readonly count: number;
}

export interface Pulled<T> {
  /** Oldest first. */
  readonly items: readonly T[];
  /** Seen before, told once more beside them. */
  readonly again: readonly T[];
  readonly cursor: string;
  /** Whether the next part can be asked for now; what our budget puts off comes with a later pull. */
  readonly more: boolean;
  /** Why older ones could not be read this time. */
  readonly failed: ChannelFailure | null;
}

export interface Pulling {
  readonly cursor: string;
  readonly attempt: Attempt;
  readonly account: WeiboAccount;
}

/** Ids above `since` and, unless null, up to `max`. */
interface Range {
  readonly since: bigint;
  readonly max: bigint | null;
}

/** Throws ChannelFailure when not even the newest page came; what came before a failure is given. */
export async function pullList<T extends Entry>(listing: Listing<T>, pulling: Pulling): Promise<Pulled<T>> {
  const { newest, older } = readCursor(pulling.cursor);
  const head = await walk(listing, { since: newest, max: null }, pulling);
  const tail = older && head.rest === null ? await walk(listing, older, pulling) : null;
  const found = new Map([...head.entries, ...(tail?.entries ?? [])].map((entry) => [BigInt(entry.ref), entry]));
  const ids = [...found.keys()].sort((a, b) => (a < b ? -1 : 1));
  const items = ids.flatMap((id) => found.get(id) ?? []);
  const highest = ids.findLast((id) => id > newest) ?? newest;
  // Two gaps cannot be told: one above another makes them one, and what lies between is read again.
  const rest = head.rest && older ? { ...head.rest, since: older.since } : (head.rest ?? tail?.rest ?? null);
  const cursor = rest ? `${highest}~${rest.since}~${rest.max}` : `${highest || ''}`;
  const { goesOn, failed } = tail ?? head;
  return { items, again: head.again, cursor, more: goesOn, failed };
}

function readCursor(cursor: string): { readonly newest: bigint; readonly older: Range | null } {
  const [newest = 0n, since = 0n, max = null] = cursor.split('~').filter(Boolean).map(BigInt);
  return { newest, older: max === null ? null : { since, max } };
}

interface Walked<T> {
  readonly entries: readonly T[];
  readonly again: readonly T[];
  /** What is still missing of the range; null for nothing. */
  readonly rest: Range | null;
  /** Whether it can be asked for now. */
  readonly goesOn: boolean;
  /** Why it broke off; null for our own budget, too. */
  readonly failed: ChannelFailure | null;
}

/** Calls are dear: pages that were read are not thrown away because the next one failed. */
async function walk<T extends Entry>(listing: Listing<T>, range: Range, pulling: Pulling): Promise<Walked<T>> {
  const [entries, again]: [T[], T[]] = [[], []];
  let { max } = range;
  for (let pages = 0; pages < PAGES_AT_ONCE; pages++) {
    const isFirst = max === null;
    try {
      const page = await readPage(listing, { ...range, max }, { ...pulling, isFirst });
      entries.push(...page.entries);
      if (isFirst) again.push(...page.again);
      if (page.last) return { entries, again, rest: null, goesOn: false, failed: null };
      max = page.lowest - 1n;
    } catch (error) {
      if (isFirst || !(error instanceof ChannelFailure)) throw error;
      const failed = error.code === BUDGET ? null : error;
      return { entries, again, rest: { ...range, max }, goesOn: false, failed };
    }
  }
  return { entries, again, rest: { ...range, max }, goesOn: true, failed: null };
}

/** The first page is the rhythm's; those behind it may also take what posting has not needed. */
async function read({ reading, path }: Listing<unknown>, query: Fields, { attempt, account, isFirst }: PageOf) {
  try {
    return await account.api.read(reading, path, query, attempt);
  } catch (error) {
    if (isFirst || !(error instanceof ChannelFailure && error.code === BUDGET)) throw error;
    return await account.api.read('backlog', path, query, attempt);
  }
}

interface PageOf extends Pulling {
  readonly isFirst: boolean;
}

interface ReadPage<T> {
  readonly entries: readonly T[];
  readonly again: readonly T[];
  readonly lowest: bigint;
  readonly last: boolean;
}

async function readPage<T extends Entry>(
  listing: Listing<T>,
  { since, max }: Range,
  pageOf: PageOf,
): Promise<ReadPage<T>> {
  const { path, key, schema, count } = listing;
  const { attempt } = pageOf;
  const query: Fields = { count: String(count), ...(max !== null && { since_id: `${since}`, max_id: `${max}` }) };
  const list = readList(await read(listing, query, pageOf), key, schema);
  if (!list) throw unreadable();
  // One entry nobody can read must not stop all the others for ever; it is told and left out.
  if (list.unreadable > 0) attempt.log.warn({ unreadable: list.unreadable, path }, 'weibo entries left out');
  const wanted = list.items.filter(({ ref }) => BigInt(ref) > since && (max === null || BigInt(ref) <= max));
  const lowest = wanted.reduce((low, { ref }) => (BigInt(ref) < low ? BigInt(ref) : low), max ?? 2n ** 63n);
  const full = list.items.length + list.unreadable >= count;
  // Deleted entries leave short pages in the middle, so a short one ends the list only if the platform says so too.
  const last = wanted.length === 0 || wanted.length < list.items.length || !(full || list.goesOn);
  const again = list.items.filter(({ ref }) => BigInt(ref) <= since);
  return { entries: wanted, again, lowest, last };
}
