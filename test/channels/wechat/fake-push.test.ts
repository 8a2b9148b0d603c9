import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { now, openPushed } from './open-pushed.ts';
import { openWechat, pieceOf } from './open-wechat.ts';

describe('pushes of the playback', () => {
  const pushed = openPushed();
  const { messages } = pushed;
  const world = openWechat({ pushTo: pushed.to });

  async function arrived(count: number): Promise<void> {
    for (let waits = 0; messages.length < count && waits < 400; waits++) await pause(5);
    assert.equal(messages.length, count);
  }

  for (const mode of ['plain', 'compatible', 'safe'] as const) {
    for (const format of ['xml', 'json'] as const) {
      it(`are read in ${mode} mode as ${format}`, async () => {
        const { fake, open } = world();
        messages.length = 0;
        Object.assign(fake.knobs, { pushMode: mode, pushFormat: format });
        fake.say('王小明', '几点来水？]]>完');
        await arrived(1);
        const channel = open({ PUSHES: mode === 'plain' ? 'any' : 'encrypted' });
        const told = channel.readPushed!(channel.receive!(messages[0]!).body, now);
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
      messages.length = 0;
      pushed.answer = (_message, response) => one(response);
      fake.say('王小明', '几点来水？');
      await fake.pushed();
      assert.deepEqual([messages.length, new Set(messages.map(({ body }) => body)).size], [3, 1]);
    }
    fake.knobs.pushPatience = 5000; // a busy machine may take longer than the others were given
    for (const body of ['', 'success']) {
      messages.length = 0;
      pushed.answer = (_message, response) => response.end(body);
      fake.say('王小明', '几点来水？');
      await fake.pushed();
      assert.equal(messages.length, 1);
    }
  });

  for (const [fault, wrong] of [
    ['signature', /签名/],
    ['appid', /AppID/],
    ['key', /无法解密/],
  ] as const) {
    it(`are refused with a wrong ${fault}`, async () => {
      const { fake, channel } = world();
      messages.length = 0;
      Object.assign(fake.knobs, { pushFault: fault, messageTimes: 2 });
      fake.say('王小明', '几点来水？');
      await arrived(2);
      assert.throws(() => channel.receive!(messages[0]!), wrong);
    });
  }

  it('tell the end of a job by the ticket of its receipt, as often as they come', async () => {
    const { fake, channel, attempt } = world();
    messages.length = 0;
    fake.knobs.eventTimes = 3;
    const receipt = await channel.publish(pieceOf(channel), attempt());
    await arrived(3);
    for (const message of messages) {
      const [news] = channel.readPushed!(channel.receive!(message).body, now).sightings;
      assert.equal(receipt.state === 'accepted' && receipt.ticket, news?.ticket);
      assert.equal(news?.sighting.seen === 'done' && news.sighting.ref, fake.posts()[0]?.ref);
    }
  });
});
