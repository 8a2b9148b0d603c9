/** How the adapter sorts what a platform may answer. */
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { inspect } from 'node:util';
import { openLine } from '../../../channels/weibo/line.ts';
import type { FailureKind } from '../../../src/channel/failure.ts';
import { anAttempt, aTrace } from '../../support/channel-tools.ts';
import { closeAll, failureOf, openBare, openChannel, pieceOf, sendJson, UID } from './open-weibo.ts';

afterEach(closeAll);

async function publishTo(answer: (response: ServerResponse) => void, settings = {}) {
  const { channel } = await openBare((_asked, response) => answer(response), settings);
  return await failureOf(channel.publish(pieceOf(channel), anAttempt()));
}

const codeAnswer = (code: number | string, status: number) => (response: ServerResponse) =>
  sendJson(response, { request: '/2/statuses/share.json', error_code: code, error: 'token 2.00secret' }, status);

/** Every code of open.weibo.com/wiki/Error_code, by what follows from it for a call that changes something. */
const codes: Readonly<Partial<Record<FailureKind, readonly number[]>>> = {
  // it may have arrived: back-off, one more try, job expired, called a repetition
  uncertain: [10001, 10002, 10003, 10009, 10010, 10011, 20014, 20017, 20019, 20111, 21331, 29999],
  // an hour, a day, or some minutes
  limited: [10004, 10022, 10023, 10024, 20016],
  // permanent for this request
  refused: [
    ...[10005, 10014, 10006, 10007, 10008, 10012, 10016, 10017, 10018, 10020, 10021, 20001, 20003, 20005, 20006, 20007],
    ...[20008, 20012, 20013, 20018, 20020, 20021, 21602, 20101, 20102, 20104, 20109, 20112, 20201, 20202, 20203, 20204],
    ...[20206, 20207, 21320, 21322, 21323, 21324, 21325, 21326, 21328, 21329, 21330, 21335, 26403],
  ],
  // an administrator repairs the account
  'locked-out': [
    ...[10013, 20015, 20022, 20031, 21301, 21314, 21315, 21316, 21317, 21318, 21319, 21321, 21327, 21332, 21337],
  ],
};

describe('a code of weibo', () => {
  for (const [kind, list] of Object.entries(codes)) {
    for (const code of list) {
      it(`${code} is ${kind}`, async () => {
        const failure = await publishTo(codeAnswer(code, 400));
        assert.deepEqual([failure.kind, failure.code], [kind, String(code)]);
        assert.match(failure.message, /\p{Script=Han}/u);
        if (kind === 'limited') assert.ok(failure.retryAt && failure.retryAt > anAttempt().now);
      });
    }
  }

  it('20032 means that it was taken', async () => {
    const { channel } = await openBare((_asked, response) => codeAnswer(20032, 400)(response));
    assert.equal((await channel.publish(pieceOf(channel), anAttempt())).state, 'accepted');
  });

  it('10017 tells a text without an approved link from an application without a domain', async () => {
    const refusedWith = async (error: string) =>
      (await publishTo((response) => sendJson(response, { error_code: 10017, error }, 400))).message;
    assert.match(await refusedWith('text not find domain!'), /没有认出文中的网址/);
    assert.match(await refusedWith('appkey not bind domain!'), /没有登记安全域名/);
  });

  it('10023 and 10024 end when the platform says that it counts anew', async () => {
    for (const code of [10023, 10024]) {
      const { channel } = await openBare(({ path }, response) => {
        if (path === '/2/account/rate_limit_status.json') sendJson(response, { reset_time_in_seconds: '5400' });
        else codeAnswer(code, 403)(response);
      });
      const { retryAt } = await failureOf(channel.publish(pieceOf(channel), anAttempt()));
      assert.equal(retryAt?.toISOString(), '2026-03-02T02:30:00.000Z');
    }
  });

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
    'a code that cannot be turned into text': (response) => sendJson(response, { error_code: { toString: false } }),
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

  const faults: Readonly<Record<string, (response: ServerResponse) => void>> = {
    'a gateway’s page': (response) => response.writeHead(502).end('<html>'),
    'an empty body': (response) => response.end(),
    'a reset connection': (response) => response.socket?.resetAndDestroy(),
    silence: () => {},
    'a body that drips and does not end': (response) => {
      response.write('{"comments":');
      const timer = setInterval(() => response.write(' '), 10);
      response.once('close', () => clearInterval(timer));
    },
  };
  for (const [what, fault] of Object.entries(faults)) {
    it(`is a failure of looking when we only look: ${what}`, async () => {
      const settings = { ANSWER_TIMEOUT_MS: '60' };
      const { channel } = await openBare((_asked, response) => fault(response), settings);
      const order = { action: 'publish', piece: pieceOf(channel) } as const;
      const pulled = channel.pullComments!({ cursor: null, posts: [] }, anAttempt());
      assert.equal((await failureOf(pulled)).kind, 'unreachable');
      assert.equal((await failureOf(channel.find(aTrace(order), anAttempt()))).kind, 'unreachable');
      assert.equal((await channel.check!(anAttempt()))[0]?.ok, false);
    });
  }
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
    const line = openLine({ connectMs: 50, answerMs: 5_000 });
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
