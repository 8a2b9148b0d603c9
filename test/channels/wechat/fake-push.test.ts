import assert from 'node:assert/strict';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { PushedMessage } from '../../../src/channel/contract.ts';
import { openWechat, pieceOf } from './open-wechat.ts';

const now = new Date('2026-03-02T09:00:00+08:00');

describe('pushes of the playback', () => {
  const pushed: PushedMessage[] = [];
  let listener: Server;
  let answer: (response: ServerResponse) => unknown;
  beforeEach(() => {
    answer = (response) => response.end('success');
  });
  const pushTo = () => `http://127.0.0.1:${(listener.address() as AddressInfo).port}/push/wechat`;

  before(async () => {
    listener = createServer(async (request, response) => {
      const url = new URL(request.url ?? '/', 'http://127.0.0.1');
      let body = '';
      for await (const chunk of request) body += chunk;
      const query = Object.fromEntries(url.searchParams);
      pushed.push({ method: 'POST', query, type: request.headers['content-type'] ?? '', body, now });
      await answer(response);
    });
    await new Promise<void>((ready) => listener.listen(0, '127.0.0.1', ready));
  });
  after(async () => {
    const closed = new Promise((done) => listener.close(done));
    listener.closeAllConnections();
    await closed;
  });
  const world = openWechat({ pushTo });

  async function arrived(count: number): Promise<void> {
    for (let waits = 0; pushed.length < count && waits < 400; waits++) await pause(5);
    assert.equal(pushed.length, count);
  }

  for (const mode of ['plain', 'compatible', 'safe'] as const) {
    for (const format of ['xml', 'json'] as const) {
      it(`are read in ${mode} mode as ${format}`, async () => {
        const { fake, open } = world();
        pushed.length = 0;
        Object.assign(fake.knobs, { pushMode: mode, pushFormat: format });
        fake.say('王小明', '几点来水？]]>完');
        await arrived(1);
        const channel = open({ PUSHES: mode === 'plain' ? 'any' : 'encrypted' });
        const told = channel.readPushed!(channel.receive!(pushed[0]!).body, now);
        assert.equal(told.comments[0]?.text, '几点来水？]]>完');
      });
    }
  }

  it('come three times, the same each time, where nobody answers in time or with what the platform takes', async () => {
    const { fake } = world();
    const unanswered: ((response: ServerResponse) => unknown)[] = [
      () => {},
      (response) => response.end('no success'),
      (response) => response.writeHead(500).end('success'),
      (response) => response.socket?.destroy(),
    ];
    fake.knobs.pushPatience = 30;
    for (const one of unanswered) {
      pushed.length = 0;
      answer = one;
      fake.say('王小明', '几点来水？');
      await fake.pushed();
      assert.deepEqual([pushed.length, new Set(pushed.map(({ body }) => body)).size], [3, 1]);
    }
    for (const body of ['', 'success']) {
      pushed.length = 0;
      answer = (response) => response.end(body);
      fake.say('王小明', '几点来水？');
      await fake.pushed();
      assert.equal(pushed.length, 1);
    }
  });

  for (const [fault, wrong] of [
    ['signature', /签名/],
    ['appid', /AppID/],
    ['key', /无法解密/],
  ] as const) {
    it(`are refused with a wrong ${fault}`, async () => {
      const { fake, channel } = world();
      pushed.length = 0;
      Object.assign(fake.knobs, { pushFault: fault, messageTimes: 2 });
      fake.say('王小明', '几点来水？');
      await arrived(2);
      assert.throws(() => channel.receive!(pushed[0]!), wrong);
    });
  }

  it('tell the end of a job by the ticket of its receipt, as often as they come', async () => {
    const { fake, channel, attempt } = world();
    pushed.length = 0;
    fake.knobs.eventTimes = 3;
    const receipt = await channel.publish(pieceOf(channel), attempt());
    await arrived(3);
    for (const message of pushed) {
      const [news] = channel.readPushed!(channel.receive!(message).body, now).sightings;
      assert.equal(receipt.state === 'accepted' && receipt.ticket, news?.ticket);
      assert.equal(news?.sighting.seen === 'done' && news.sighting.ref, fake.posts()[0]?.ref);
    }
  });
});
