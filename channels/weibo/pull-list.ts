/**
 * One of the platform's lists, read from where it was read to before.
 *
 * cursor   `<newest id seen>`, and while older ones of the same pull are still missing `<newest>~<since>~<max>`
 *
 * The platform lists newest first and `max_id` is inclusive (open.weibo.com/wiki/2/comments/to_me); a pull reads down to
 * what was seen before and gives everything oldest first.
 */
import type { z } from 'zod';
import type { Attempt } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import type { WeiboAccount } from './account.ts';
import type { Reading } from './budget.ts';
import { unreadable } from './looking.ts';
import { readList } from './wire.ts';

/** Pages of one pull. More wait for the next pull, whose call count then stays bounded too. */
const PAGES_AT_ONCE = 20;

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
  readonly cursor: string;
  /** Whether everything down to what was seen before is there. */
  readonly complete: boolean;
}

/** Ids above `since` and, unless null, up to `max`; `newest` is the highest seen so far. */
interface Range {
  readonly newest: bigint;
  readonly since: bigint;
  readonly max: bigint | null;
}

export interface Pulling {
  readonly cursor: string;
  readonly attempt: Attempt;
  readonly account: WeiboAccount;
}

/** Throws ChannelFailure when not even the first page came; what came before a failure is given, incomplete. */
export async function pullList<T extends { readonly ref: string }>(
  listing: Listing<T>,
  pulling: Pulling,
): Promise<Pulled<T>> {
  const range = readCursor(pulling.cursor);
  const found = new Map<bigint, T>();
  let { max } = range;
  let complete = false;
  for (let pages = 0; pages < PAGES_AT_ONCE && !complete; pages++) {
    const page = await orNull(readPage(listing, { ...range, max }, pulling), pages > 0);
    if (!page) break;
    for (const entry of page.entries) found.set(BigInt(entry.ref), entry);
    complete = page.last;
    max = page.lowest - 1n;
  }
  const ids = [...found.keys()].sort((a, b) => (a < b ? -1 : 1));
  const newest = ids.findLast((id) => id > range.newest) ?? range.newest;
  const items = ids.flatMap((id) => found.get(id) ?? []);
  const cursor = complete ? `${newest || ''}` : `${newest}~${range.since}~${max}`;
  return { items, cursor, complete };
}

function readCursor(cursor: string): Range {
  const [newest = 0n, since = newest, max = null] = cursor.split('~').filter(Boolean).map(BigInt);
  return { newest, since, max };
}

/** Calls are dear: a page that was read is not thrown away because the next one failed, which fails again when it is asked. */
async function orNull<T>(page: Promise<T>, hasSome: boolean): Promise<T | null> {
  try {
    return await page;
  } catch (error) {
    if (hasSome && error instanceof ChannelFailure) return null;
    throw error;
  }
}

interface ReadPage<T> {
  readonly entries: readonly T[];
  readonly lowest: bigint;
  readonly last: boolean;
}

async function readPage<T extends { readonly ref: string }>(
  { reading, path, key, schema, count }: Listing<T>,
  { since, max }: Range,
  { attempt, account }: Pulling,
): Promise<ReadPage<T>> {
  const query = { count: String(count), since_id: `${since}`, ...(max === null ? {} : { max_id: `${max}` }) };
  const list = readList(await account.api.read(reading, path, query, attempt), key, schema);
  if (!list) throw unreadable();
  // One entry nobody can read must not stop all the others for ever; it is told and left out.
  if (list.unreadable > 0) attempt.log.warn({ unreadable: list.unreadable, path }, 'weibo entries left out');
  const wanted = list.items.filter(({ ref }) => BigInt(ref) > since && (max === null || BigInt(ref) <= max));
  const lowest = wanted.reduce((low, { ref }) => (BigInt(ref) < low ? BigInt(ref) : low), max ?? 2n ** 63n);
  const full = list.items.length + list.unreadable >= count;
  // Deleted entries leave short pages in the middle, so a short one ends the list only if the platform says so too.
  const last = wanted.length === 0 || wanted.length < list.items.length || !(full || list.goesOn);
  return { entries: wanted, lowest, last };
}
