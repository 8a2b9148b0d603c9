/** Seven days of real titles, where they are at hand: none is lost, changed or taken for another. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readDailyHot } from '../../../channels/hotlist/read-dailyhot.ts';
import { readNewsnow } from '../../../channels/hotlist/read-newsnow.ts';
import { readRss } from '../../../channels/hotlist/read-rss.ts';
import { readWeibo } from '../../../channels/hotlist/read-weibo.ts';
import type { HotTopic } from '../../../src/channel/hot-topic.ts';

interface Row {
  readonly title: string;
  /** Without a host. */
  readonly url: string;
}

const FOLDER = new URL('../../../../shared/data/hot-search/', import.meta.url);
const LIST = 50;
const SITE = 'https://s.weibo.com';
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const READ_AS: Readonly<Record<string, (rows: readonly Row[]) => readonly HotTopic[]>> = {
  weibo: (rows) => {
    const realtime = rows.map(({ title }, rank) => ({ word: title, word_scheme: `#${title}#`, note: title, rank }));
    return readWeibo(JSON.stringify({ ok: 1, data: { realtime } }));
  },
  dailyhot: (rows) =>
    readDailyHot(JSON.stringify({ code: 200, data: rows.map(({ title, url }) => ({ title, url: SITE + url })) })),
  newsnow: (rows) => {
    const items = rows.map(({ title, url }) => ({ id: title, title, url: SITE + url }));
    return readNewsnow(JSON.stringify({ status: 'cache', items }));
  },
  rss: (rows) => {
    const items = rows.map(
      ({ title, url }) => `<item><title>${escaped(title)}</title><link>${escaped(SITE + url)}</link></item>`,
    );
    return readRss(`<rss version="2.0"><channel><title>热搜</title>${items.join('')}</channel></rss>`);
  },
};

describe('real hot lists', () => {
  const files = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.endsWith('.json')) : [];
  const lists = files.flatMap((name) => {
    // A day's file tells a title once for every place that it had.
    const told = JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as Row[];
    const rows = [...new Map(told.map((row) => [row.title, row])).values()];
    const count = Math.ceil(rows.length / LIST);
    return Array.from({ length: count }, (_, i) => rows.slice(i * LIST, (i + 1) * LIST));
  });

  for (const [format, read] of Object.entries(READ_AS)) {
    it(`keep every title in the format ${format}`, function () {
      if (lists.length === 0) this.skip();
      for (const rows of lists) {
        const topics = read(rows);
        assert.deepEqual(
          topics.map(({ title, rank }) => [title, rank]),
          rows.map(({ title }, i) => [title, i + 1]),
        );
        assert.ok(topics.every(({ url }) => url?.startsWith(`${SITE}/`)));
      }
    });
  }
});
