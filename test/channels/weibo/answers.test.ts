/** How the adapter sorts what a platform may answer. */
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { inspect } from 'node:util';
import { openLine } from '../../../channels/weibo/line.ts';
import type { FailureKind } from '../../../src/channel/failure.ts';
import { anAttempt } from '../../support/channel-tools.ts';
import { closeAll, failureOf, openBare, openChannel, pieceOf, sendJson, UID } from './open-weibo.ts';

afterEach(closeAll);

async function publishTo(answer: (response: ServerResponse) => void, settings = {}) {
  const { channel } = await openBare((_asked, response) => answer(response), settings);
  return await failureOf(channel.publish(pieceOf(channel), anAttempt()));
}

const codeAnswer = (code: number | string, status: number) => (response: ServerResponse) =>
  sendJson(response, { request: '/2/statuses/share.json', error_code: code, error: 'token 2.00secret' }, status);

const codes: readonly (readonly [number, FailureKind])[] = [
  [10001, 'uncertain'],
  [10009, 'uncertain'],
  [10004, 'limited'],
  [10014, 'locked-out'],
  [10017, 'refused'],
  [10022, 'limited'],
  [10023, 'limited'],
  [10024, 'limited'],
  [20005, 'refused'],
  [20012, 'refused'],
  [20014, 'uncertain'],
  [20015, 'locked-out'],
  [20016, 'limited'],
  [20017, 'uncertain'],
  [20018, 'refused'],
  [20019, 'uncertain'],
  [20021, 'refused'],
  [20031, 'locked-out'],
  [20111, 'uncertain'],
  [21301, 'locked-out'],
  [21315, 'locked-out'],
  [21327, 'locked-out'],
  [21332, 'locked-out'],
  [29999, 'uncertain'],
];

describe('a code of weibo', () => {
  for (const [code, kind] of codes) {
    it(`${code} is ${kind}`, async () => {
      const failure = await publishTo(codeAnswer(code, 400));
      assert.deepEqual([failure.kind, failure.code], [kind, String(code)]);
      assert.match(failure.message, /\p{Script=Han}/u);
      if (kind === 'limited') assert.ok(failure.retryAt && failure.retryAt > anAttempt().now);
    });
  }

  it('is understood as text and with HTTP 200 or 403 as well', async () => {
    assert.equal((await publishTo(codeAnswer('20021', 403))).kind, 'refused');
    assert.equal((await publishTo(codeAnswer('20021', 200))).kind, 'refused');
  });

  it('does not count behind an HTTP 500, which may follow a post that went through', async () => {
    assert.equal((await publishTo(codeAnswer(20021, 500))).kind, 'uncertain');
  });

  it('lets a rate limit end with the clock hour', async () => {
    const { retryAt } = await publishTo(codeAnswer(10023, 403));
    assert.equal(retryAt?.toISOString(), '2026-03-02T02:00:00.000Z');
  });

  it('tells nothing the platform wrote, which may hold a token', async () => {
    const failure = await publishTo(codeAnswer(21327, 403));
    assert.ok(!inspect(failure, { depth: 10, showHidden: true }).includes('2.00secret'));
  });
});

describe('an answer of weibo that is none', () => {
  const doubtful: Readonly<Record<string, (response: ServerResponse) => void>> = {
    'an empty body': (response) => response.end(),
    'an HTML page': (response) => response.end('<html>login</html>'),
    'an HTML page with HTTP 403': (response) => response.writeHead(403).end('<html>forbidden</html>'),
    'a body that is null': (response) => sendJson(response, 'null'),
    'a body cut in the middle': (response) => sendJson(response, '{"id":123'),
    'a status without an id': (response) => sendJson(response, { text: 'x' }),
    'a redirect': (response) => response.writeHead(302, { location: 'https://weibo.com/' }).end(),
    'a connection cut inside the body': (response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"id":1', () => response.destroy());
    },
  };
  for (const [what, answer] of Object.entries(doubtful)) {
    it(`leaves a post uncertain: ${what}`, async () => {
      assert.equal((await publishTo(answer)).kind, 'uncertain');
    });
  }

  it('is a failure of looking when we only look', async () => {
    const { channel } = await openBare((_asked, response) => response.writeHead(502).end('<html>'));
    const pulled = channel.pullComments!({ cursor: null, posts: [] }, anAttempt());
    assert.equal((await failureOf(pulled)).kind, 'unreachable');
  });
});

describe('time-outs', () => {
  it('leave a post uncertain when the answer does not come', async () => {
    const failure = await publishTo(() => {}, { ANSWER_TIMEOUT_MS: '50' });
    assert.deepEqual([failure.kind, failure.code], ['uncertain', 'ANSWER_TIMEOUT']);
  });

  it('leave a post uncertain when the answer stops in the middle', async () => {
    const failure = await publishTo((response) => response.writeHead(200).write('{"id":'), { ANSWER_TIMEOUT_MS: '50' });
    assert.equal(failure.kind, 'uncertain');
  });

  it('prove that nothing arrived when the connection never stood', async () => {
    const sockets: Socket[] = [];
    const deaf = createTcpServer((socket) => sockets.push(socket)); // never answers the TLS handshake
    await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve));
    const { port } = deaf.address() as { port: number };
    const line = openLine('https:', { connectMs: 50, answerMs: 5_000 });
    const url = new URL(`https://127.0.0.1:${port}/`);
    const { signal } = new AbortController();
    const failure = await failureOf(line.exchange({ method: 'GET', url, type: null, body: null, signal }));
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => deaf.close(resolve));
    line.close();
    assert.deepEqual([failure.kind, failure.code], ['unreachable', 'UND_ERR_CONNECT_TIMEOUT']);
  });

  it('are not waited for when the attempt is ended', async () => {
    const { channel } = await openBare(() => {});
    const failure = await failureOf(channel.publish(pieceOf(channel), anAttempt({ signal: AbortSignal.timeout(50) })));
    assert.equal(failure.kind, 'uncertain');
  });
});

describe('connections to weibo', () => {
  it('are kept for the next call', async () => {
    const { channel, connections } = await openBare((_asked, response) => sendJson(response, { comments: [] }));
    for (let calls = 0; calls < 3; calls++) await channel.pullComments!({ cursor: null, posts: [] }, anAttempt());
    assert.equal(connections(), 1);
  });

  it('refused are unreachable', async () => {
    const channel = openChannel({ ENDPOINT: 'http://127.0.0.1:1', UID, ACCESS_TOKEN: '2.00secret' });
    const failure = await failureOf(channel.publish(pieceOf(channel), anAttempt()));
    assert.deepEqual([failure.kind, failure.code], ['unreachable', 'ECONNREFUSED']);
  });
});
