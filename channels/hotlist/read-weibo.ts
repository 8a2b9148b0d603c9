/**
 * weibo.com/ajax/side/hotSearch: undocumented, what the site's own side bar asks. Any field may be missing; the rows sold as
 * advertisements are left out and take no place.
 */
import type { HotTopic } from '../../src/channel/hot-topic.ts';
import { type Found, instantOf, toTopics } from './entry.ts';
import { unreadable, wantsLogin } from './failures.ts';
import { type Fields, fieldsOf, listOf, readObject } from './read-json.ts';

/** Throws ChannelFailure. */
export function readWeibo(body: string): readonly HotTopic[] {
  const answer = readObject(body, { pageMeansLogin: true });
  // {"ok":-100,"url":"https://weibo.com/login.php…"} when visitors are not let in.
  if (Number(answer.ok) !== 1)
    throw answer.ok === -100 || 'url' in answer ? wantsLogin() : unreadable('NOT-OK', '没有给出榜单');
  const data = fieldsOf(answer.data);
  if (!data) throw unreadable('NO-DATA');
  const rows = listOf(data.realtime).filter((row) => !isAd(row));
  const pinned = listOf([data.hotgov, ...(Array.isArray(data.hotgovs) ? data.hotgovs : [])]);
  return toTopics([...rows.map(toFound), ...pinned.filter((row) => !isAd(row)).map(toPinned)], null);
}

function isAd({ is_ad, ad_info }: Fields): boolean {
  const sold = ![undefined, null, 0, '0', '', false].includes(is_ad as never);
  return sold || (typeof ad_info === 'string' && ad_info !== '') || fieldsOf(ad_info) !== null;
}

function toFound(row: Fields): Found {
  const { note, num, raw_hot, category, onboard_time, label_name, icon_desc, small_icon_desc, flag_desc } = row;
  const word = wordOf(row);
  const rank = rankOf(row);
  return {
    title: word,
    // The note is, as a rule, the word once more.
    text: note === word ? '' : note,
    ...(rank !== null && { rank }),
    heat: num ?? raw_hot,
    category,
    labels: [label_name, icon_desc, small_icon_desc, flag_desc],
    url: searchFor(row, word),
    since: instantOf(onboard_time),
    told: row,
  };
}

function toPinned(row: Fields): Found {
  const word = wordOf(row);
  return {
    title: word,
    text: row.note === word || wordOf({ word: row.note }) === word ? '' : row.note,
    rank: null,
    labels: ['置顶', row.icon_desc],
    url: typeof row.url === 'string' && /^https?:/.test(row.url) ? row.url : searchFor(row, word),
    told: row,
  };
}

/** The word without the marks of a topic: `#停水#` and `停水` are one entry. */
function wordOf({ word }: Fields): string {
  return typeof word === 'string'
    ? word
        .trim()
        .replace(/^#(.*)#$/s, '$1')
        .trim()
    : '';
}

/** realpos counts from 1 and leaves advertisements out; where it is missing, the place in the list does. */
function rankOf({ realpos }: Fields): number | null {
  return Number.isSafeInteger(realpos) && Number(realpos) >= 1 ? Number(realpos) : null;
}

function searchFor({ word_scheme }: Fields, word: string): string {
  const asked = typeof word_scheme === 'string' && word_scheme.trim() !== '' ? word_scheme.trim() : word;
  return `https://s.weibo.com/weibo?q=${encodeURIComponent(asked.toWellFormed())}`;
}
