/** One answer for everybody: a release from a topic, short words where it was asked, and both found again. */
import assert from 'node:assert/strict';
import { pullAllComments } from '../../src/signal/pull-comments.ts';
import type { Body } from '../support/api.ts';
import { type Office, openOffice } from './open-office.ts';
import { approve, ok, publish } from './publish.ts';

describe('an answer in public', () => {
  let office: Office;
  let topic: Body;
  before(async () => {
    office = await openOffice();
    await publish(office);
    await office.settle();
    topic = await hear('请问北门大桥什么时候通车，绕路太远了');
  });
  after(() => office.close());

  const responder = () => office.staff.responder;
  async function hear(text: string): Promise<Body> {
    const fake = office.fakes.weibo;
    const post = fake.posts().at(-1) ?? assert.fail('no post');
    fake.comment(post.ref, '读者', text);
    office.clock.pass(60_000);
    await pullAllComments(office.service.app, office.clock.now());
    await office.settle();
    const { items } = (await ok(responder().get('/api/topics'))).body;
    return items.find(({ title }: Body) => title.includes(text.slice(2, 8))) ?? assert.fail(`no topic for ${text}`);
  }

  it('begins with a template filled in for the topic, kept while it is written', async () => {
    const { items } = (await ok(responder().get(`/api/topics/${topic.id}/templates`))).body;
    assert.ok(items.length > 0);
    assert.match(items[0].filled, /示范县/);
    assert.doesNotMatch(items[0].filled, /\{(事项|单位|日期)\}/);
    const path = `/api/topics/${topic.id}/autosave`;
    const first = (await ok(responder().put(path, { text: items[0].filled, revision: 0 }))).body;
    assert.equal((await responder().put(path, { text: '别处', revision: 0 })).body.code, 'stale-revision');
    assert.equal((await ok(responder().get(path))).body.draft.revision, first.revision);
  });

  it('goes out as a release, the short words wait for it, and then the topic is answered', async () => {
    const drafter = office.staff.drafter;
    const words = '北门大桥将于10月1日通车，\n期间请走南门大桥。';
    const made = (await ok(drafter.post(`/api/topics/${topic.id}/response`, { text: words }))).body;
    assert.equal((await drafter.post(`/api/topics/${topic.id}/response`, { text: words })).body.code, 'already-exists');
    assert.match(made.title, /回应$/);
    const short = { means: 'channel', pointsTo: made.release, text: `您好，大桥10月1日通车，详见 ${made.url}` };
    const unlinked = await responder().post(`/api/topics/${topic.id}/replies`, { ...short, text: '详见网站' });
    assert.match(unlinked.body.detail, /网址/);
    const reply = (await ok(responder().post(`/api/topics/${topic.id}/replies`, short))).body;
    const reach = (await ok(responder().get(`/api/replies/${reply.id}/reach`))).body;
    assert.deepEqual(
      reach.to.map(({ text }: Body) => text),
      [short.text],
    );
    await ok(office.staff.reviewer.post(`/api/replies/${reply.id}/approve`, { revision: reply.revision }));
    await office.settle();
    assert.deepEqual(office.fakes.weibo.comments().at(-1)?.replies, []);
    await approve(office, made.release, made.revision);
    await office.settle();
    const sent = office.fakes.weibo.comments().at(-1)?.replies ?? [];
    assert.equal(sent.length, 1);
    assert.ok(sent[0]?.includes('10月1日通车'));
    assert.equal((await ok(responder().get(`/api/topics/${topic.id}`))).body.state, 'answered');
    assert.equal((await ok(responder().get(`/api/topics/${topic.id}/autosave`))).body.draft, null);
  });

  it('is found by its words, and suggested to the next who asks, until it is withdrawn', async () => {
    const found = async () => (await ok(office.staff.drafter.get('/api/search?kind=release&q=北门大桥'))).body.items;
    const [hit] = await found();
    assert.ok(hit.title.some(({ text, hit: isHit }: Body) => isHit && text.includes('北门大桥')));
    assert.match(hit.path, /^\/p\/.+\.html$/);
    const both = (await ok(responder().get('/api/search?q=大桥通车'))).body.items;
    assert.deepEqual([...new Set(both.map(({ kind }: Body) => kind))].sort(), ['answer', 'release']);
    assert.equal((await office.staff.drafter.get('/api/search?q=大桥')).body.code, 'no-right');
    const next = await hear('北门大桥封了，去医院怎么走');
    const { answers, releases } = (await ok(responder().get(`/api/topics/${next.id}/suggestions`))).body;
    assert.match(releases[0].reason, /^同提：.*大桥/);
    assert.ok(answers.every(({ topic: of }: Body) => of !== next.id));
    const release = (await ok(office.staff.approver.get(`/api/releases/${hit.of}`))).body;
    const withdrawal = { revision: release.revision, reason: '内容有误' };
    await ok(office.staff.approver.post(`/api/releases/${hit.of}/withdraw`, withdrawal));
    await office.settle();
    assert.deepEqual(await found(), []);
  });
});
