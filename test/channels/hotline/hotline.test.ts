import assert from 'node:assert/strict';
import startFake, { type HotlineFake } from '../../../channels/hotline/fake.ts';
import hotline from '../../../channels/hotline/index.ts';
import { sign } from '../../../channels/hotline/sign.ts';
import type { CaseStatus } from '../../../src/channel/case-status.ts';
import type { Channel } from '../../../src/channel/contract.ts';
import type { Trouble } from '../../../src/channel/fake.ts';
import { aClock, anAccount, anAttempt, aTools, SITE_URL } from '../../support/channel-tools.ts';
import { freePort } from '../../support/free-port.ts';

const SECRET = 'a-secret-of-the-hotline';
const now = new Date('2026-03-02T09:00:00+08:00');
const timestamp = String(now.getTime() / 1000);
const aCase = {
  id: '110-1',
  title: '路灯不亮',
  text: '龙坪镇新村路灯三天不亮。',
  calledAt: '2026-03-02T08:50:00+08:00',
  acceptedAt: '2026-03-02T08:55:00+08:00',
  caller: { name: '张某', phone: '13812345678' },
};

const open = (changes = {}): Channel => {
  const settings = hotline.settings.parse({ SECRET, ...changes });
  return hotline.open(anAccount({ id: 'hotline', kind: 'hotline' }), settings, aTools());
};
const push = (
  channel: Channel,
  { body = JSON.stringify(aCase), key = SECRET, time = timestamp, at = now, signature = '' } = {},
) => {
  const query = { timestamp: time, signature: signature || sign(key, time, body) };
  const received = channel.receive!({ method: 'POST', query, type: 'application/json', body, now: at });
  return { ...received, ...channel.readPushed!(received.body, at) };
};

describe('what a hotline pushes', () => {
  it('is a case with the time of the call, the steps so far, and the caller apart', () => {
    const { comments, key, reaches } = push(open());
    assert.ok(reaches, 'who called is sealed while it waits');
    const [comment] = comments;
    assert.deepEqual(
      [comment?.kind, comment?.ref, comment?.title, comment?.writtenAt.toISOString()],
      ['case', '110-1', '路灯不亮', '2026-03-02T00:50:00.000Z'],
    );
    assert.deepEqual(comment?.contact, { name: '张某', phone: '13812345678', address: '', mail: '' });
    assert.equal(comment?.author.name, '');
    assert.equal(comment?.case?.closedAt, null);
    assert.equal(key, push(open()).key);
    assert.notEqual(key, push(open(), { body: JSON.stringify({ ...aCase, title: '又' }) }).key);
  });

  it('keeps the fields of its own, without the caller, contact data and what opens a door', () => {
    const own = { district: '龙坪', serial: 1, callbackPhone: '13812345678', token: 't', remark: '回电13812345678' };
    const { comments } = push(open(), {
      body: JSON.stringify({ ...aCase, ...own }).replace('"serial":1', '"serial":9007199254740993'),
    });
    const { calledAt, acceptedAt } = aCase;
    const raw = { calledAt, acceptedAt, district: '龙坪', serial: '9007199254740993', remark: '回电138****5678' };
    assert.deepEqual(comments[0]?.raw, raw);
  });

  it('is taken under the key or the previous one, and under no other', () => {
    const older = open({ SECRET_PREVIOUS: 'the-previous-secret-key' });
    push(older, { key: 'the-previous-secret-key' });
    push(older);
    assert.throws(() => push(open(), { key: 'the-previous-secret-key' }), { kind: 'refused' });
    for (const signature of ['0'.repeat(64), 'x', sign(SECRET, timestamp, '{}')]) {
      assert.throws(() => push(open(), { signature }), { kind: 'refused' });
    }
  });

  it('is refused outside of its window of time, so that nothing caught can be played again', () => {
    const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
    push(open(), { at: later(299) });
    push(open(), { at: later(-299) });
    assert.throws(() => push(open(), { at: later(301) }), /时钟/);
    assert.throws(() => push(open(), { time: '1' }), /时钟/);
    push(open({ WINDOW_SECONDS: '600' }), { at: later(500) });
  });

  it('names the field of what it cannot read', () => {
    for (const [changes, field] of [
      [{ id: '' }, /id/],
      [{ acceptedAt: '昨天' }, /acceptedAt/],
      [{ text: '' }, /text/],
    ] as const) {
      assert.throws(() => push(open(), { body: JSON.stringify({ ...aCase, ...changes }) }), field);
    }
    assert.throws(() => push(open(), { body: 'no json' }), /无法辨认/);
  });
});

describe('an answer to a hotline', () => {
  let fake: HotlineFake;
  let channel: Channel;
  const clock = aClock();
  beforeEach(async () => {
    fake = await startFake({ port: await freePort(), clock, file: null, pushTo: null, siteUrl: SITE_URL });
    channel = open(fake.settings);
    await fake.call(aCase);
  });
  afterEach(() => fake.close());

  const attempt = () => anAttempt({ key: 'reply:1', now: clock.now(), signal: AbortSignal.timeout(1000) });
  const reply = () => channel.reply!('110-1', '已修好。', attempt());
  const look = (comment = '110-1') => {
    const order = { action: 'reply', comment, text: '已修好。' } as const;
    const times = { firstTriedAt: clock.now(), lastTriedAt: clock.now() };
    return channel.find({ order, ...times, ticket: null, steps: {}, known: [], before: null }, attempt());
  };

  it('is kept once under its key, however often it is given', async () => {
    assert.deepEqual(await look(), { seen: 'absent' });
    await reply();
    await reply();
    assert.deepEqual(fake.repliesOf('110-1'), ['已修好。']);
    assert.equal((await look()).seen, 'done');
  });

  for (const [trouble, kind, seen] of [
    ['lost-answer', 'uncertain', 'done'],
    ['reset-after', 'uncertain', 'done'],
    ['bad-gateway', 'uncertain', 'done'],
    ['bad-gateway-before', 'uncertain', 'absent'],
    ['reset', 'uncertain', 'absent'],
    ['hang', 'uncertain', 'absent'],
    ['limit', 'limited', 'absent'],
    ['bad-login', 'locked-out', 'absent'],
    ['refuse', 'refused', 'absent'],
  ] as const satisfies readonly (readonly [Trouble, string, string])[]) {
    it(`that meets ${trouble} is ${kind}, and a look finds it ${seen}`, async () => {
      fake.spoilNext(trouble);
      await assert.rejects(reply, { name: 'ChannelFailure', kind });
      assert.equal((await look()).seen, seen);
    });
  }

  it('to a case that is not there is refused', async () => {
    await assert.rejects(() => channel.reply!('110-9', '已修好。', attempt()), { kind: 'refused' });
    await assert.rejects(() => look('110-9'), { kind: 'refused' });
  });

  const status: CaseStatus = {
    ...{ state: 'assigned' as const, at: clock.now(), unit: '县住建局', with: ['县财政局'], reason: '' },
    ...{ dueAt: clock.now(), onTime: true },
  };
  const report = (comment = '110-1') => channel.report!(comment, status, attempt());
  const lookForStatus = () => {
    const order = { action: 'report', comment: '110-1', status } as const;
    const times = { firstTriedAt: clock.now(), lastTriedAt: clock.now() };
    return channel.find({ order, ...times, ticket: null, steps: {}, known: [], before: null }, attempt());
  };

  it('is not the only thing told: how far a case has got is kept once under its key, beside answers', async () => {
    await reply();
    assert.deepEqual(await lookForStatus(), { seen: 'absent' });
    fake.spoilNext('lost-answer');
    await assert.rejects(report, { kind: 'uncertain' });
    assert.equal((await lookForStatus()).seen, 'done');
    await report();
    const [told, ...more] = fake.statusesOf('110-1');
    assert.deepEqual(
      [told?.state, told?.unit, told?.with, told?.onTime, more],
      ['assigned', '县住建局', ['县财政局'], true, []],
    );
  });

  it('and steps are refused with what to do where the other side takes none, and never told where that is switched off', async () => {
    await assert.rejects(() => report('110-9'), /STATUS_BACK/);
    assert.equal(open({ ...fake.settings, STATUS_BACK: 'off' }).report, undefined);
    assert.ok(open({ ...fake.settings, STATUS_BACK: 'off' }).reply);
    assert.equal(open().report, undefined);
  });

  it('cannot be given where no address is configured; nothing is ever published', async () => {
    assert.equal(open().reply, undefined);
    assert.equal(channel.answersOnly, true);
    assert.deepEqual(await channel.check!(attempt()), [{ what: '能连上热线，签名一致', ok: true, remedy: null }]);
  });
});
