/** A private message comes by push, once, and is answered where it was written, within its time. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import type { WeiboFake } from '../../channels/weibo/fake.ts';
import { UID } from '../../channels/weibo/fake-platform.ts';
import { signatureOf } from '../../channels/weibo/receive.ts';
import { hours } from '../../src/clock.ts';
import type { Body } from '../support/api.ts';
import { type Office, openOffice } from './open-office.ts';
import { ok } from './publish.ts';

describe('private messages on weibo', () => {
  let office: Office;
  let weibo: WeiboFake;
  before(async () => {
    office = await openOffice({ env: { WEIBO_MESSAGES: '1' } });
    weibo = office.fakes.weibo as WeiboFake;
  });
  after(() => office.close());

  const signals = async (): Promise<Body[]> =>
    (await ok(office.staff.responder.get('/api/signals?account=weibo'))).body.items;

  async function topicOf(question: string): Promise<Body> {
    await office.service.app.idle();
    const { items } = (await ok(office.staff.responder.get('/api/topics?state=open'))).body;
    const topic = items.find(({ title }: Body) => title.includes(question.slice(0, 8)));
    return topic ?? assert.fail('the message has become no topic');
  }

  async function answer(question: string, text: string): Promise<Body> {
    const { responder, reviewer } = office.staff;
    const topic = await topicOf(question);
    await ok(responder.post(`/api/topics/${topic.id}/claim`, { revision: topic.revision }));
    const { body } = await ok(responder.post(`/api/topics/${topic.id}/replies`, { text, means: 'channel' }));
    await ok(reviewer.post(`/api/replies/${body.id}/approve`, { revision: body.revision }));
    await office.settle();
    const [delivery] = (await ok(responder.get(`/api/replies/${body.id}`))).body.deliveries;
    return (await ok(office.staff.approver.get(`/api/deliveries/${encodeURIComponent(delivery)}`))).body;
  }

  it('pushed three times side by side are one signal, answered once', async () => {
    const question = '幸福路的路灯三天不亮了，请问谁来修？';
    assert.deepEqual(await weibo.say('住户甲', question, 3), [200, 200, 200]);
    await office.settle();
    const [signal, ...others] = await signals();
    assert.deepEqual([signal?.kind, signal?.text, others.length], ['message', question, 0]);
    assert.equal((await answer(question, '您好，已派人检修，今晚恢复。')).state, 'done');
    assert.deepEqual(weibo.answersTo('住户甲'), ['您好，已派人检修，今晚恢复。']);
  });

  it('are answered within 48 hours: staff see until when, and nothing is written later', async () => {
    const question = '请问图书馆明天几点开门？';
    await weibo.say('住户乙', question);
    const { id } = await topicOf(question);
    const { responder } = office.staff;
    const reach = async () => (await ok(responder.get(`/api/topics/${id}/reach`))).body;
    const { to } = await reach();
    const { writtenAt } = (await signals()).find(({ text }) => text === question) ?? {};
    assert.equal(new Date(to[0].until).getTime(), new Date(writtenAt).getTime() + hours(48));
    assert.equal(to[0].left, null);
    office.clock.pass(hours(49));
    const late = await responder.post(`/api/topics/${id}/replies`, { text: '您好，明天八点开门。', means: 'channel' });
    assert.equal(late.body.code, 'does-not-fit');
    assert.match(late.body.detail, /已于 .* 截止/);
    assert.match((await reach()).skipped[0].reason, /已于 .* 截止/);
    assert.deepEqual(weibo.answersTo('住户乙'), []);
  });

  it('of other types, and events, are accepted and leave nothing behind', async () => {
    const before = (await signals()).length;
    for (const changes of [{ type: 'event', data: { subtype: 'follow' } }, { type: 'hologram' }, { type: 'mention' }]) {
      assert.equal(await weibo.push(changes), 200);
    }
    await office.settle();
    assert.equal((await signals()).length, before);
  });

  it('are taken whatever the platform says they are, or when it says nothing', async () => {
    const before = (await signals()).length;
    const timestamp = '1772413200';
    const signature = signatureOf(weibo.settings.APPSECRET ?? '', timestamp, 'n');
    const path = `/push/weibo?${new URLSearchParams({ signature, timestamp, nonce: 'n' })}`;
    const types = ['application/json', 'text/html', 'application/x-www-form-urlencoded', null];
    for (const [nth, type] of types.entries()) {
      const created_at = `Mon Mar 02 09:00:0${nth} +0800 2026`;
      const message = { type: 'text', receiver_id: UID, sender_id: '7', created_at, text: `第${nth}问`, data: {} };
      const sent = request(office.url + path, {
        method: 'POST',
        headers: type === null ? {} : { 'content-type': type },
      });
      sent.end(JSON.stringify(message));
      const [answer] = (await once(sent, 'response')) as [IncomingMessage];
      answer.resume();
      assert.equal(answer.statusCode, 200, String(type));
    }
    await office.settle();
    assert.equal((await signals()).length, before + types.length);
  });

  it('without the right signature are refused, and where they are not switched on there is nobody to ask', async () => {
    const push = async (account: string) =>
      (await fetch(`${office.url}/push/${account}?signature=0&timestamp=1&nonce=2`, { method: 'POST', body: '{}' }))
        .status;
    assert.equal(await push('weibo'), 403);
    assert.equal(await push('website'), 404);
  });
});
