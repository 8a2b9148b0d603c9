/**
 * Looks for a post of ours among the newest of our timeline, which never shows more than five
 * (open.weibo.com/wiki/2/statuses/user_timeline): the same words without links, written since the first try.
 */
import type { Piece, Sighting } from '../../src/channel/contract.ts';
import { coversAll, type Looking, notBefore, stillSettling, unreadable } from './looking.ts';
import { readPayload } from './payload.ts';
import { postUrl } from './post-url.ts';
import { repeatedlyRefused } from './repetition.ts';
import { idOf, pageNumberOf, readList, statusSchema, type WireList, type WireStatus } from './wire.ts';
import { withoutLinks } from './without-links.ts';

const NEWEST = 5;

type Source = 'this app' | 'everywhere';

export async function findPost(piece: Piece, looking: Looking): Promise<Sighting> {
  const { text } = readPayload(piece);
  // Posts typed on a phone do not push ours out of a list of this app's own.
  const own = await timeline('this app', looking);
  const seen = seenIn(own, text, looking);
  if (seen) return seen;
  const settling = stillSettling(looking);
  if (settling) return settling;
  if (looking.trace.ticket !== null) {
    return { seen: 'unknown', reason: '微博称已接收，但时间线上一直没有出现，可能在审核' };
  }
  const refused = repeatedlyRefused(looking.trace);
  if (refused) return refused;
  if (reachesBack(own, looking) || coversAll(own, 0, looking)) return { seen: 'absent' };
  return await lookEverywhere(text, looking);
}

/** A short list of one app's posts may have been cut before it was filtered, so it proves less than the list of all. */
async function lookEverywhere(text: string, looking: Looking): Promise<Sighting> {
  const all = await timeline('everywhere', looking);
  const seen = seenIn(all, text, looking);
  if (seen) return seen;
  if (reachesBack(all, looking) || coversAll(all, NEWEST, looking)) return { seen: 'absent' };
  return { seen: 'unknown', reason: '之后发布的微博太多，接口只给最新 5 条，看不到当时的情况' };
}

/**
 * Whether the list goes back to a post we knew of before the first try: ids rise with time, so whatever came after that
 * post is in the list. Five posts may fall within the minutes that two clocks differ, ids settle it.
 */
function reachesBack({ items, unreadable: lacking }: WireList<WireStatus>, { trace }: Looking): boolean {
  if (trace.before === null || lacking > 0) return false;
  const known = BigInt(trace.before);
  return items.some(({ ref }) => BigInt(ref) <= known);
}

async function timeline(source: Source, { account, attempt }: Looking): Promise<WireList<WireStatus>> {
  const query = { uid: account.settings.UID, count: String(NEWEST), base_app: source === 'this app' ? '1' : '0' };
  const list = readList(await account.api.look('statuses/user_timeline', query, attempt), 'statuses', statusSchema);
  if (!list) throw unreadable();
  return list;
}

/** The oldest one that fits: were the text out twice, the first is ours. */
function seenIn({ items }: WireList<WireStatus>, text: string, looking: Looking): Sighting | null {
  const { trace, account } = looking;
  const words = withoutLinks(text);
  const ours = items.findLast(
    (status) =>
      [null, account.settings.UID].includes(idOf(status.user)) &&
      status.created_at >= notBefore(looking) &&
      !trace.known.includes(status.ref) &&
      withoutLinks(status.text) === words,
  );
  if (!ours) return null;
  const { PAGES, UID } = account.settings;
  return { seen: 'done', ref: ours.ref, url: postUrl(PAGES, UID, pageNumberOf(ours, ours.ref)) };
}
