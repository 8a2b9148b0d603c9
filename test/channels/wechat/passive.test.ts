/** Words said in the answer to a push, as the platform reads them. */
import assert from 'node:assert/strict';
import { AES_KEY, AES_KEY_PREVIOUS, TOKEN } from '../../../channels/wechat/fake-push.ts';
import { openPushed } from './open-pushed.ts';
import { openWechat } from './open-wechat.ts';

describe('words said in the answer to a push', () => {
  const pushed = openPushed();
  const world = openWechat({ pushTo: pushed.to, settings: { PUSHES: 'any' } });
  const conversation = async () => {
    const page = await (await fetch(`${world().fake.url}/messages?name=${encodeURIComponent('王小明')}`)).text();
    return [...page.matchAll(/<p>(.*?)<\/p>/g)].map(([, text]) => text);
  };

  /** The follower asks, the answer says `words`; how often the platform asked. */
  async function ask(words: string, change = (body: string) => body): Promise<number> {
    const { fake, channel } = world();
    const before = pushed.messages.length;
    pushed.answer = (message, response) => {
      const answer = channel.receive!(message).answerSaying?.(words);
      if (!answer) return response.end('success');
      response.writeHead(answer.status, { 'content-type': answer.type }).end(change(answer.body));
    };
    fake.say('王小明', '办公时间？');
    await fake.pushed();
    return pushed.messages.length - before;
  }

  for (const pushMode of ['plain', 'compatible', 'safe'] as const) {
    it(`are shown to who wrote in ${pushMode} mode, and use up none of his five messages`, async () => {
      const { fake } = world();
      Object.assign(fake.knobs, { pushMode });
      assert.equal(await ask('9:00 至 17:00 & 周末休息 ]]> <b>'), 1);
      assert.deepEqual(fake.answersTo('王小明'), ['9:00 至 17:00 & 周末休息 ]]> <b>']);
      assert.equal((await conversation()).length, 2);
    });
  }

  it('are sealed with the key that has opened the push', async () => {
    const { fake } = world();
    Object.assign(fake.knobs, { pushMode: 'safe', pushKey: 'previous' });
    assert.equal(await ask('好'), 1);
    assert.deepEqual(fake.answersTo('王小明'), ['好']);
  });

  it('are none beyond 2,048 bytes, none to what says no words, and none in JSON, of which the platform tells nothing', async () => {
    const { fake, channel } = world();
    assert.equal(await ask('好'.repeat(683)), 1);
    assert.deepEqual(fake.answersTo('王小明'), []);
    Object.assign(fake.knobs, { pushFormat: 'json' });
    await ask('好');
    assert.deepEqual(fake.answersTo('王小明'), []);
    Object.assign(fake.knobs, { pushMode: 'plain', pushFormat: 'xml' });
    await ask('好');
    const body = pushed.messages.at(-1)!.body.replace('text', 'image');
    assert.equal(channel.receive!({ ...pushed.messages.at(-1)!, body }).answerSaying, undefined);
  });

  it('are shown once, however often the message is pushed', async () => {
    const { fake } = world();
    fake.knobs.messageTimes = 3;
    assert.equal(await ask('好'), 3);
    assert.deepEqual(fake.answersTo('王小明'), ['好']);
  });

  for (const [what, change] of [
    ['another signature', (body: string) => body.replace(/(<MsgSignature><!\[CDATA\[)./, '$1x')],
    ['nothing sealed', () => '<xml><Content>好</Content></xml>'],
    ['no XML', () => '好'],
  ] as const) {
    it(`are asked for twice more and not shown by a platform that gets ${what}`, async () => {
      const { fake } = world();
      Object.assign(fake.knobs, { pushMode: 'safe' });
      assert.equal(await ask('好', change), 3);
      assert.deepEqual(fake.answersTo('王小明'), []);
    });
  }

  it('carry no secret', async () => {
    let said = '';
    await ask('好', (body) => {
      said = body;
      return body;
    });
    for (const secret of [TOKEN, AES_KEY, AES_KEY_PREVIOUS]) assert.ok(!said.includes(secret));
  });
});
