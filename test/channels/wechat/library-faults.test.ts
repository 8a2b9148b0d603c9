/** The known faults of wechat-api 1.35.1, each looked for in our calls through it. */
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { inspect } from 'node:util';
import { z } from 'zod';
import { openWeixin, type Weixin } from '../../../channels/wechat/api.ts';
import { wechatSettings } from '../../../channels/wechat/settings.ts';
import type { Vault } from '../../../src/channel/kind.ts';
import { openVault } from '../../../src/channel/vault.ts';
import { seconds } from '../../../src/clock.ts';
import { aClock, anAttempt, memoryLog, memoryVault } from '../../support/channel-tools.ts';
import { openStore } from '../../support/open-store.ts';
import { failureOf } from './open-wechat.ts';
import { openStrictPlatform, SECRET } from './strict-platform.ts';

const DRAFT_COUNT = '/cgi-bin/draft/count';

describe('wechat-api behind our door', () => {
  const platform = openStrictPlatform();
  const store = openStore();
  const opened: Weixin[] = [];
  const { log, lines } = memoryLog();
  const clock = aClock();

  function open(vault: Vault = memoryVault(), settings: Readonly<Record<string, string>> = {}): Weixin {
    const given = { APPID: 'wx1', SECRET, ENDPOINT: platform().url, ANSWER_TIMEOUT_MS: '300', ...settings };
    const weixin = openWeixin(wechatSettings.parse(given), vault);
    opened.push(weixin);
    return weixin;
  }
  afterEach(() => {
    for (const one of opened.splice(0)) one.close();
  });

  const attempt = () => anAttempt({ now: clock.now(), log });
  const call = <T = unknown>(weixin: Weixin, answer: z.ZodType<T> = z.unknown() as never, body: object = {}) =>
    weixin.call({ path: DRAFT_COUNT, body: { ...body }, answer }, attempt());
  const calls = () => platform().asked.filter(({ path }) => path === DRAFT_COUNT);
  const answerWith = (end: (response: ServerResponse) => unknown) => {
    platform().answer = (path, response) => {
      if (path !== DRAFT_COUNT) return false;
      end(response);
      return true;
    };
  };
  const many = <T>(count: number, make: (nth: number) => Promise<T>) =>
    Promise.all(Array.from({ length: count }, (_, nth) => make(nth)));

  for (const code of [40001, 40014, 42001]) {
    it(`a refused token is not sent again: ${code} leads to one refresh and one repetition`, async () => {
      const weixin = open();
      await call(weixin);
      platform().refusal = code;
      platform().kill();
      await call(weixin);
      assert.deepEqual(platform().modes, ['normal', 'forced']);
      assert.deepEqual(
        calls().map(({ token }) => token),
        ['SECRET-TOKEN-1', 'SECRET-TOKEN-1', 'SECRET-TOKEN-2'],
      );
    });
  }

  it('a token refused right after it was fetched is replaced too', async () => {
    platform().kill();
    await call(open());
    assert.deepEqual(platform().modes, ['normal', 'forced']);
    assert.equal(calls().length, 2);
  });

  it('a token refused twice ends there', async () => {
    answerWith((response) => response.end('{"errcode":42001,"errmsg":"expired"}'));
    const failure = await failureOf(call(open()));
    assert.deepEqual([failure.kind, failure.code], ['locked-out', '42001']);
    assert.equal(calls().length, 2);
  });

  it('twenty calls side by side without a token fetch one', async () => {
    const weixin = open();
    await many(20, () => call(weixin));
    assert.deepEqual(platform().modes, ['normal']);
    assert.equal(calls().length, 20);
  });

  it('twenty calls whose token is refused side by side lead to one refresh and one repetition each', async () => {
    const weixin = open();
    await call(weixin);
    platform().kill();
    await many(20, () => call(weixin));
    assert.deepEqual(platform().modes, ['normal', 'forced']);
    assert.equal(calls().length, 1 + 40);
  });

  it('two processes on one store fetch one token, and force one, however many of their calls fail at once', async () => {
    const dbs = [store().db, await store().again()];
    const [one, other] = dbs.map((db) =>
      open(openVault({ rows: db.collection('secrets'), key: Buffer.alloc(32), account: 'wechat' })),
    ) as [Weixin, Weixin];
    await many(20, (nth) => call(nth % 2 ? one : other));
    assert.deepEqual(platform().modes, ['normal']);
    platform().kill();
    await many(20, (nth) => call(nth % 2 ? one : other));
    assert.deepEqual(platform().modes, ['normal', 'forced']);
    platform().kill();
    clock.pass(seconds(10));
    const failures = await Promise.all([failureOf(call(one)), failureOf(call(other))]);
    assert.deepEqual(
      failures.map(({ kind }) => kind),
      ['limited', 'limited'],
    );
    assert.equal(platform().modes.filter((mode) => mode === 'forced').length, 1, 'within 30 s of the other');
    clock.pass(seconds(20));
    await many(20, (nth) => call(nth % 2 ? one : other));
    assert.equal(platform().modes.filter((mode) => mode === 'forced').length, 2);
  });

  it('one process takes over what another has left in the middle of asking', async () => {
    const left = { appid: 'wx1', token: '', renewAt: 0, forcedAt: 0, askedAt: clock.now().getTime() - 60_000 };
    await call(open(memoryVault({ 'access-token': JSON.stringify(left) })));
    assert.deepEqual(platform().modes, ['normal']);
  });

  it('a log-in that fails is not waited for by others', async () => {
    const vault = memoryVault();
    platform().answer = (path, response) => {
      if (path === '/cgi-bin/stable_token') response.end('{"errcode":40125,"errmsg":"invalid appsecret"}');
      return path === '/cgi-bin/stable_token';
    };
    const failures = await Promise.all([failureOf(call(open(vault))), failureOf(call(open(vault)))]);
    assert.deepEqual(
      failures.map(({ kind, code }) => `${kind} ${code}`),
      ['locked-out 40125', 'locked-out 40125'],
    );
  });

  it('the HTTP status counts', async () => {
    for (const status of [204, 301, 400, 403, 404, 500, 502, 503]) {
      answerWith((response) =>
        response.writeHead(status, { location: '/' }).end(status === 204 ? '' : '{"errcode":0,"errmsg":"ok"}'),
      );
      const failure = await failureOf(call(open()));
      assert.deepEqual([failure.kind, failure.code], ['uncertain', `HTTP ${status}`]);
    }
  });

  it('a code that is no number is a code nobody sorted', async () => {
    for (const errcode of ['null', '""', '"x"', '[]', 'false', '1.5']) {
      answerWith((response) => response.end(`{"errcode":${errcode},"errmsg":"ok"}`));
      assert.equal((await failureOf(call(open()))).kind, 'uncertain');
    }
  });

  it('an empty or null body is no code of the platform’s', async () => {
    for (const [body, code] of [
      ['', 'empty'],
      ['  \n', 'empty'],
      ['null', 'not-an-object'],
    ]) {
      answerWith((response) => response.end(body));
      const failure = await failureOf(call(open()));
      assert.deepEqual([failure.kind, failure.code], ['uncertain', code]);
    }
    answerWith((response) => response.end('{"errcode":-1,"errmsg":"system error"}'));
    const busy = await failureOf(call(open()));
    assert.deepEqual([busy.kind, busy.code], ['limited', '-1']);
  });

  it('the time-outs are ours, not five seconds', async () => {
    answerWith(() => {});
    const began = performance.now();
    const failure = await failureOf(call(open()));
    assert.equal(failure.kind, 'uncertain');
    assert.ok(performance.now() - began < 2000);
    assert.equal(wechatSettings.parse({ APPID: 'a', SECRET: 's' }).ANSWER_TIMEOUT_MS, 15_000);
  });

  it('ids keep all their digits, in answers and in requests', async () => {
    answerWith((response) => response.end('{"msg_id":12345678901234567891,"small":7}'));
    const answer = await call(open(), z.object({ msg_id: z.unknown(), small: z.unknown() }));
    assert.deepEqual(answer, { msg_id: '12345678901234567891', small: 7 });
  });

  it('neither token nor secret gets into an error, a log line or the console', async () => {
    const console_ = globalThis.console;
    const told: unknown[] = [];
    globalThis.console = {
      ...console_,
      warn: (...words: unknown[]) => told.push(words),
      error: (...words: unknown[]) => told.push(words),
    } as never;
    try {
      const weixin = open();
      const ends: ((response: ServerResponse) => unknown)[] = [
        (response) => response.socket?.resetAndDestroy(),
        (response) => response.end('<html>'),
        (response) => response.end('{"errcode":48001,"errmsg":"access_token=SECRET-TOKEN-1"}'),
        () => {},
      ];
      for (const end of ends) {
        answerWith(end);
        told.push(inspect(await failureOf(call(weixin)), { depth: 9, showHidden: true }));
      }
    } finally {
      globalThis.console = console_;
    }
    const all = `${inspect(told, { depth: 9 })}${lines.join()}`;
    assert.ok(!all.includes('SECRET'), all);
  });

  it('what a caller gives is not changed', async () => {
    const body = Object.freeze({ offset: 0, nested: Object.freeze({ a: 1 }) });
    await call(open(), undefined, body);
    assert.deepEqual(JSON.parse(calls()[0]!.body), body);
  });

  it('calls share connections', async () => {
    const weixin = open();
    for (let nth = 0; nth < 5; nth++) await call(weixin);
    assert.equal(new Set(platform().asked.map(({ socket }) => socket)).size, 1);
  });

  it('an upload whose token is refused is sent again whole', async () => {
    const weixin = open();
    await call(weixin);
    platform().kill();
    const file = { name: 'a.png', type: 'image/png', bytes: new Uint8Array(2000).fill(7) };
    await weixin.call({ path: '/cgi-bin/media/uploadimg', file, answer: z.unknown() }, attempt());
    const uploads = platform().asked.filter(({ path }) => path === '/cgi-bin/media/uploadimg');
    assert.equal(uploads.length, 2);
    assert.equal(uploads[0]!.body, uploads[1]!.body);
  });

  it('the number the platform gave a refused call stands in the log, its text does not', async () => {
    answerWith((response) =>
      response.end('{"errcode":48001,"errmsg":"api unauthorized rid: 5f0bd1ad-3a4c4f6a-1b2c3d4e"}'),
    );
    await failureOf(call(open()));
    assert.match(
      lines.at(-1) ?? '',
      /"code":48001,"path":"\/cgi-bin\/draft\/count","rid":"5f0bd1ad-3a4c4f6a-1b2c3d4e"/,
    );
    assert.ok(!lines.at(-1)?.includes('unauthorized'));
  });
});
