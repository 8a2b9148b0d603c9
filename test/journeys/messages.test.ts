/** A follower's messages, from the push to the answer on his phone, and what stands in its way. */
import assert from 'node:assert/strict';
import type { WechatFake } from '../../channels/wechat/fake.ts';
import { hours, minutes } from '../../src/clock.ts';
import { pullAllComments } from '../../src/signal/pull-comments.ts';
import type { Body } from '../support/api.ts';
import { type Office, openOffice } from './open-office.ts';
import { ok, publish } from './publish.ts';

describe('what followers write', () => {
  let office: Office;
  let fake: WechatFake;
  before(async () => {
    office = await openOffice();
    fake = office.fakes.wechat as WechatFake;
  });
  after(() => office.close());

  const responder = () => office.staff.responder;
  async function hear(name: string, text: string): Promise<Body> {
    fake.say(name, text);
    await fake.pushed();
    await office.settle();
    const { items } = (await ok(responder().get('/api/topics'))).body;
    return items.find(({ title }: Body) => title.includes(text.slice(0, 8))) ?? assert.fail(`no topic for ${text}`);
  }
  const write = (topic: string, text: string) =>
    responder().post(`/api/topics/${topic}/replies`, { text, means: 'channel' });
  async function answer(topic: string, text: string): Promise<void> {
    const { id, revision } = (await ok(write(topic, text))).body;
    await ok(office.staff.reviewer.post(`/api/replies/${id}/approve`, { revision }));
    await office.settle();
  }
  const reach = async (topic: string) => (await ok(responder().get(`/api/topics/${topic}/reach`))).body;

  it('gets a receipt at once and approved words for what it asks, which count as no reply', async () => {
    const rule = { account: 'wechat', kinds: ['message'] };
    const receipt = { ...rule, use: 'receipt', text: '{称呼}，您的留言已收到，查询编号{编号}。' };
    const words = {
      ...rule,
      use: 'keyword',
      match: { how: 'contains', words: ['办公时间'] },
      text: '工作日 9:00 至 17:00。',
    };
    for (const input of [receipt, words]) {
      const { id, revision } = (await ok(responder().post('/api/auto-answers', input))).body;
      assert.equal((await responder().post(`/api/auto-answers/${id}/approve`, { revision })).body.code, 'no-right');
      const approved = await ok(office.staff.reviewer.post(`/api/auto-answers/${id}/approve`, { revision }));
      assert.equal(approved.body.holds, true);
    }
    office.clock.pass(minutes(1));
    fake.knobs.messageTimes = 2;
    await hear('周先生', '请问县政务大厅的办公时间');
    await hear('吴女士', '城关镇三组的桥断了');
    fake.knobs.messageTimes = 1;
    assert.deepEqual(fake.answersTo('周先生'), ['工作日 9:00 至 17:00。']);
    const { items: sent } = (await ok(responder().get('/api/deliveries?account=wechat'))).body;
    const spoken = sent.filter(({ facts }: Body) => facts.automatic === 'keyword');
    assert.deepEqual(
      spoken.map(({ state, tries }: Body) => [state, tries]),
      [['done', 0]],
    );
    assert.match(spoken[0].facts.why, /应答/);
    const [told = ''] = fake.answersTo('吴女士');
    const [, number] = /查询编号(\S+)。$/.exec(told) ?? [];
    const standing = (await ok(responder().get(`/api/receipts/${number}`))).body;
    assert.deepEqual([standing.stateName, standing.answers], ['已收到', []]);
    const { items } = (await ok(responder().get('/api/topics'))).body;
    assert.ok(items.some(({ id, state }: Body) => id === standing.topic && state === 'open'));
    const period = office.clock.now().toISOString().slice(0, 4);
    const { figures } = (await ok(office.staff.reviewer.get(`/api/statistics?period=${period}`))).body;
    assert.equal(figures.find(({ id }: Body) => id === 'replies').value, 0);
    for (const { id } of (await ok(responder().get('/api/auto-answers'))).body.items) {
      const [{ revision }] = (await ok(responder().get('/api/auto-answers'))).body.items.filter(
        (one: Body) => one.id === id,
      );
      await ok(responder().post(`/api/auto-answers/${id}/switch`, { revision, isOn: false }));
    }
  });

  it('becomes one signal, however often and side by side it is pushed', async () => {
    fake.knobs.messageTimes = 3;
    const topic = await hear('王小明', '龙山社区三天没有自来水了');
    fake.knobs.messageTimes = 1;
    const { signals } = (await ok(responder().get(`/api/topics/${topic.id}`))).body;
    assert.equal(signals.total, 1);
  });

  it('is answered five times within 48 hours, and staff see how often and until when', async () => {
    const topic = await hear('李小红', '玉泉小学门口缺少斑马线');
    const heardAt = office.clock.now().getTime();
    const [first] = (await reach(topic.id)).to;
    assert.equal(first.left, 5);
    assert.ok(Math.abs(new Date(first.until).getTime() - heardAt - hours(48)) < minutes(10));
    for (let nth = 1; nth <= 5; nth++) await answer(topic.id, `第${nth}次答复：正在办理。`);
    assert.equal(fake.answersTo('李小红').length, 5);
    const { to, skipped } = await reach(topic.id);
    assert.deepEqual(to, []);
    assert.match(skipped[0].reason, /已回复 5 条.*再次来信/);
    assert.equal((await write(topic.id, '第6次答复')).body.code, 'does-not-fit');
    office.clock.pass(minutes(1));
    fake.say('李小红', '玉泉小学门口缺少斑马线，谢谢');
    await fake.pushed();
    await office.settle();
    const again = await reach(topic.id);
    assert.deepEqual(
      again.to.map(({ left }: Body) => left),
      [5],
    );
  });

  it('is answered once though it came in several messages', async () => {
    const topic = await hear('赵大爷', '文昌路路灯坏了半个月没人修');
    fake.say('赵大爷', '文昌路路灯坏了半个月没人修，晚上很黑');
    await fake.pushed();
    await office.settle();
    assert.equal((await reach(topic.id)).to.length, 1);
    await answer(topic.id, '今晚修好。');
    assert.deepEqual(fake.answersTo('赵大爷'), ['今晚修好。']);
  });

  it('is not answered any more when a pause has used up its 48 hours: no call, and a person is told', async () => {
    const topic = await hear('孙小梅', '北门菜市场污水横流没人管');
    await ok(office.staff.approver.post('/api/sending/pause', { reason: '全国哀悼日', urgentGoes: false }));
    await answerOnlyApproved(topic.id);
    const calls = fake.calls.filter((path) => path.endsWith('/custom/send')).length;
    office.clock.pass(hours(49));
    await ok(office.staff.approver.post('/api/sending/resume', undefined));
    await office.settle();
    assert.equal(fake.calls.filter((path) => path.endsWith('/custom/send')).length, calls);
    const { deliveries } = (await ok(responder().get(`/api/topics/${topic.id}`))).body;
    assert.equal(deliveries[0].state, 'stuck');
    assert.match(deliveries[0].reason, /截止.*其他方式/);
    assert.match((await write(topic.id, '太晚了')).body.detail, /截止/);
  });

  async function answerOnlyApproved(topic: string): Promise<void> {
    const { id, revision } = (await ok(write(topic, '已安排清理。'))).body;
    await ok(office.staff.reviewer.post(`/api/replies/${id}/approve`, { revision }));
    await office.service.app.idle();
  }

  it('under an article is elected and deleted by staff, and known as answered when that was done by hand', async () => {
    await publish(office);
    await office.settle();
    const { ref } = fake.posts().at(-1)!;
    const comment = fake.comment(ref, '读者', '借书证到期了怎么续办？');
    const pull = async () => {
      office.clock.pass(60_000);
      await pullAllComments(office.service.app, office.clock.now());
      await office.settle();
    };
    await pull();
    const signal = `wechat:${comment}`;
    const moderate = (act: string, more = {}, staff = office.staff.responder) =>
      staff.post('/api/signals/moderate', { signal, act, ...more });
    assert.equal((await ok(moderate('elect'))).body.moderated.act, 'elect');
    assert.equal((await moderate('delete', { reason: 'abuse' })).status, 403);
    const lines = (await ok(office.staff.approver.get(`/api/ledger?subject=${encodeURIComponent(signal)}`))).body.items;
    assert.ok(lines.some(({ what }: Body) => what === 'signal.elected'));
    const topic = (await ok(responder().get('/api/topics'))).body.items.find(({ title }: Body) => /借书证/.test(title));
    fake.answerByHand(comment, '请带身份证到馆办理。');
    await pull();
    const { to, skipped } = await reach(topic.id);
    assert.deepEqual([to.length, /已有作者回复/.test(skipped[0].reason)], [0, true]);
    await ok(moderate('delete', { reason: 'repeated' }, office.staff.reviewer));
    assert.equal(fake.comments().length, 0);
  });
});
