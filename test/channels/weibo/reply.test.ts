import assert from 'node:assert/strict';
import { anAttempt, aTrace } from '../../support/channel-tools.ts';
import { closeAll, failureOf, openBare, openChannel, openPlayed, pieceOf, sendJson, UID } from './open-weibo.ts';

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

describe('an answer to a mention on weibo', () => {
  async function mentioned() {
    const played = await openPlayed();
    const mention = played.fake.mention('路人甲', '路灯坏了');
    const order = { action: 'reply', comment: `@${mention}`, text: '您好，已派人修理。' } as const;
    const find = (changes = {}) => played.channel.find(aTrace(order, changes), anAttempt({ now: played.clock.now() }));
    return { ...played, mention, order, find };
  }

  it('stands under the post that names us', async () => {
    const { channel, fake, mention, order } = await mentioned();
    const receipt = await channel.reply!(order.comment, order.text, anAttempt());
    assert.match(receipt.state === 'done' ? receipt.ref : '', new RegExp(`^${mention}/\\d+$`));
    assert.deepEqual(fake.commentsOn(mention), [order.text]);
  });

  it('is found after its answer got lost, and absent when it was not made', async () => {
    const { channel, fake, clock, order, find } = await mentioned();
    clock.pass(6_000);
    assert.deepEqual(await find(), { seen: 'absent' });
    fake.spoilNext('lost-answer');
    assert.equal((await failureOf(channel.reply!(order.comment, order.text, anAttempt()))).kind, 'uncertain');
    assert.equal((await find()).seen, 'done');
  });
});

describe('an answer to a private message on weibo', () => {
  const WRITTEN = 1_772_413_200; // 2026-03-02 09:00 in Beijing
  const ref = `message|9007199254740993|${WRITTEN}`;
  const settings = { MESSAGES: '1', APPKEY: '1', APPSECRET: 's' };
  const at = (hours: number) => new Date((WRITTEN + hours * 3600) * 1000);

  it('is sent as a form, digit for digit, and done only when the platform says so', async () => {
    const opened = async (answer: unknown) => {
      const { url, asked, channel } = await openBare((_asked, response) => sendJson(response, answer), settings);
      const sending = openChannel({ ENDPOINT: url, MESSAGES_ENDPOINT: url, UID, ACCESS_TOKEN: 't', ...settings });
      return { asked, channel, sending };
    };
    const { asked, sending } = await opened({ result: true });
    assert.deepEqual(await sending.reply!(ref, '您好', anAttempt({ now: at(1) })), { state: 'done', ref, url: null });
    const form = Object.fromEntries(new URLSearchParams(asked[0]?.body));
    const { type, data, receiver_id, save_sender_box } = form;
    assert.deepEqual([asked[0]?.path, type, receiver_id], ['/2/messages/reply.json', 'text', '9007199254740993']);
    assert.deepEqual([data, save_sender_box], ['{"text":"您好"}', '1']);
    const doubtful = await opened({ result: false });
    assert.equal((await failureOf(doubtful.sending.reply!(ref, '您好', anAttempt({ now: at(1) })))).kind, 'uncertain');
  });

  it('is refused after 48 hours, and where messages are not switched on, before anything is sent', async () => {
    const { channel, asked } = await openBare((_asked, response) => sendJson(response, { result: true }), settings);
    const late = await failureOf(channel.reply!(ref, '您好', anAttempt({ now: at(48.1) })));
    const off = openChannel({ UID, ACCESS_TOKEN: 't', ENDPOINT: 'http://127.0.0.1:1' });
    const closed = await failureOf(off.reply!(ref, '您好', anAttempt({ now: at(1) })));
    assert.deepEqual([late.kind, closed.kind, asked.length], ['refused', 'refused', 0]);
    assert.match(late.message, /48 小时/);
  });

  it('is never proved absent, so that nobody sends it twice', async () => {
    const { channel } = await openPlayed(settings);
    const order = { action: 'reply', comment: ref, text: '您好' } as const;
    const sighting = await channel.find(aTrace(order), anAttempt({ now: at(30) }));
    assert.equal(sighting.seen, 'unknown');
  });
});

describe('withdraw on weibo', () => {
  it('is refused for a post that is not ours', async () => {
    const { channel } = await openBare((_asked, response) => sendJson(response, { error_code: '20102' }, 400));
    assert.equal((await failureOf(channel.withdraw!('5000000000000001', '有误', anAttempt()))).kind, 'refused');
  });

  it('is uncertain unless the platform names the post it deleted', async () => {
    for (const answer of [{}, [], { id: 7 }, { result: true }]) {
      const { channel } = await openBare((_asked, response) => sendJson(response, answer));
      assert.equal((await failureOf(channel.withdraw!('5000000000000001', '有误', anAttempt()))).kind, 'uncertain');
    }
  });

  it('is done for a post that is gone', async () => {
    const { channel } = await openBare((_asked, response) => sendJson(response, { error_code: '20101' }, 400));
    const receipt = await channel.withdraw!('5000000000000001', '有误', anAttempt());
    assert.deepEqual(receipt, { state: 'done', ref: '5000000000000001', url: null });
  });
});
