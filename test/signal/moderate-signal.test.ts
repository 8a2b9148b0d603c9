import assert from 'node:assert/strict';
import { ChannelFailure } from '../../src/channel/failure.ts';
import type { Moderation } from '../../src/channel/moderation.ts';
import { type Moderating, moderateSignal } from '../../src/signal/moderate-signal.ts';
import { signalsOf } from '../../src/signal/signal.ts';
import {
  aChannel,
  at,
  drafter,
  lineOf,
  now,
  openDesk,
  responder,
  reviewer,
  type TestDesk,
  told,
} from '../topic/open-desk.ts';

describe('moderateSignal', () => {
  let desk: TestDesk;
  let asked: string[];
  let answer: () => Promise<void>;
  beforeEach(async () => {
    desk = await openDesk();
    asked = [];
    answer = async () => {};
    const moderate = (comment: string, act: Moderation) => {
      asked.push(`${act} ${comment}`);
      return answer();
    };
    desk.opened.set('blog', aChannel('blog', { moderate }));
    await desk.hear({ ref: 'a' });
  });
  afterEach(() => desk.close());

  const moderate = (given: Partial<Moderating> = {}, by = responder, time = now) =>
    moderateSignal(desk, { signal: 'blog:a', act: 'elect', ...given }, by, time);
  const signal = async () => (await signalsOf(desk.db).findOne({ _id: 'blog:a' }))!;

  it('does it on the platform, marks the signal and tells the ledger who, when and what', async () => {
    const { moderated } = await moderate();
    assert.deepEqual(asked, ['elect a']);
    assert.deepEqual(moderated, { act: 'elect', reason: null, by: 'responder', at: now, nth: 1 });
    const line = lineOf(await signal(), 'signal.elected');
    assert.deepEqual([line._id, line.by, line.facts.account], ['signal.elected:blog:a:1', 'responder', 'blog']);
  });

  it('may be repeated: the platform is asked again, the ledger told once', async () => {
    await moderate();
    await moderate({}, reviewer, at('10:00:00'));
    assert.equal(asked.length, 2);
    assert.equal(told(await signal()).filter((what) => what === 'signal.elected').length, 1);
  });

  it('goes on from one act to the next, each with a line of its own', async () => {
    await moderate();
    await moderate({ act: 'unelect' });
    await moderate();
    const lines = (await signal()).unposted.filter(({ what }) => /elected/.test(what)).map(({ _id }) => _id);
    assert.deepEqual(lines, ['signal.elected:blog:a:1', 'signal.unelected:blog:a:2', 'signal.elected:blog:a:3']);
  });

  it('deletes only with a reason, by those who answer for what goes out, and ends there', async () => {
    await desk.refusesCleanly('no-right', () => moderate({ act: 'delete', reason: 'abuse' }));
    await desk.refusesCleanly('invalid-input', () => moderate({ act: 'delete' }, reviewer));
    assert.deepEqual(asked, []);
    await moderate({ act: 'delete', reason: 'abuse' }, reviewer);
    assert.equal(lineOf(await signal(), 'signal.deleted').facts.reason, 'abuse');
    await desk.refusesCleanly('wrong-state', () => moderate());
    assert.equal(asked.length, 1);
  });

  it('is not for everybody, nor for what is not there or stands where nothing can be done', async () => {
    await desk.refusesCleanly('no-right', () => moderate({}, drafter));
    await desk.refusesCleanly('not-found', () => moderate({ signal: 'blog:z' }));
    await desk.hear({ ref: 'b', account: 'board' });
    await desk.refusesCleanly('does-not-fit', () => moderate({ signal: 'board:b' }));
    assert.deepEqual(asked, []);
  });

  it('changes nothing when the platform does not do it, and says what to do', async () => {
    const failures = [
      [new ChannelFailure('refused', '精选留言已达上限'), 'does-not-fit', /已达上限/],
      [new ChannelFailure('locked-out', '没有权限'), 'wrong-state', /没有权限/],
      [new ChannelFailure('limited', '调用过快', { retryAt: at('09:01:00') }), 'too-many-requests', /过快/],
      [new ChannelFailure('uncertain', '结果不明'), 'unavailable', /再点一次/],
      [new Error('https://x/?access_token=T'), 'unavailable', /未归类/],
    ] as const;
    for (const [failure, code, detail] of failures) {
      answer = () => Promise.reject(failure);
      await desk.refusesCleanly(code, () => moderate());
      await assert.rejects(
        moderate(),
        (error: Error) => detail.test(error.message) && !error.message.includes('access_token'),
      );
    }
    answer = () => Promise.reject(failures[2][0]);
    await assert.rejects(moderate(), { retryAfterSeconds: 60 });
  });
});
