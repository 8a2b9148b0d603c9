/** RSS 2.0 as RSSHub writes it. Entities of a document's own making are never expanded; descriptions are read as text. */
import { load } from 'cheerio';
import { XMLParser } from 'fast-xml-parser';
import type { HotTopic } from '../../src/channel/hot-topic.ts';
import { type Found, instantOf, textOf, toTopics } from './entry.ts';
import { unreadable } from './failures.ts';
import { LONGEST_URL, MOST_ENTRIES, TEXT, TITLE } from './limits.ts';
import { type Fields, fieldsOf, listOf } from './read-json.ts';

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false, // an id of 64 bits must not become a number
  processEntities: false,
  isArray: (name) => name === 'item',
});

/** Throws ChannelFailure. */
export function readRss(body: string): readonly HotTopic[] {
  const channel = channelOf(body);
  // A feed without any item has no such tag at all.
  const items = listOf(channel.item ?? []).slice(0, MOST_ENTRIES);
  return toTopics(items.map(toFound), instantOf(channel.lastBuildDate));
}

function channelOf(body: string): Fields {
  let document: unknown;
  try {
    document = parser.parse(body);
  } catch {
    throw unreadable('NOT-XML', '返回的不是完整的 RSS');
  }
  // A truncated feed parses to what there was of it: only a closed one is a list.
  const channel = fieldsOf(fieldsOf(fieldsOf(document)?.rss)?.channel);
  if (!channel || !/<\/rss>\s*$/.test(body.slice(-200))) throw unreadable('NOT-RSS', '返回的不是完整的 RSS');
  return channel;
}

function toFound(told: Fields): Found {
  const { guid, title, description, link, pubDate, category } = told;
  const url = plain(link, LONGEST_URL);
  return {
    // Not by its link: on real lists the place of an entry is part of that.
    id: plain(guid, LONGEST_URL),
    title: plain(title, TITLE),
    text: plain(description, TEXT),
    category: plain(Array.isArray(category) ? category[0] : category, TITLE),
    url,
    since: instantOf(pubDate),
    told,
  };
}

/** What a reader would see of it. */
function plain(value: unknown, longest: number): string {
  if (typeof value !== 'string') return '';
  const page = load(value.slice(0, longest * 20), null, false);
  page('script,style').remove();
  return textOf(page.root().text(), longest);
}
