/** Whatever a source sends: a tidy list or a sorted failure, never anything else. */
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { writeDailyHot, writeNewsnow, writeRss, writeWeibo } from '../../../channels/hotlist/fake-formats.ts';
import { readDailyHot } from '../../../channels/hotlist/read-dailyhot.ts';
import { readNewsnow } from '../../../channels/hotlist/read-newsnow.ts';
import { readRss } from '../../../channels/hotlist/read-rss.ts';
import { readWeibo } from '../../../channels/hotlist/read-weibo.ts';
import { ChannelFailure } from '../../../src/channel/failure.ts';
import type { HotTopic } from '../../../src/channel/hot-topic.ts';
import { at } from '../../support/builders.ts';

const SECRET = 'k-7f3a9c5e-secret';

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ maxLength: 300 }),
  fc.constantFrom(
    '',
    '#停水#',
    '<script>alert(1)</script>',
    'javascript:alert(1)',
    'https://x.example/?a=1',
    SECRET,
    'x'.repeat(9000),
  ),
);
const number = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(2 ** 53, 1e300, -1, 0, 1_767_225_600, 1_767_225_600_000),
);
const value = fc.oneof(
  text,
  number,
  fc.boolean(),
  fc.constant(null),
  fc.constant(undefined),
  fc.jsonValue({ maxDepth: 3 }),
);

const row = (...names: readonly string[]) =>
  fc.record(Object.fromEntries(names.map((name) => [name, value])), { requiredKeys: [] });
const rows = (...names: readonly string[]) =>
  fc.oneof(
    { weight: 5, arbitrary: fc.array(fc.oneof({ weight: 8, arbitrary: row(...names) }, value), { maxLength: 12 }) },
    value,
  );

const weibo = fc.record({
  ok: fc.oneof({ weight: 9, arbitrary: fc.constant(1) }, value),
  data: fc.oneof(
    {
      weight: 9,
      arbitrary: fc.record({
        hotgov: fc.oneof(row('word', 'note', 'url', 'is_gov', 'icon_desc'), value),
        hotgovs: rows('word', 'note', 'url'),
        realtime: rows(
          ...[
            'word',
            'word_scheme',
            'note',
            'num',
            'raw_hot',
            'rank',
            'realpos',
            'label_name',
            'icon_desc',
            'flag_desc',
          ],
          ...['category', 'onboard_time', 'is_ad', 'ad_info'],
        ),
      }),
    },
    value,
  ),
});
const dailyhot = fc.record({
  code: fc.oneof({ weight: 9, arbitrary: fc.constantFrom(200, '200') }, value),
  updateTime: fc.oneof(fc.constant('2026-03-02T01:00:00.000Z'), value),
  data: rows('id', 'title', 'desc', 'timestamp', 'hot', 'url', 'mobileUrl'),
});
const newsnow = fc.record({
  status: fc.oneof({ weight: 9, arbitrary: fc.constantFrom('success', 'cache') }, value),
  updatedTime: value,
  items: fc.oneof(
    { weight: 9, arbitrary: rows('id', 'title', 'url', 'mobileUrl', 'pubDate', 'extra') },
    fc.array(fc.record({ title: text, extra: row('info', 'hover', 'date') })),
  ),
});
const tag = fc.constantFrom(
  'title',
  'link',
  'guid',
  'description',
  'pubDate',
  'category',
  'item',
  'rss',
  '#text',
  '__proto__',
);
const rss = fc.array(fc.array(fc.tuple(tag, text, fc.boolean()), { maxLength: 8 }), { maxLength: 8 }).map((items) => {
  const inner = items.map(
    (fields) => `<item>${fields.map(([name, said, isCdata]) => element(name, said, isCdata)).join('')}</item>`,
  );
  return `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x "${SECRET}">]><rss><channel>${inner.join('')}</channel></rss>`;
});

function element(name: string, said: string, isCdata: boolean): string {
  return isCdata ? `<${name}><![CDATA[${said}]]></${name}>` : `<${name}>${said}</${name}>`;
}

const whole = {
  entries: [{ word: '停水', heat: 9, category: '社会', label: '热', isAd: false, since: at('08:00') }],
  at: at('09:00'),
  isCached: false,
};

const FORMATS = [
  ['weibo', readWeibo, weibo.map((body) => JSON.stringify(body)), writeWeibo(whole).body],
  ['dailyhot', readDailyHot, dailyhot.map((body) => JSON.stringify(body)), writeDailyHot(whole).body],
  ['newsnow', readNewsnow, newsnow.map((body) => JSON.stringify(body)), writeNewsnow(whole).body],
  ['rss', readRss, rss, writeRss(whole).body],
] as const;

function checkTidy(topics: readonly HotTopic[]): void {
  assert.ok(topics.length > 0 && topics.length <= 100);
  assert.equal(new Set(topics.map(({ ref }) => ref)).size, topics.length);
  for (const { ref, title, text: said, rank, heat, labels, url, since, asOf } of topics) {
    assert.ok(ref !== '' && ref.length <= 150);
    assert.ok(title !== '' && [...title].length <= 200 && !/[\p{Cc}\n]/u.test(title), inspect(title));
    assert.ok([...said].length <= 500 && labels.length <= 8);
    assert.ok(rank === null || (Number.isSafeInteger(rank) && rank >= 1));
    assert.ok(heat === null || (Number.isFinite(heat) && heat >= 0));
    assert.ok(url === null || /^https?:\/\//.test(url));
    for (const instant of [since, asOf]) assert.ok(instant === null || !Number.isNaN(instant.getTime()));
  }
}

function readsOrFails(read: (body: string) => readonly HotTopic[], body: string): void {
  let topics: readonly HotTopic[];
  try {
    topics = read(body);
  } catch (error) {
    assert.ok(error instanceof ChannelFailure, inspect(error));
    assert.ok(['unreachable', 'locked-out'].includes(error.kind), error.kind);
    assert.doesNotMatch(inspect(error, { depth: 10, showHidden: true }), new RegExp(SECRET));
    return;
  }
  checkTidy(topics);
}

describe('anything a source may send', () => {
  for (const [format, read, bodies, written] of FORMATS) {
    it(`in the format ${format} is a tidy list or a failure that only wants another look or a person`, () => {
      fc.assert(
        fc.property(bodies, (body) => readsOrFails(read, body)),
        { numRuns: 400 },
      );
    });

    it(`as ${format} with any text for a body is no crash`, () => {
      fc.assert(
        fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (body) => readsOrFails(read, body)),
        { numRuns: 200 },
      );
    });

    it(`as ${format} cut off anywhere is a failure, never a shorter list`, () => {
      fc.assert(
        fc.property(fc.integer({ min: 0, max: written.length - 2 }), (length) => {
          assert.throws(() => read(written.slice(0, length)), ChannelFailure);
        }),
      );
      assert.equal(read(written)[0]?.title, '停水');
    });
  }
});
