/** Anything at all answered to each call of the adapter: no crash, no secret told, and the kind of failure the contract says. */
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { inspect } from 'node:util';
import fc from 'fast-check';
import wechat from '../../../channels/wechat/index.ts';
import type { Attempt, Channel, Order } from '../../../src/channel/contract.ts';
import { ChannelFailure, type FailureKind } from '../../../src/channel/failure.ts';
import { aClock, anAccount, anAttempt, aTools, memoryLog } from '../../support/channel-tools.ts';
import { pieceOf, traceOf } from './open-wechat.ts';
import { openStrictPlatform, SECRET } from './strict-platform.ts';

const POST = 'article-1|2247503051|0';
const COMMENT = '2247503051|0|9';

/** What each path answers on a good day. */
const GOOD: Readonly<Record<string, object>> = {
  '/cgi-bin/stable_token': { access_token: 'SECRET-TOKEN-1', expires_in: 7200 },
  '/cgi-bin/material/batchget_material': { total_count: 0, item_count: 0, item: [] },
  '/cgi-bin/material/add_material': { media_id: 'cover', url: 'http://mmbiz.qpic.cn/x' },
  '/cgi-bin/media/uploadimg': { url: 'http://mmbiz.qpic.cn/y', errcode: 0 },
  '/cgi-bin/draft/add': { media_id: 'draft' },
  '/cgi-bin/draft/get': { news_item: [] },
  '/cgi-bin/draft/batchget': { total_count: 0, item_count: 0, item: [] },
  '/cgi-bin/freepublish/submit': { errcode: 0, errmsg: 'ok', publish_id: '100000001' },
  '/cgi-bin/freepublish/get': {
    ...{ publish_id: '100000001', publish_status: 0, article_id: 'a', fail_idx: [] },
    article_detail: { count: 1, item: [{ idx: 1, article_url: 'http://mp.weixin.qq.com/s?mid=2247503051&idx=1' }] },
  },
  '/cgi-bin/freepublish/batchget': { total_count: 0, item_count: 0, item: [] },
  '/cgi-bin/freepublish/getarticle': { news_item: [{ title: '甲', url: 'http://mp.weixin.qq.com/s?mid=7&idx=1' }] },
  '/cgi-bin/freepublish/delete': { errcode: 0, errmsg: 'ok' },
  '/cgi-bin/comment/list': {
    errcode: 0,
    errmsg: 'ok',
    total: 1,
    comment: [{ user_comment_id: 9, create_time: 1, content: '问' }],
  },
  '/datacube/getarticletotaldetail': { list: [], is_delay: false },
};

/** Calls whose answer decides whether something happened. */
const ORDERS = new Set([
  '/cgi-bin/draft/add',
  '/cgi-bin/freepublish/submit',
  '/cgi-bin/freepublish/delete',
  '/cgi-bin/comment/reply/add',
  '/cgi-bin/message/custom/send',
]);
const KINDS: readonly FailureKind[] = ['refused', 'locked-out', 'limited', 'unreachable', 'uncertain'];

type Do = (channel: Channel, attempt: Attempt) => Promise<unknown>;
const look =
  (order: Order, more: object = {}): Do =>
  (channel, attempt) =>
    channel.find({ ...traceOf(pieceOf(channel)), order, ...more }, attempt);
const searching = { steps: { draft: 'draft', submitting: true } };
const publishing = (channel: Channel): Order => ({ action: 'publish', piece: pieceOf(channel) });

const DOINGS: Readonly<Record<string, readonly [path: string, act: Do]>> = {
  'logging in': ['/cgi-bin/stable_token', (channel, attempt) => channel.publish(pieceOf(channel), attempt)],
  'looking for a cover': [
    '/cgi-bin/material/batchget_material',
    (channel, attempt) => channel.publish(pieceOf(channel), attempt),
  ],
  'adding a cover': [
    '/cgi-bin/material/add_material',
    (channel, attempt) => channel.publish(pieceOf(channel), attempt),
  ],
  'making a draft': ['/cgi-bin/draft/add', (channel, attempt) => channel.publish(pieceOf(channel), attempt)],
  submitting: ['/cgi-bin/freepublish/submit', (channel, attempt) => channel.publish(pieceOf(channel), attempt)],
  withdrawing: ['/cgi-bin/freepublish/delete', (channel, attempt) => channel.withdraw!(POST, '', attempt)],
  'answering a comment': ['/cgi-bin/comment/reply/add', (channel, attempt) => channel.reply!(COMMENT, '您好', attempt)],
  'answering a message': [
    '/cgi-bin/message/custom/send',
    (channel, attempt) => channel.reply!('message|o1|1', '您好', attempt),
  ],
  'looking at a job': [
    '/cgi-bin/freepublish/get',
    (channel, attempt) => look(publishing(channel), { ticket: '1' })(channel, attempt),
  ],
  'looking for a draft': [
    '/cgi-bin/draft/get',
    (channel, attempt) => look(publishing(channel), searching)(channel, attempt),
  ],
  'looking through articles': [
    '/cgi-bin/freepublish/batchget',
    (channel, attempt) => look(publishing(channel), searching)(channel, attempt),
  ],
  'looking for a withdrawal': ['/cgi-bin/freepublish/getarticle', look({ action: 'withdraw', post: POST, reason: '' })],
  'looking for an answer': ['/cgi-bin/comment/list', look({ action: 'reply', comment: COMMENT, text: '您好' })],
  'pulling comments': [
    '/cgi-bin/comment/list',
    (channel, attempt) => channel.pullComments!({ cursor: null, posts: [POST] }, attempt),
  ],
  'finding a number': [
    '/cgi-bin/freepublish/getarticle',
    (channel, attempt) => channel.pullComments!({ cursor: null, posts: ['a||0'] }, attempt),
  ],
  'reading figures for it': [
    '/datacube/getarticletotaldetail',
    (channel, attempt) => channel.pullComments!({ cursor: null, posts: ['a||0'] }, attempt),
  ],
  electing: ['/cgi-bin/comment/markelect', (channel, attempt) => channel.moderate!(COMMENT, 'elect', attempt)],
  'un-electing': ['/cgi-bin/comment/unmarkelect', (channel, attempt) => channel.moderate!(COMMENT, 'unelect', attempt)],
  deleting: ['/cgi-bin/comment/delete', (channel, attempt) => channel.moderate!(COMMENT, 'delete', attempt)],
};

interface Said {
  readonly status: number;
  readonly body: string | Uint8Array;
}

const html = fc.constantFrom(
  '<html><h1>502 Bad Gateway</h1>access_token=SECRET-TOKEN-1</html>',
  '<?xml version="1.0"?><x/>',
);
const huge = fc.constantFrom('9'.repeat(30), `1${'0'.repeat(400)}`, '-1e999', '1e308', '9007199254740993', '0.1');

/** A good answer with one value, at any depth, made something else. */
function warped(path: string): fc.Arbitrary<string> {
  const text = JSON.stringify(GOOD[path] ?? { errcode: 0, errmsg: 'ok' });
  const values = [...text.matchAll(/:(\[.*?\]|\{[^{}]*\}|"[^"]*"|-?\d+|true|false)/g)];
  const other = fc.oneof(
    huge,
    fc.jsonValue({ maxDepth: 2 }).map((one) => JSON.stringify(one)),
    fc.constantFrom('null', '[]', '{}', '""', '"x"'),
  );
  return fc.tuple(fc.nat({ max: Math.max(0, values.length - 1) }), other).map(([nth, put]) => {
    const [whole = '', was = ''] = values[nth] ?? [];
    return text.replace(whole, whole.replace(was, put));
  });
}

function answers(path: string): fc.Arbitrary<Said> {
  const good = JSON.stringify(GOOD[path] ?? { errcode: 0, errmsg: 'ok' });
  const code = fc.oneof(
    fc.integer(),
    fc.constantFrom(-1, 40001, 42001, 40164, 45009, 48001, 88000, 88001, 88005, 40007, 53600),
    fc.string(),
  );
  const refusal = code.map((errcode) => JSON.stringify({ errcode, errmsg: 'access_token=SECRET-TOKEN-1 rid: a-b-c' }));
  const body = fc.oneof(
    html,
    fc.constantFrom('', ' ', 'null', '[]', '7', '"ok"', 'true', '{}'),
    fc.nat({ max: good.length - 1 }).map((end) => good.slice(0, end)),
    { weight: 4, arbitrary: warped(path) },
    { weight: 2, arbitrary: refusal },
    fc.uint8Array({ maxLength: 60 }),
    fc.json(),
  );
  const status = fc.oneof(
    { weight: 4, arbitrary: fc.constant(200) },
    fc.constantFrom(201, 204, 301, 400, 403, 404, 429, 500, 502, 503, 504),
  );
  return fc.record({ status, body });
}

/** Nobody can read it: no object, or not from the platform itself. */
function isUnreadable({ status, body }: Said): boolean {
  if (status !== 200) return true;
  try {
    const read: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
    return typeof read !== 'object' || read === null || Array.isArray(read);
  } catch {
    return true;
  }
}

describe('the platform’s answers, fuzzed', () => {
  const platform = openStrictPlatform();
  const { log, lines } = memoryLog();
  const clock = aClock(new Date('2026-03-02T20:00:00+08:00'));

  /** Does it with one path answering so; the failure, or what came of it. */
  async function meet(path: string, act: Do, said: Said): Promise<{ failure: ChannelFailure | null; result: unknown }> {
    platform().answer = (asked, response: ServerResponse) => {
      if (asked === path) response.writeHead(said.status).end(said.status === 204 ? undefined : said.body);
      else if (asked in GOOD) response.end(JSON.stringify(GOOD[asked]));
      else return false;
      return true;
    };
    const given = { APPID: 'wx1', SECRET, ENDPOINT: platform().url, ANSWER_TIMEOUT_MS: '2000', SETTLE_SECONDS: '0' };
    const account = anAccount({ id: 'wechat', kind: 'wechat' });
    const channel = wechat.open(account, wechat.settings.parse(given), aTools({ log }));
    try {
      return { failure: null, result: await act(channel, anAttempt({ now: clock.now(), log })) };
    } catch (error) {
      assert.ok(error instanceof ChannelFailure, inspect(error));
      return { failure: error, result: null };
    } finally {
      await channel.close?.();
    }
  }

  for (const [name, [path, act]] of Object.entries(DOINGS)) {
    it(`leave ${name} with a failure of a known kind or a sound result`, async () => {
      await fc.assert(
        fc.asyncProperty(answers(path), async (said) => {
          const { failure, result } = await meet(path, act, said);
          const told = `${inspect(failure, { depth: 9, showHidden: true })}${lines.slice(-5).join()}`;
          assert.ok(!told.includes('SECRET'), told);
          if (!failure) return soundOr(result);
          assert.ok(KINDS.includes(failure.kind));
          assert.equal(failure.cause, undefined);
          const isTimed = failure.retryAt !== null && !Number.isNaN(failure.retryAt.getTime());
          // Who has to publish by hand is looked after again and again (by-hand.ts).
          const isByHand = failure.kind === 'locked-out' && failure.code === '48001';
          assert.equal(isTimed, failure.kind === 'limited' || (isByHand && isTimed), told);
          if (ORDERS.has(path) && isUnreadable(said)) assert.equal(failure.kind, 'uncertain', told);
        }),
        { numRuns: 60 },
      );
    });
  }
});

/** Nothing a store could not keep: no invalid date, no number that is none. */
function soundOr(value: unknown): void {
  JSON.stringify(value, (_key, one) => {
    assert.ok(typeof one !== 'number' || Number.isFinite(one));
    return one;
  });
  if (value instanceof Date) assert.ok(!Number.isNaN(value.getTime()));
  else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) soundOr(inner);
}
