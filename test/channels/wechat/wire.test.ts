/** Faults of the wire, from a server of its own that knows nothing of the playback. */
import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import wechat from '../../../channels/wechat/index.ts';
import type { Channel } from '../../../src/channel/contract.ts';
import type { ChannelFailure } from '../../../src/channel/failure.ts';
import { anAccount, anAttempt, aTools, memoryLog, memoryVault } from '../../support/channel-tools.ts';
import { failureOf, pieceOf, traceOf } from './open-wechat.ts';

const TOKEN = '92_SECRET-TOKEN-OF-THE-PLATFORM';
const SECRET = 'APP-SECRET-OF-THE-ACCOUNT';
const answers: Readonly<Record<string, string>> = {
  '/cgi-bin/stable_token': JSON.stringify({ access_token: TOKEN, expires_in: 7200 }),
  '/cgi-bin/material/add_material': '{"media_id":"cover","url":"http://mmbiz.qpic.cn/x"}',
  '/cgi-bin/draft/add': '{"media_id":"draft"}',
  '/cgi-bin/freepublish/submit': '{"errcode":0,"errmsg":"ok","publish_id":12345678901234567890}',
};

type Fault = (response: ServerResponse, request: IncomingMessage) => void;

describe('the wire', () => {
  let server: Server;
  let channel: Channel;
  let faults: Record<string, Fault>;
  let sockets: Set<unknown>;
  let asked: { path: string; token: string | null; body: string }[];
  const { log, lines } = memoryLog();

  beforeEach(async () => {
    faults = {};
    asked = [];
    sockets = new Set();
    server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request.setEncoding('latin1')) body += chunk;
      sockets.add(request.socket);
      const url = new URL(request.url ?? '/', 'http://127.0.0.1');
      asked.push({ path: url.pathname, token: url.searchParams.get('access_token'), body });
      const fault = faults[url.pathname];
      if (fault) fault(response, request);
      else response.end(answers[url.pathname] ?? '{"errcode":40066,"errmsg":"invalid url"}');
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const ENDPOINT = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const settings = { APPID: 'wx1', SECRET, ENDPOINT, ANSWER_TIMEOUT_MS: '200', CONNECT_TIMEOUT_MS: '1000' };
    const given = wechat.settings.parse(settings);
    channel = wechat.open(anAccount({ id: 'wechat' }), given, aTools({ vault: memoryVault(), log }));
  });

  afterEach(async () => {
    await channel.close?.();
    const closed = new Promise((done) => server.close(done));
    server.closeAllConnections();
    await closed;
  });

  const attempt = (signal?: AbortSignal) => anAttempt({ log, ...(signal ? { signal } : {}) });
  const publish = (signal?: AbortSignal) => channel.publish(pieceOf(channel), attempt(signal));

  function keepsSecrets(failure: ChannelFailure): void {
    const told = [inspect(failure, { depth: 10, showHidden: true }), String(failure.stack), ...lines].join('\n');
    assert.equal(failure.cause, undefined);
    for (const secret of [TOKEN, SECRET]) assert.ok(!told.includes(secret), told);
  }

  const faulty: Readonly<Record<string, Fault>> = {
    'an empty body': (response) => response.end(),
    'a null body': (response) => response.end('null'),
    HTML: (response) => response.end('<html>maintenance</html>'),
    'HTTP 500 with JSON': (response) => response.writeHead(500).end('{"errcode":0,"errmsg":"ok","publish_id":"1"}'),
    'HTTP 502 with HTML': (response) => response.writeHead(502).end('<html>502</html>'),
    'HTTP 404': (response) => response.writeHead(404).end('{}'),
    'a success that lacks its fields': (response) => response.end('{"errcode":0,"errmsg":"ok"}'),
    'a reset before the answer': (response) => response.socket?.resetAndDestroy(),
    'an end before the answer': (response) => response.socket?.destroy(),
    'a body cut short': (response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"errcode"');
      response.socket?.destroySoon();
    },
    'a reset inside the body': (response) => {
      response
        .writeHead(200, { 'content-length': '100' })
        .write('{"errcode"', () => response.socket?.resetAndDestroy());
    },
    'a body that never ends': (response) => void response.writeHead(200).write('{"errcode"'),
    silence: () => {},
    'an unsorted code that repeats the token': (response) =>
      response.end(`{"errcode":12345,"errmsg":"access_token=${TOKEN}"}`),
  };

  for (const [name, fault] of Object.entries(faulty)) {
    it(`leaves an order in doubt after ${name}`, async () => {
      faults['/cgi-bin/freepublish/submit'] = fault;
      const failure = await failureOf(publish());
      assert.equal(failure.kind, 'uncertain');
      keepsSecrets(failure);
    });
  }

  it('keeps the secret out of a failed log-in', async () => {
    for (const fault of Object.values(faulty)) {
      faults['/cgi-bin/stable_token'] = fault;
      keepsSecrets(await failureOf(publish()));
    }
  });

  it('writes nothing to the console, whatever the library thinks of it', async () => {
    const { warn } = console;
    const told: unknown[] = [];
    console.warn = (...words: unknown[]) => void told.push(words);
    try {
      for (const fault of Object.values(faulty)) {
        faults['/cgi-bin/draft/add'] = fault;
        await failureOf(publish());
      }
    } finally {
      console.warn = warn;
    }
    assert.deepEqual(told, []);
  });

  it('stops waiting when it is told to, while the platform hangs', async () => {
    faults['/cgi-bin/freepublish/submit'] = () => stop.abort();
    const stop = new AbortController();
    const failure = await failureOf(publish(stop.signal));
    assert.deepEqual([failure.kind, failure.code], ['uncertain', 'ABORTED']);
    keepsSecrets(failure);
  });

  it('lets one caller leave a log-in that another still waits for', async () => {
    const stop = new AbortController();
    let answer = () => {};
    faults['/cgi-bin/stable_token'] = (response) => {
      answer = () => response.end(answers['/cgi-bin/stable_token']);
      stop.abort();
    };
    const leaving = failureOf(publish(stop.signal));
    const staying = publish();
    assert.equal((await leaving).code, 'ABORTED');
    answer();
    assert.equal((await staying).state, 'accepted');
    assert.equal(asked.filter(({ path }) => path.endsWith('stable_token')).length, 1);
  });

  it('is unreachable when nobody listens, and still knows nothing of secrets', async () => {
    server.close();
    server.closeAllConnections();
    const failure = await failureOf(publish());
    assert.deepEqual([failure.kind, failure.code], ['unreachable', 'ECONNREFUSED']);
    keepsSecrets(failure);
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  });

  it('keeps ids past 2^53 digit for digit, in answers and in requests', async () => {
    const receipt = await publish();
    assert.equal(receipt.state === 'accepted' && receipt.ticket, '12345678901234567890');
    faults['/cgi-bin/comment/reply/add'] = (response) => response.end('{"errcode":0,"errmsg":"ok"}');
    await channel.reply!('2247503051|0|12345678901234567891', '您好', attempt());
    assert.match(asked.at(-1)!.body, /"msg_data_id":2247503051,.*"user_comment_id":12345678901234567891,/);
  });

  it('carries the token in the query, Chinese as it is, and the picture with its name', async () => {
    await publish();
    const add = asked.find(({ path }) => path === '/cgi-bin/draft/add');
    assert.equal(add?.token, TOKEN);
    assert.ok(Buffer.from(add!.body, 'latin1').toString().includes('"title":"关于城区供水管网检修停水的公告"'));
    const cover = asked.find(({ path }) => path.endsWith('add_material'))!.body;
    assert.match(cover, /name="media"; filename="[0-9a-f]{64}\.png"/);
    assert.match(cover, /Content-Type: image\/png/);
  });

  it('keeps one connection for calls that follow each other', async () => {
    await publish();
    await publish();
    assert.equal(sockets.size, 1);
  });

  it('throws from find what it could not see', async () => {
    faults['/cgi-bin/freepublish/get'] = (response) => response.end();
    const failure = await failureOf(channel.find(traceOf(pieceOf(channel), { ticket: '1' }), attempt()));
    assert.equal(failure.kind, 'uncertain');
  });
});
