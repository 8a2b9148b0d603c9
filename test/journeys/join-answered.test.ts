/** Over HTTP and through every stage: what is merged into an answered topic waits, is answered there, is liked and named. */
import assert from 'node:assert/strict';
import type { WeiboFake } from '../../channels/weibo/fake.ts';
import { hours } from '../../src/clock.ts';
import { pullAllComments } from '../../src/signal/pull-comments.ts';
import type { Body } from '../support/api.ts';
import { type Office, openOffice } from './open-office.ts';
import { ok, publish } from './publish.ts';

describe('a message that joins an answered topic', () => {
  let office: Office;
  let weibo: WeiboFake;
  let [answered, late]: [Body, Body] = [{}, {}];
  const comments = { first: '', second: '' };
  before(async () => {
    office = await openOffice();
    weibo = office.fakes.weibo as WeiboFake;
    await publish(office);
    await office.settle();
    comments.first = await say('读者甲', '图书馆周末能不能借书？');
    answered = await topicOf('图书馆');
    await answer(answered, '您好，周末照常开放。');
    comments.second = await say('读者乙', '河滨路的路灯坏了谁来修？');
    late = await topicOf('路灯');
  });
  after(() => office.close());

  const act = async (topic: Body, name: string, more: object = {}): Promise<Body> => {
    const { revision } = await get(topic);
    const { body } = await ok(office.staff.responder.post(`/api/topics/${topic.id}/${name}`, { revision, ...more }));
    await office.settle();
    return body;
  };
  const get = async ({ id }: Body): Promise<Body> => (await ok(office.staff.responder.get(`/api/topics/${id}`))).body;
  const queue = async (): Promise<string[]> => {
    const { items } = (await ok(office.staff.responder.get('/api/topics'))).body;
    return items.map(({ id }: Body) => id);
  };
  const pull = async (): Promise<void> => {
    office.clock.pass(hours(1));
    await pullAllComments(office.service.app, office.clock.now());
    await office.settle();
  };
  async function say(author: string, text: string): Promise<string> {
    const ref = weibo.comment(weibo.posts().at(-1)!.ref, author, text);
    await pull();
    return ref;
  }
  async function topicOf(word: string): Promise<Body> {
    const { items } = (await ok(office.staff.responder.get('/api/topics?state=all'))).body;
    return items.find(({ title }: Body) => title.includes(word));
  }
  async function answer(topic: Body, text: string): Promise<void> {
    const sent = { text, means: 'channel' };
    const reply = (await ok(office.staff.responder.post(`/api/topics/${topic.id}/replies`, sent))).body;
    await ok(office.staff.reviewer.post(`/api/replies/${reply.id}/approve`, { revision: reply.revision }));
    await office.settle();
  }
  const repliesTo = (ref: string) => weibo.comments().find((one) => one.ref === ref)?.replies.length;

  it('is merged, and the queue has that topic again from when the message came; undone, it has the message', async () => {
    assert.deepEqual(await queue(), [late.id]);
    const merged = await act(late, 'merge', { into: answered.id });
    assert.deepEqual([merged.id, merged.state, merged.receivedFrom], [answered.id, 'open', late.receivedFrom]);
    assert.deepEqual(await queue(), [answered.id]);
    const { items } = (await ok(office.staff.responder.get(`/api/ledger?subject=${answered.id}`))).body;
    assert.equal(items.find(({ what }: Body) => what === 'topic.reopened')?.facts.why, 'joined');
    await act(answered, 'undo');
    assert.deepEqual(await queue(), [late.id]);
    assert.equal((await get(answered)).state, 'answered');
  });

  it('is answered there, which answers the topic again', async () => {
    await act(late, 'merge', { into: answered.id });
    // The platform takes no text twice: each is called by his name.
    await answer(answered, '{称呼}，路灯明天修好。');
    assert.equal((await get(answered)).state, 'answered');
    assert.deepEqual(await queue(), []);
    assert.equal(repliesTo(comments.second), 1);
  });

  it('is liked by many later, and the topic is hotter for it', async () => {
    const before = await get(answered);
    weibo.like(comments.second, 160);
    await pull();
    const after = await get(answered);
    assert.deepEqual(
      after.signals.items.map(({ likes }: Body) => likes),
      [null, 160],
    );
    assert.ok(after.heat > before.heat + 5, `${before.heat} → ${after.heat}`);
  });

  it('is named by what it is about now, until that is taken back', async () => {
    const named = await act(answered, 'rename', { title: '图书馆开放与河滨路路灯' });
    assert.equal(named.formerTitle, answered.title);
    assert.equal((await act(answered, 'undo')).title, answered.title);
  });
});
