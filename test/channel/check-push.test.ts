import assert from 'node:assert/strict';
import { createServer, type RequestListener, type Server } from 'node:http';
import { checkClock } from '../../src/channel/check-clock.ts';
import { checkPush } from '../../src/channel/check-push.ts';
import { at } from '../support/builders.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
}

describe('checkPush', () => {
  const probe = { query: { signature: 'a+b', echostr: '42' }, answer: '42' };

  it('asks with the query as given, and is content with the answer', async () => {
    let asked = '';
    const url = await serve((request, response) => {
      asked = new URL(request.url ?? '', 'http://x').searchParams.get('signature') ?? '';
      response.end('42\n');
    });
    const found = await checkPush(`${url}/push/a`, probe, AbortSignal.timeout(5000));
    assert.deepEqual([found.ok, found.remedy, asked], [true, null, 'a+b']);
  });

  it('tells an address that takes the question and never answers', async () => {
    const url = await serve(() => {});
    const { ok, remedy } = await checkPush(`${url}/push/a`, probe, AbortSignal.timeout(50));
    assert.equal(ok, false);
    assert.match(remedy ?? '', /没有应答（超时）.*\/push\/a/);
    assert.ok(!remedy?.includes('a+b'), 'the signature is told to nobody');
  });
});

describe('checkClock', () => {
  const look = (url: string) => checkClock(url, { now: at('09:00'), signal: AbortSignal.timeout(5000) });
  const dated = (time: string) => serve((_request, response) => response.setHeader('date', time).end());

  it('takes a difference of half a minute for none', async () => {
    assert.deepEqual(
      (await look(await dated(at('08:59:40').toUTCString()))).map(({ ok }) => ok),
      [true],
    );
  });

  it('tells by how much our clock is off, and which way', async () => {
    const [behind] = await look(await dated(at('09:05').toUTCString()));
    assert.match(behind?.remedy ?? '', /^本机时钟比平台慢 (300|299) 秒/);
  });

  it('finds nothing where no time is told, or nobody answers', async () => {
    assert.deepEqual(await look(await dated('soon')), []);
    assert.deepEqual(await look('http://127.0.0.1:1'), []);
  });
});
