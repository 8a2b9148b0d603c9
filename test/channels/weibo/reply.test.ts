import assert from 'node:assert/strict';
import { anAttempt } from '../../support/channel-tools.ts';
import { closeAll, failureOf, openBare, openPlayed, pieceOf, sendJson } from './open-weibo.ts';

afterEach(closeAll);

describe('reply on weibo', () => {
  it('names post and comment digit for digit', async () => {
    const answer = '{"id":9007199254740999,"text":"x"}';
    const { channel, asked } = await openBare((_asked, response) => sendJson(response, answer));
    const receipt = await channel.reply!('9007199254740993/9007199254740995', '您好', anAttempt());
    assert.deepEqual(receipt, { state: 'done', ref: '9007199254740993/9007199254740999', url: null });
    const { cid, id, comment, rip } = Object.fromEntries(new URLSearchParams(asked[0]?.body));
    assert.deepEqual([cid, id, comment, rip], ['9007199254740995', '9007199254740993', '您好', '127.0.0.1']);
  });

  it('refuses more than 140 字 and names that are none before it calls', async () => {
    const { channel, asked } = await openBare((_asked, response) => sendJson(response, {}));
    const long = await failureOf(channel.reply!('1/2', '水'.repeat(141), anAttempt()));
    const odd = await failureOf(channel.reply!('/2', '您好', anAttempt()));
    assert.deepEqual([long.kind, odd.kind, asked.length], ['refused', 'refused', 0]);
  });

  it('takes 140 字, the mention in front not counted', async () => {
    const { channel, fake } = await openPlayed();
    const receipt = await channel.publish(pieceOf(channel), anAttempt());
    const comment = fake.comment(receipt.state === 'done' ? receipt.ref : '', '王小明', '？');
    assert.equal((await channel.reply!(comment, '水'.repeat(140), anAttempt())).state, 'done');
  });

  it('is refused when the comment is gone', async () => {
    const { channel, fake } = await openPlayed();
    const receipt = await channel.publish(pieceOf(channel), anAttempt());
    const post = receipt.state === 'done' ? receipt.ref : '';
    const failure = await failureOf(channel.reply!(`${post}/1`, '您好', anAttempt()));
    assert.deepEqual([failure.kind, failure.code, fake.comments().length], ['refused', '20201', 0]);
  });
});

describe('withdraw on weibo', () => {
  it('is refused for a post that is not ours', async () => {
    const { channel } = await openBare((_asked, response) => sendJson(response, { error_code: '20102' }, 400));
    assert.equal((await failureOf(channel.withdraw!('5000000000000001', '有误', anAttempt()))).kind, 'refused');
  });

  it('is done for a post that is gone', async () => {
    const { channel } = await openBare((_asked, response) => sendJson(response, { error_code: '20101' }, 400));
    const receipt = await channel.withdraw!('5000000000000001', '有误', anAttempt());
    assert.deepEqual(receipt, { state: 'done', ref: '5000000000000001', url: null });
  });
});
