import assert from 'node:assert/strict';
import { hours } from '../../src/clock.ts';
import { DELIVERIES, type Delivery } from '../../src/delivery/delivery.ts';
import { answerAutomatically } from '../../src/reply/answer-automatically.ts';
import { autoRulesOf, ruleFor } from '../../src/reply/auto-rule.ts';
import {
  type AutoInput,
  approveAutoRule,
  editAutoRule,
  switchAutoRule,
  writeAutoRule,
} from '../../src/reply/change-auto-rule.ts';
import { noteMessage, takePlace } from '../../src/signal/conversation.ts';
import type { IncomingSignal } from '../../src/signal/signal.ts';
import { takeSignals } from '../../src/signal/take-signals.ts';
import {
  aChannel,
  aComment,
  at,
  colleague,
  drafter,
  now,
  openDesk,
  responder,
  reviewer,
  type TestDesk,
  told,
} from '../topic/open-desk.ts';

const seen = ({ _id, revision }: { _id: string; revision: number }) => ({ id: _id, revision });
const allowed = { ms: hours(48), count: 5 };

describe('answering automatically', () => {
  let desk: TestDesk;
  beforeEach(async () => {
    desk = await openDesk();
    const limits = { ...aChannel('blog').limits, reply: 60, afterMessage: allowed };
    desk.opened.set('blog', aChannel('blog', { reply: () => assert.fail('must not be called'), limits }));
  });
  afterEach(() => desk.close());

  const receipt: AutoInput = {
    ...{ use: 'receipt', account: 'blog', kinds: ['message'], match: null, from: null, to: null },
    text: '{称呼}，已收到，编号{编号}。',
  };
  const hoursRule: AutoInput = {
    ...receipt,
    ...{ use: 'keyword', match: { how: 'contains', words: ['办公时间', '几点上班'] }, text: '工作日 9:00 至 17:00。' },
  };
  const inUse = async (input: AutoInput) => {
    return await approveAutoRule(desk, seen(await writeAutoRule(desk, input, responder, now)), reviewer, now);
  };
  const say = async (text: string, given: Partial<IncomingSignal> = {}, receivedAt = at('09:10:00')) => {
    const one = aComment({ kind: 'message', author: { id: 'p', name: '王' }, text, ...given });
    await takeSignals(desk.db, [one], { now: receivedAt, by: 'system', import: null });
    if (one.author.id) await noteMessage(desk.db, { account: one.account, person: one.author.id }, receivedAt);
    return one;
  };
  const sent = async () => {
    const rows = await desk.db
      .collection<Delivery>(DELIVERIES)
      .find({}, { sort: { createdAt: 1, _id: 1 } })
      .toArray();
    return rows.map(({ order, facts }) => [facts.automatic, order.action === 'reply' ? order.text : '']);
  };

  it('sends one receipt with a number, and none to the same person until the next day', async () => {
    await inUse(receipt);
    await say('路灯坏了');
    assert.equal(await answerAutomatically(desk, at('09:11:00')), 1);
    await say('路灯还没修', {}, at('09:12:00'));
    await say('井盖坏了', { author: { id: 'q', name: '' } }, at('09:12:00'));
    assert.equal(await answerAutomatically(desk, at('09:13:00')), 1);
    const texts = (await sent()).map(([, text]) => text as string);
    assert.match(texts[0] ?? '', /^王，已收到，编号20180702-/);
    assert.match(texts[1] ?? '', /^网友，已收到，编号20180702-/);
    const tomorrow = new Date(at('09:10:00').getTime() + hours(24));
    await say('又坏了', {}, tomorrow);
    assert.equal(await answerAutomatically(desk, tomorrow), 1);
  });

  it('sends the words that were asked for instead, once for each message, and says in its facts that nobody wrote them', async () => {
    await inUse(receipt);
    await inUse(hoursRule);
    await say('请问办公时间？');
    await say('你们几点上班', {}, at('09:12:00'));
    assert.equal(await answerAutomatically(desk, at('09:13:00')), 2);
    assert.equal(await answerAutomatically(desk, at('09:14:00')), 0);
    assert.deepEqual(await sent(), [
      ['keyword', '工作日 9:00 至 17:00。'],
      ['keyword', '工作日 9:00 至 17:00。'],
    ]);
  });

  it('answers nothing that came before it was approved, as a file, or longer than a day ago', async () => {
    await say('办公时间', {}, at('08:00:00'));
    await inUse(receipt);
    const one = aComment({ kind: 'message', author: { id: 'z', name: '' } });
    await takeSignals(desk.db, [one], { now: at('09:10:00'), by: 'responder', import: 'i1' });
    assert.equal(await answerAutomatically(desk, at('09:11:00')), 0);
    await say('来迟了');
    assert.equal(await answerAutomatically(desk, new Date(at('09:11:00').getTime() + hours(25))), 0);
  });

  it('leaves the last places of a conversation to people', async () => {
    await inUse(receipt);
    await say('路灯坏了');
    for (let i = 0; i < 3; i++)
      await takePlace(desk.db, { account: 'blog', person: 'p' }, { allowed, now: at('09:10:30') });
    assert.equal(await answerAutomatically(desk, at('09:11:00')), 0);
  });

  it('does not answer before a second person has approved, when switched off, or outside its days', async () => {
    const draft = await writeAutoRule(desk, receipt, responder, now);
    await say('路灯坏了');
    assert.equal(await answerAutomatically(desk, at('09:11:00')), 0);
    await assert.rejects(approveAutoRule(desk, seen(draft), responder, now), { code: 'no-right' });
    await assert.rejects(approveAutoRule(desk, seen(draft), { ...reviewer, id: responder.id }, now), {
      code: 'same-person',
    });
    const approved = await approveAutoRule(desk, seen(draft), reviewer, now);
    const off = await switchAutoRule(desk, { ...seen(approved), isOn: false }, colleague, now);
    assert.equal(await answerAutomatically(desk, at('09:11:00')), 0);
    await switchAutoRule(desk, { ...seen(off), isOn: true }, colleague, now);
    assert.equal(await answerAutomatically(desk, at('09:11:00')), 1);
    const past = await inUse({ ...hoursRule, to: '2018-07-01' });
    await say('办公时间', { author: { id: 'q', name: '' } }, at('09:12:00'));
    await answerAutomatically(desk, at('09:12:30'));
    assert.equal(
      (await sent()).some(([use]) => use === 'keyword'),
      false,
    );
    assert.deepEqual(told(past), ['auto-answer.drafted', 'auto-answer.approved']);
  });

  it('needs a new approval when its words change', async () => {
    const rule = await inUse(hoursRule);
    const edited = await editAutoRule(desk, { ...seen(rule), ...hoursRule, text: '周末也办理。' }, colleague, now);
    assert.equal(edited.approval, null);
    await say('办公时间');
    assert.equal(await answerAutomatically(desk, at('09:11:00')), 0);
    await assert.rejects(editAutoRule(desk, { ...seen(rule), ...hoursRule }, colleague, now), {
      code: 'stale-revision',
    });
  });

  it('is refused where it would take the only answer, cannot be sent, or says no number', async () => {
    const write = (given: Partial<AutoInput>, by = responder) => writeAutoRule(desk, { ...receipt, ...given }, by, now);
    await assert.rejects(write({ kinds: ['comment'] }), /只能回应 1 次.*人工/);
    await assert.rejects(write({ kinds: ['letter'] }), { code: 'invalid-input' });
    await assert.rejects(write({ account: 'board' }), { code: 'does-not-fit' });
    await assert.rejects(write({ text: '已收到' }), /查询编号/);
    await assert.rejects(write({ text: `{编号}${'长'.repeat(60)}` }), /超过/);
    await assert.rejects(write({ ...hoursRule, match: { how: 'contains', words: ['的'] } }), /太短/);
    await assert.rejects(write({ ...hoursRule, match: null }), /关键词/);
    await assert.rejects(write({}, drafter), { code: 'no-right' });
    assert.equal(await autoRulesOf(desk.db).countDocuments({}), 0);
  });

  it('prefers the whole message to a part of it and longer words to shorter', async () => {
    const contains = await inUse({ ...hoursRule, match: { how: 'contains', words: ['社保'] } });
    const longer = await inUse({ ...hoursRule, match: { how: 'contains', words: ['社保卡'] } });
    const exact = await inUse({ ...hoursRule, match: { how: 'exact', words: ['社保'] } });
    const chosen = (text: string) =>
      ruleFor({ account: 'blog', kind: 'message', text, receivedAt: now, import: null }, [contains, longer, exact])
        ?._id;
    assert.deepEqual(
      [chosen('社保！'), chosen('社保卡丢了'), chosen('问社保'), chosen('医保')],
      [exact._id, longer._id, contains._id, undefined],
    );
  });
});
