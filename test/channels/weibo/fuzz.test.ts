/** Whatever the platform answers or pushes: no crash, no secret told, and a failure that says what to do next. */
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { readPushed, receive, signatureOf } from '../../../channels/weibo/receive.ts';
import { settingsSchema } from '../../../channels/weibo/settings.ts';
import type { Attempt, Channel, Order } from '../../../src/channel/contract.ts';
import { ChannelFailure } from '../../../src/channel/failure.ts';
import { anAttempt, aTrace, memoryLog } from '../../support/channel-tools.ts';
import { closeAll, openBare, openChannel, pieceOf, UID } from './open-weibo.ts';

const RUNS = 120;
const TOKEN = '2.00secretTokenOfTheOffice';
const SECRET = 'c0ffee00application00secret';
const GIVEN = { UID, ACCESS_TOKEN: TOKEN, APPKEY: '1234567890', APPSECRET: SECRET, MESSAGES: '1', CALLS_PER_DAY: '0' };
const DATE = 'Mon Mar 02 09:00:00 +0800 2026';

interface Given {
  readonly status: number;
  readonly body: string;
}

const status = {
  id: 9007199254740993n,
  idstr: '9007199254740993',
  mid: '3501756485200075',
  text: TOKEN,
  created_at: DATE,
};
const comment = {
  id: 5n,
  text: SECRET,
  created_at: DATE,
  user: { id: 7n, screen_name: '甲' },
  status,
  reply_comment: status,
};
/** Answers as the documents have them, one for each call there is. */
const right: readonly unknown[] = [
  ...[status, comment, { result: true }, [{ id: 1n, comments: 0 }], []],
  { statuses: [status], total_number: 1, next_cursor: 0, previous_cursor: 0 },
  { comments: [comment], total_number: 1, next_cursor: 0, previous_cursor: 0 },
  { uid: 7n, appkey: '1', scope: null, create_at: 1, expire_in: 86_400 },
  { access_token: TOKEN, expires_in: '86400', remind_in: 86_400, uid: UID },
  { remaining_user_hits: 3, reset_time_in_seconds: 1800 },
  { request: '/2/statuses/share.json', error_code: 10017, error: TOKEN },
];

const toJson = (value: unknown) =>
  JSON.stringify(value, (_key, inner) => (typeof inner === 'bigint' ? `big:${inner}` : inner)).replace(
    /"big:(\d+)"/g,
    '$1',
  );

/** The value with one of its parts, however deep, replaced. */
function spoilt(value: unknown, nth: number, by: unknown): unknown {
  let left = nth;
  const visit = (part: unknown): unknown => {
    if (left-- === 0) return by;
    if (Array.isArray(part)) return part.map(visit);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, visit(inner)]));
  };
  return visit(value);
}

const huge = fc.constantFrom(
  '1e400',
  '-1',
  '1e21',
  '0.5',
  '9'.repeat(400),
  '18446744073709551616',
  '-9007199254740993',
);
const odd = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom('', TOKEN, '刚刚', '1e5', '0x1f', -1, 1e21, 2 ** 53, '9'.repeat(300)),
);
const code = fc.oneof(fc.integer({ min: 10_001, max: 27_000 }), odd);
const bodies: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('', ' ', 'null', 'true', '[]', '{}', '""', '\ufeff{}', `<html>${TOKEN}</html>`, `callback({"id":1})`),
  fc.json(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(...right).map(toJson),
  fc.tuple(fc.constantFrom(...right), fc.nat(24), odd).map(([value, nth, by]) => toJson(spoilt(value, nth, by))),
  fc.tuple(fc.constantFrom(...right), huge).map(([value, number]) => toJson(value).replace(/\d{2,}/g, number)),
  fc.tuple(fc.constantFrom(...right), fc.nat(400)).map(([value, length]) => toJson(value).slice(0, length)),
  code.map((error_code) => JSON.stringify({ request: '/2', error_code, error: `${TOKEN} ${SECRET}` })),
);
const statuses = fc.oneof(fc.constant(200), fc.constantFrom(204, 301, 302, 400, 401, 403, 404, 429, 500, 502, 503));
const answers: fc.Arbitrary<Given> = fc.record({ status: statuses, body: bodies });

const REPLY = '9007199254740993/5';
const MESSAGE = `message|7|${Date.parse('2026-03-02T08:00:00+08:00') / 1000}`;
const returnTo = 'https://www.example.gov.cn/connect/weibo/back';

type Call = (channel: Channel, attempt: Attempt) => Promise<unknown>;

const changes: Readonly<Record<string, Call>> = {
  publish: (channel, attempt) => channel.publish(pieceOf(channel), attempt),
  withdraw: (channel, attempt) => channel.withdraw!('5000000000000001', '有误', attempt),
  'reply to a comment': (channel, attempt) => channel.reply!(REPLY, '您好', attempt),
  'reply to a mention': (channel, attempt) => channel.reply!('@9007199254740993', '您好', attempt),
  'reply to a message': (channel, attempt) => channel.reply!(MESSAGE, '您好', attempt),
  'connecting.take': (channel, attempt) => channel.connecting!.take({ code: 'c0de', returnTo }, attempt),
};

const look = (order: (channel: Channel) => Order): Call => {
  const before = new Date('2026-03-02T08:00:00+08:00');
  return (channel, attempt) => {
    const trace = aTrace(order(channel), { firstTriedAt: before, lastTriedAt: before, before: '1' });
    return channel.find(trace, attempt);
  };
};

const looks: Readonly<Record<string, Call>> = {
  'find of a post': look((channel) => ({ action: 'publish', piece: pieceOf(channel) })),
  'find of a withdrawal': look(() => ({ action: 'withdraw', post: '5000000000000001', reason: '有误' })),
  'find of a reply': look(() => ({ action: 'reply', comment: REPLY, text: '您好' })),
  'find of an answer to a mention': look(() => ({ action: 'reply', comment: '@5', text: '您好' })),
  pullComments: (channel, attempt) => channel.pullComments!({ cursor: null, posts: [] }, attempt),
  check: (channel, attempt) => channel.check!(attempt),
};

describe('whatever weibo answers', () => {
  let given: Given = { status: 200, body: '' };
  let url: string;
  const { log, lines } = memoryLog();
  beforeEach(async () => {
    ({ url } = await openBare((_asked, response) => response.writeHead(given.status).end(given.body)));
  });
  afterEach(closeAll);

  /** What the call said, or its failure; anything else that is thrown fails the test. */
  async function outcomeOf(call: Call): Promise<unknown> {
    // A fresh one each time: an account that is locked out is not asked again at once.
    const channel = openChannel({ ...GIVEN, ENDPOINT: url, MESSAGES_ENDPOINT: url }, { log });
    const said = await call(channel, anAttempt({ log })).catch((error: unknown) => error);
    await channel.close?.();
    if (said instanceof Error && !(said instanceof ChannelFailure)) throw said;
    // Comments and posts are the public's words, and may say anything.
    const told = [said instanceof Error ? inspect(said, { depth: 9, showHidden: true }) : '', ...lines].join('\n');
    for (const secret of [TOKEN, SECRET]) assert.ok(!told.includes(secret), `a secret in: ${told}`);
    return said;
  }

  const isPlain = (text: string) => {
    try {
      return typeof JSON.parse(text) !== 'object' || JSON.parse(text) === null;
    } catch {
      return true;
    }
  };

  for (const [name, call] of Object.entries(changes)) {
    it(`${name} is done, or fails in a way that is sorted`, async () => {
      await fc.assert(
        fc.asyncProperty(answers, async (answer) => {
          given = answer;
          const said = await outcomeOf(call);
          if (!(said instanceof ChannelFailure)) return;
          assert.match(said.message, /\p{Script=Han}/u);
          if (isPlain(answer.body) || answer.status >= 500) assert.equal(said.kind, 'uncertain');
          if (said.retryAt) assert.ok(Number.isFinite(said.retryAt.getTime()));
        }),
        { numRuns: RUNS },
      );
    });
  }

  for (const [name, call] of Object.entries(looks)) {
    it(`${name} says what it saw, or that it could not look`, async () => {
      await fc.assert(
        fc.asyncProperty(answers, async (answer) => {
          given = answer;
          const said = await outcomeOf(call);
          if (said instanceof ChannelFailure) assert.notEqual(said.kind, 'uncertain');
        }),
        { numRuns: RUNS },
      );
    });
  }
});

describe('whatever is pushed for weibo', () => {
  const settings = settingsSchema.parse({ ...GIVEN, OPERATOR_IP: '203.0.113.7' });
  const now = new Date('2026-03-02T09:00:00+08:00');
  const signed = { timestamp: '1', nonce: '2', signature: signatureOf(SECRET, '1', '2') };
  const message = { type: 'text', receiver_id: BigInt(UID), sender_id: 7n, created_at: DATE, text: '您好', data: {} };
  const pushed = fc.oneof(
    bodies,
    fc.tuple(fc.nat(8), odd).map(([nth, by]) => toJson(spoilt(message, nth, by))),
    huge.map((number) => toJson(message).replace(/"sender_id":7/, `"sender_id":${number}`)),
  );

  it('is read or refused, and tells nobody the secret', () => {
    fc.assert(
      fc.property(pushed, fc.constantFrom('GET', 'POST'), (body, method) => {
        try {
          const { key, body: kept } = receive(settings, { method, query: signed, type: '', body, now });
          for (const { ref, writtenAt } of key === null ? [] : readPushed(kept).comments) {
            assert.equal(ref, key);
            assert.match(ref, /^message\|\d+\|\d+$/);
            assert.ok(Number.isFinite(writtenAt.getTime()));
          }
        } catch (error) {
          assert.ok(error instanceof ChannelFailure && error.kind === 'refused', inspect(error));
          assert.ok(!inspect(error, { showHidden: true }).includes(SECRET));
        }
      }),
      { numRuns: 4 * RUNS },
    );
  });

  it('is refused whatever it says unless it is signed', () => {
    const unsigned = fc.dictionary(fc.constantFrom('signature', 'timestamp', 'nonce', 'echostr'), fc.string());
    fc.assert(
      fc.property(unsigned, pushed, fc.constantFrom('GET', 'POST'), (query, body, method) => {
        assert.throws(() => receive(settings, { method, query, type: '', body, now }), ChannelFailure);
      }),
      { numRuns: RUNS },
    );
  });
});
