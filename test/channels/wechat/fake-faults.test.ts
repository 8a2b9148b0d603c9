import assert from 'node:assert/strict';
import type { ScriptedAnswer } from '../../../channels/wechat/fake-answer.ts';
import { failureOf, openWechat, publishDone } from './open-wechat.ts';

/** Every fault of the wire, and whether the platform has done what it was asked. */
const FAULTS: readonly (readonly [name: string, answer: ScriptedAnswer, carriedOut: boolean])[] = [
  ['accepted, then silence', { trouble: 'hang-after' }, true],
  ['silence', { trouble: 'hang' }, false],
  ['accepted, then a reset', { trouble: 'reset-after' }, true],
  ['a reset', { trouble: 'reset' }, false],
  ['accepted, then a gateway’s page', { trouble: 'bad-gateway' }, true],
  ['a gateway’s page', { trouble: 'bad-gateway-before' }, false],
  ['accepted, then an empty body', { status: 200, body: '', carriedOut: true }, true],
  ['an empty body', { status: 200, body: '' }, false],
  ['accepted, then a body that never ends', { trouble: 'slow-body' }, true],
];

describe('faults of the playback’s wire', () => {
  const world = openWechat({ settings: { ANSWER_TIMEOUT_MS: '150' } });

  for (const [name, answer, carriedOut] of FAULTS) {
    it(`${name}: any call can meet it`, async () => {
      const { fake, channel, attempt } = world();
      fake.say('王小明', '几点来水？');
      const send = () => channel.reply!(`message|${fake.openidOf('王小明')}|1`, '今晚18时。', attempt());
      fake.answerNext('/cgi-bin/message/custom/send', answer);
      assert.equal((await failureOf(send())).kind, 'uncertain');
      assert.equal(fake.answersTo('王小明').length, Number(carriedOut));
      const { ref } = await publishDone(world());
      fake.answerNext('/cgi-bin/comment/list', answer);
      assert.equal(
        (await failureOf(channel.pullComments!({ cursor: null, posts: [ref] }, attempt()))).kind,
        'uncertain',
      );
      assert.equal((await send()).state, 'done');
    });
  }
});
