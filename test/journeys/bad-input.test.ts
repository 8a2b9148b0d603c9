import assert from 'node:assert/strict';
import { pullAllComments } from '../../src/signal/pull-comments.ts';
import type { Body } from '../support/api.ts';
import { type BadRequest, badRequests } from './bad-input.ts';
import { type Office, openOffice } from './open-office.ts';
import { aDraft, ok, publish } from './publish.ts';

/** All that may not change. Sessions and the vault's tokens move by themselves. */
const KEPT = ['releases', 'signals', 'topics', 'replies', 'deliveries', 'ledger', 'staff', 'tokens', 'media'];

describe('bad input', () => {
  let office: Office;
  let ids: ReadonlyMap<string, string>;

  before(async () => {
    office = await openOffice({ start: new Date('2019-03-31T09:00:00+08:00') });
    ids = await fill(office);
  });
  after(() => office.close());

  const everything = async (): Promise<Record<string, readonly unknown[]>> => {
    await office.service.app.idle();
    const all = KEPT.map(async (name) => {
      const rows = office.service.app.db.collection(name).find({}, { sort: { _id: 1 } });
      return [name, await rows.toArray()] as const;
    });
    return Object.fromEntries(await Promise.all(all));
  };

  it('finds something of everything to spoil', async () => {
    const there = await everything();
    const empty = KEPT.filter((name) => there[name]?.length === 0);
    assert.deepEqual(empty, []);
  });

  for (const [nth, bad] of badRequests.entries()) {
    it(`${nth + 1} ${show(bad)} is ${bad.status} ${bad.code}${bad.field ? ` at ${bad.field}` : ''}`, async () => {
      const [method = '', path = ''] = bad.asks.split(' ');
      const client = office.staff[bad.who];
      const there = path.replace(/:(\w+)/g, (name) => encodeURIComponent(ids.get(name) ?? name));
      const sent = { method, path: there, ...(bad.body !== undefined && { body: bad.body }) };
      const unchanged = await everything();
      const { status, headers, body } = await client.send({ ...sent, ...(bad.headers && { headers: bad.headers }) });
      assert.equal(status, bad.status, JSON.stringify(body));
      assert.equal(headers.get('content-type'), 'application/problem+json');
      assert.equal(body.code, bad.code);
      assert.match(body.detail, /\p{Script=Han}/u);
      assert.ok(JSON.stringify(body).length < 3000, 'a refusal does not repeat what it was sent');
      if (bad.field !== null) assertNamed(body.fields, bad.field);
      assert.deepEqual(await everything(), unchanged);
    });
  }
});

function assertNamed(fields: Body, name: string): void {
  const named = fields?.find(({ field }: Body) => field === name);
  assert.ok(named, `${name} is not among ${JSON.stringify(fields)}`);
  for (const words of [named.problem, named.remedy]) assert.match(words, /\p{Script=Han}/u);
}

function show({ who, asks, body }: BadRequest): string {
  return `${asks} by the ${who}: ${JSON.stringify(body ?? null).slice(0, 90)}`;
}

/** A draft, one submitted, one that is out, a topic, a reply that waits for approval. */
async function fill(office: Office): Promise<ReadonlyMap<string, string>> {
  const { drafter, responder } = office.staff;
  const out = await publish(office);
  const draft = await ok(drafter.post('/api/releases', { title: '未写完的公告', body: '正文' }));
  const submitted = await ok(drafter.post('/api/releases', aDraft({ title: '待审核的公告' })));
  await ok(drafter.post(`/api/releases/${submitted.body.id}/submit`, { revision: 1 }));
  await office.settle();
  office.fakes.weibo.comment(office.fakes.weibo.posts().at(-1)?.ref ?? '', '某住户', '请问周末能不能借书？');
  await pullAllComments(office.service.app, office.clock.now());
  await office.settle();
  const [topic] = (await ok(responder.get('/api/topics'))).body.items;
  const answer = { text: '您好，周末照常开放。', means: 'channel' };
  const reply = await ok(responder.post(`/api/topics/${topic.id}/replies`, answer));
  const [delivery] = (await ok(office.staff.approver.get(`/api/releases/${out.id}`))).body.deliveries;
  return new Map([
    [':out', out.id],
    [':draft', draft.body.id],
    [':submitted', submitted.body.id],
    [':topic', topic.id],
    [':reply', reply.body.id],
    [':delivery', delivery.id],
  ]);
}
