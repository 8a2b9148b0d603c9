/**
 * Comments on all our posts through one call, comments/to_me, which costs less of the day's calls than asking post by post.
 *
 * cursor   `<newest id seen>`, and while older ones of the same pull are still missing `<newest>~<since>~<max>`
 *
 * The platform lists newest first and `max_id` is inclusive (open.weibo.com/wiki/2/comments/to_me); a pull reads down to
 * what was seen before and gives everything oldest first.
 */
import type { Attempt, Comment, Page } from '../../src/channel/contract.ts';
import type { WeiboAccount } from './account.ts';
import { toCommentRef } from './comment-ref.ts';
import { unreadable } from './looking.ts';
import { commentSchema, idOf, readList, type WireComment } from './wire.ts';

const PAGE = 50;
/** Pages of one pull. More wait for the next pull, whose call count then stays bounded too. */
const PAGES_AT_ONCE = 20;

/** Ids above `since` and, unless null, up to `max`; `newest` is the highest seen so far. */
interface Range {
  readonly newest: bigint;
  readonly since: bigint;
  readonly max: bigint | null;
}

export async function pullComments(
  cursor: string | null,
  attempt: Attempt,
  account: WeiboAccount,
): Promise<Page<Comment>> {
  const range = readCursor(cursor);
  const found = new Map<bigint, WireComment>();
  let max = range.max;
  let complete = false;
  for (let page = 0; page < PAGES_AT_ONCE && !complete; page++) {
    const read = await readPage({ ...range, max }, attempt, account);
    for (const comment of read.comments) found.set(BigInt(comment.ref), comment);
    complete = read.last;
    max = read.lowest - 1n;
  }
  const ids = [...found.keys()].sort((a, b) => (a < b ? -1 : 1));
  const newest = ids.findLast((id) => id > range.newest) ?? range.newest;
  const items = ids.flatMap((id) => toComment(found.get(id), account));
  const next = complete ? `${newest}` : `${newest}~${range.since}~${max}`;
  return { items, cursor: newest === 0n ? null : next, more: !complete };
}

function readCursor(cursor: string | null): Range {
  const [newest = 0n, since = newest, max = null] = (cursor ?? '').split('~').filter(Boolean).map(BigInt);
  return { newest, since, max };
}

interface ReadPage {
  readonly comments: readonly WireComment[];
  readonly lowest: bigint;
  readonly last: boolean;
}

async function readPage({ since, max }: Range, attempt: Attempt, { api }: WeiboAccount): Promise<ReadPage> {
  const query = { count: String(PAGE), since_id: `${since}`, ...(max === null ? {} : { max_id: `${max}` }) };
  const list = readList(await api.look('comments/to_me', query, attempt), 'comments', commentSchema);
  if (!list) throw unreadable();
  // One entry nobody can read must not stop all the others for ever; it is told and left out.
  if (list.unreadable > 0) attempt.log.warn({ unreadable: list.unreadable }, 'weibo comments left out');
  const wanted = list.items.filter(({ ref }) => BigInt(ref) > since && (max === null || BigInt(ref) <= max));
  const lowest = wanted.reduce((low, { ref }) => (BigInt(ref) < low ? BigInt(ref) : low), max ?? 2n ** 63n);
  const full = list.items.length + list.unreadable >= PAGE;
  // Deleted comments leave short pages in the middle, so a short one ends the list only if the platform says so too.
  const last = wanted.length === 0 || wanted.length < list.items.length || !(full || list.goesOn);
  return { comments: wanted, lowest, last };
}

function toComment(comment: WireComment | undefined, { settings }: WeiboAccount): readonly Comment[] {
  if (!comment) return [];
  const author = idOf(comment.user);
  if (author === settings.UID) return [];
  const post = idOf(comment.status);
  return [
    {
      ref: toCommentRef({ post: post ?? '', cid: comment.ref }),
      kind: 'comment',
      post,
      author: { id: author ?? '', name: comment.user?.screen_name ?? '' },
      text: comment.text,
      writtenAt: comment.created_at,
    },
  ];
}
