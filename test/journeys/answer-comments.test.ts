import assert from 'node:assert/strict';
import { pullAllComments } from '../../src/signal/pull-comments.ts';
import type { Body } from '../support/api.ts';
import { type Office, openOffice } from './open-office.ts';
import { ok, publish } from './publish.ts';

describe('comments of the public', () => {
  let office: Office;
  before(async () => {
    office = await openOffice();
    await publish(office);
    await office.settle();
  });
  after(() => office.close());

  const pull = async () => {
    office.clock.pass(60_000);
    await pullAllComments(office.service.app, office.clock.now());
    await office.settle();
  };
  const topics = async (): Promise<Body[]> => (await ok(office.staff.responder.get('/api/topics'))).body.items;
  const month = () => office.clock.now().toISOString().slice(0, 7);

  // Two matters: the same question asked at two places would be one topic.
  const question = { wechat: '图书馆周末能不能借书？', weibo: '河滨路的路灯坏了谁来修？' };

  for (const kind of ['wechat', 'weibo'] as const) {
    it(`on ${kind} are pulled once, answered where they stand by two people, and counted`, async () => {
      const fake = office.fakes[kind];
      const post = fake.posts().at(-1);
      assert.ok(post);
      fake.comment(post.ref, '读者', question[kind]);
      await pull();
      await pull();
      const topic = (await topics()).find(({ title }) => title === question[kind]);
      assert.ok(topic, 'the comment has become a topic');
      const shown = (await ok(office.staff.responder.get(`/api/topics/${topic.id}`))).body;
      assert.equal(shown.signals.total, 1);
      assert.match(JSON.stringify(shown.deadline ?? shown.due), /工作日|小时/);
      await ok(office.staff.responder.post(`/api/topics/${topic.id}/claim`, { revision: shown.revision }));
      const text = `您好，周末照常开放（${kind}）。`;
      const path = `/api/topics/${topic.id}/replies`;
      const reply = (await ok(office.staff.responder.post(path, { text, means: 'channel' }))).body;
      const own = await office.staff.responder.post(`/api/replies/${reply.id}/approve`, { revision: reply.revision });
      assert.equal(own.body.code, 'same-person');
      assert.deepEqual(fake.comments().at(-1)?.replies, []);
      await ok(office.staff.reviewer.post(`/api/replies/${reply.id}/approve`, { revision: reply.revision }));
      await office.settle();
      const replies = fake.comments().at(-1)?.replies ?? [];
      assert.equal(replies.length, 1);
      assert.ok(replies[0]?.includes(text));
      const { lines } = (await ok(office.staff.approver.get(`/api/statistics/replies/lines?period=${month()}`))).body;
      assert.ok(lines.some(({ facts }: Body) => facts.reply === reply.id && facts.account === kind));
    });
  }

  it('under one post of ours answered by two means are one topic and two replies', async () => {
    const before = await figures();
    const [topic] = (await ok(office.staff.responder.get('/api/topics?state=answered'))).body.items;
    const reply = { text: '新闻发布会上已作说明。', means: 'press-conference', proof: '发布会实录第3页' };
    await ok(office.staff.responder.post(`/api/topics/${topic.id}/replies`, reply));
    const now = await figures();
    assert.equal(now.get('replies'), Number(before.get('replies')) + 1);
    assert.equal(now.get('topics'), before.get('topics'));
    assert.equal(now.get('replies-by-means:press-conference'), 1);
  });

  async function figures(): Promise<Map<string, number>> {
    const { body } = await ok(office.staff.approver.get(`/api/statistics?period=${month()}`));
    return new Map(body.figures.map(({ id, value }: Body) => [id, value]));
  }
});
