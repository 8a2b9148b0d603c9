import assert from 'node:assert/strict';
import type { Attempt, Channel, Order, Sighting, Trace } from '../../../src/channel/contract.ts';
import { anAttempt, aTrace } from '../../support/channel-tools.ts';
import { closeAll, failureOf, openBare, openPlayed, pieceOf, sendJson, UID } from './open-weibo.ts';

afterEach(closeAll);

const START = anAttempt().now;
const later = (seconds: number) => new Date(START.getTime() + seconds * 1000);
const SETTLE = { SETTLE_SECONDS: '120' };

/** Looks `seconds` after the first and only try. */
function look(channel: Channel, order: Order, seconds: number, changes: Partial<Trace> = {}): Promise<Sighting> {
  return channel.find(aTrace(order, changes), anAttempt({ now: later(seconds) }));
}

const publishing = (channel: Channel): Order => ({ action: 'publish', piece: pieceOf(channel) });

describe('find a weibo post', () => {
  it('is working until a post must show, then absent', async () => {
    const { channel } = await openPlayed(SETTLE);
    assert.deepEqual(await look(channel, publishing(channel), 119), { seen: 'working', lookAt: later(120) });
    assert.deepEqual(await look(channel, publishing(channel), 120), { seen: 'absent' });
  });

  it('waits from the latest try, not from the first', async () => {
    const { channel } = await openPlayed(SETTLE);
    const sighting = await look(channel, publishing(channel), 130, { lastTriedAt: later(60) });
    assert.deepEqual(sighting, { seen: 'working', lookAt: later(180) });
  });

  it('sees a post at once, its links rewritten, and tells its page', async () => {
    const { channel, fake } = await openPlayed(SETTLE);
    const order = publishing(channel);
    await channel.publish(pieceOf(channel), anAttempt());
    const [post] = fake.posts();
    assert.ok(post?.text.includes('http://t.cn/'));
    assert.deepEqual(await look(channel, order, 1), { seen: 'done', ref: post?.ref, url: post?.url });
  });

  it('sees a post from a clock that was two minutes fast, also when that is put right', async () => {
    const { channel, fake } = await openPlayed(SETTLE);
    fake.spoilNext('clock-ahead');
    await channel.publish(pieceOf(channel), anAttempt());
    fake.mend();
    assert.equal((await look(channel, publishing(channel), 1)).seen, 'done');
  });

  it('never takes a post of another delivery', async () => {
    const { channel, fake } = await openPlayed(SETTLE);
    await channel.publish(pieceOf(channel), anAttempt());
    const known = fake.posts().map(({ ref }) => ref);
    assert.deepEqual(await look(channel, publishing(channel), 120, { known }), { seen: 'absent' });
  });

  it('never takes a post of somebody else, and takes one whose author is not told', async () => {
    const seen = async (user: unknown) => {
      const { channel } = await openBare((_asked, response) => {
        const { text } = pieceOf(channel).payload;
        const created_at = 'Mon Mar 02 09:00:01 +0800 2026';
        sendJson(response, { statuses: [{ id: 5, text, created_at, user }], total_number: 1 });
      });
      return (await look(channel, publishing(channel), 120)).seen;
    };
    assert.equal(await seen({ id: 7, screen_name: '甲' }), 'absent');
    assert.deepEqual([await seen({ id: Number(UID) }), await seen(null)], ['done', 'done']);
  });

  it('never takes a post from before the first try', async () => {
    const { channel, clock } = await openPlayed(SETTLE);
    clock.set(later(-121));
    await channel.publish(pieceOf(channel), anAttempt());
    assert.deepEqual(await look(channel, publishing(channel), 120), { seen: 'absent' });
  });

  it('takes a post from a clock that is two minutes slow', async () => {
    const { channel, clock } = await openPlayed(SETTLE);
    clock.set(later(-120));
    await channel.publish(pieceOf(channel), anAttempt());
    assert.equal((await look(channel, publishing(channel), 1)).seen, 'done');
  });

  it('is absent when the newest five reach back before the first try', async () => {
    const { channel, fake, clock } = await openPlayed(SETTLE);
    for (let nth = 0; nth < 4; nth++) fake.postByHand(`旧微博${nth}`);
    clock.set(later(-3600));
    await channel.publish(pieceOf(channel, { title: '更早的公告' }), anAttempt());
    clock.set(later(30));
    fake.postByHand('新微博');
    assert.deepEqual(await look(channel, publishing(channel), 120), { seen: 'absent' });
  });

  it('sees its post behind any number of posts typed on a phone', async () => {
    const { channel, fake } = await openPlayed(SETTLE);
    await channel.publish(pieceOf(channel), anAttempt());
    for (let nth = 0; nth < 9; nth++) fake.postByHand(`随手拍${nth}`);
    assert.equal((await look(channel, publishing(channel), 1)).seen, 'done');
  });

  it('is unknown when too many newer posts hide what happened', async () => {
    const { channel } = await openPlayed(SETTLE);
    for (let nth = 0; nth < 5; nth++) await channel.publish(pieceOf(channel, { title: `公告${nth}` }), anAttempt());
    const sighting = await look(channel, publishing(channel), 120);
    assert.equal(sighting.seen, 'unknown');
  });

  it('is unknown when the platform took it and never shows it', async () => {
    const { channel } = await openPlayed(SETTLE);
    assert.equal((await look(channel, publishing(channel), 119, { ticket: 't' })).seen, 'working');
    assert.equal((await look(channel, publishing(channel), 120, { ticket: 't' })).seen, 'unknown');
  });

  it('is unknown when the platform called the words a repetition twice and shows them nowhere', async () => {
    const { channel } = await openBare((asked, response) => {
      if (asked.method === 'GET') return sendJson(response, []);
      sendJson(response, { error_code: 20017, error: 'you have already sent the same text' }, 400);
    }, SETTLE);
    const steps: Record<string, boolean> = {};
    const refuseTry = async (number: number) => {
      const step: Attempt['step'] = async (name, make) => {
        const value = await make();
        steps[name] = value === true;
        return value;
      };
      assert.equal((await failureOf(channel.publish(pieceOf(channel), anAttempt({ number, step })))).kind, 'uncertain');
    };
    await refuseTry(1);
    assert.deepEqual(await look(channel, publishing(channel), 120, { steps }), { seen: 'absent' });
    await refuseTry(2);
    assert.equal((await look(channel, publishing(channel), 120, { steps })).seen, 'unknown');
  });

  it('proves nothing from a list that is shorter than the number it names', async () => {
    const { channel } = await openBare(
      (_asked, response) => sendJson(response, { statuses: [], total_number: 193 }),
      SETTLE,
    );
    assert.equal((await look(channel, publishing(channel), 120)).seen, 'unknown');
  });

  it('proves nothing from a list with entries nobody can read', async () => {
    const statuses = [{ id: 1, deleted: '1' }];
    const { channel } = await openBare((_asked, response) => sendJson(response, { statuses }), SETTLE);
    assert.equal((await look(channel, publishing(channel), 120)).seen, 'unknown');
  });

  it('takes a bare [] for an empty timeline', async () => {
    const { channel } = await openBare((_asked, response) => sendJson(response, []), SETTLE);
    assert.deepEqual(await look(channel, publishing(channel), 120), { seen: 'absent' });
  });
});

describe('find a weibo withdrawal', () => {
  const withdrawing = (post: string): Order => ({ action: 'withdraw', post, reason: '有误' });

  it('is done when the platform counts nothing for the post any more, however old it is', async () => {
    const { channel, fake } = await openPlayed(SETTLE);
    for (let nth = 0; nth < 8; nth++) await channel.publish(pieceOf(channel, { title: `公告${nth}` }), anAttempt());
    const { ref } = fake.posts()[0]!;
    assert.equal((await look(channel, withdrawing(ref), 1)).seen, 'working');
    assert.deepEqual(await look(channel, withdrawing(ref), 120), { seen: 'absent' });
    await channel.withdraw!(ref, '有误', anAttempt());
    assert.deepEqual(await look(channel, withdrawing(ref), 1), { seen: 'done', ref, url: null });
  });

  it('is done when the platform says that the post is gone', async () => {
    const gone = { error_code: 20101, error: 'target weibo does not exist!' };
    const { channel } = await openBare((_asked, response) => sendJson(response, gone, 400));
    assert.equal((await look(channel, withdrawing('5000000000000001'), 1)).seen, 'done');
  });
});

describe('find a weibo reply', () => {
  async function asked() {
    const played = await openPlayed(SETTLE);
    const receipt = await played.channel.publish(pieceOf(played.channel), anAttempt());
    const post = receipt.state === 'done' ? receipt.ref : '';
    const comment = played.fake.comment(post, '王小明', '几点来水？');
    return { ...played, post, order: { action: 'reply', comment, text: '18时。' } as const };
  }

  it('is working until it must show, then absent', async () => {
    const { channel, order } = await asked();
    assert.equal((await look(channel, order, 119)).seen, 'working');
    assert.deepEqual(await look(channel, order, 120), { seen: 'absent' });
  });

  it('is done when a comment of ours answers the comment', async () => {
    const { channel, order, fake } = await asked();
    const receipt = await channel.reply!(order.comment, order.text, anAttempt());
    const ref = receipt.state === 'done' ? receipt.ref : '';
    assert.deepEqual(await look(channel, order, 1), { seen: 'done', ref, url: null });
    assert.deepEqual(fake.comments()[0]?.replies, ['回复@王小明:18时。']);
  });

  it('is unknown when the platform called the words a repetition twice and shows them nowhere', async () => {
    const { channel } = await openBare((_asked, response) => sendJson(response, []), SETTLE);
    const order = { action: 'reply', comment: '5000000000000001/5000000000000002', text: '18时。' } as const;
    assert.deepEqual(await look(channel, order, 120, { steps: { 'twice:1': true } }), { seen: 'absent' });
    const steps = { 'twice:1': true, 'twice:2': true };
    assert.equal((await look(channel, order, 120, { steps })).seen, 'unknown');
  });

  it('never takes an answer to another comment, of another delivery, or from before', async () => {
    const { channel, order, fake, post, clock } = await asked();
    const other = fake.comment(post, '李雷', '我家也停了');
    await channel.reply!(other, '请稍候。', anAttempt());
    assert.equal((await look(channel, order, 120)).seen, 'absent');
    clock.set(later(-600));
    const receipt = await channel.reply!(order.comment, order.text, anAttempt());
    assert.equal((await look(channel, order, 120)).seen, 'absent');
    const known = receipt.state === 'done' ? [receipt.ref] : [];
    assert.equal((await look(channel, order, 120, { known, firstTriedAt: later(-600) })).seen, 'absent');
  });
});
