import assert from 'node:assert/strict';
import type { HotlistFake } from '../../channels/hotlist/fake.ts';
import { hours, minutes } from '../../src/clock.ts';
import { pullAllHotTopics } from '../../src/signal/pull-hot-topics.ts';
import type { Body } from '../support/api.ts';
import { openHotList } from './open-hot-list.ts';
import { type Office, openOffice } from './open-office.ts';
import { ok } from './publish.ts';

describe('a hot list', () => {
  let office: Office;
  let fake: HotlistFake;
  before(async () => {
    office = await openOffice({
      variables: async (clock) => {
        const list = await openHotList(clock);
        fake = list.fake;
        return list.variables;
      },
    });
  });
  after(async () => {
    await office.close();
    await fake.close();
  });

  const pull = async () => {
    await pullAllHotTopics(office.service.app, office.clock.now());
    await office.settle();
  };
  const itemsOf = async (path: string): Promise<Body[]> => (await ok(office.staff.responder.get(path))).body.items;
  const source = async () => (await itemsOf('/api/sources')).find(({ account }: Body) => account === 'hot-weibo');
  const metrics = async () => (await (await fetch(`${office.url}/metrics`)).text()).split('\n');

  it('is read, shown with ranks and heat, and floods neither queue nor figures', async () => {
    fake.show(['县城停水', '樱桃节']);
    await pull();
    const [list] = await itemsOf('/api/hot-lists');
    assert.deepEqual(
      [list.account, list.state, list.entries.map(({ title, rank }: Body) => [title, rank])],
      [
        'hot-weibo',
        'working',
        [
          ['县城停水', 1],
          ['樱桃节', 2],
        ],
      ],
    );
    assert.deepEqual(await itemsOf('/api/topics'), []);
    const signals = await itemsOf('/api/signals?kind=hot');
    assert.deepEqual(
      signals.map(({ sorting }: Body) => sorting.reason),
      Array(2).fill('未列入：热榜条目，未命中关注词'),
    );
    assert.deepEqual(await itemsOf('/api/signals?kind=comment'), []);
    const year = office.clock.now().getUTCFullYear();
    const { figures } = (await ok(office.staff.approver.get(`/api/statistics?period=${year}`))).body;
    assert.deepEqual(
      figures.filter(({ id }: Body) => id.startsWith('signals')),
      [],
    );
  });

  it('brings a topic once a watch word catches an entry, which can be tried before', async () => {
    const { responder, drafter } = office.staff;
    const rule = { name: '停水停电', any: ['停水', '停电'], never: ['演练'] };
    const tried = (await ok(responder.post('/api/watch-words/try', { rule }))).body;
    assert.deepEqual(
      [tried.looked, tried.caught.map(({ title, reason }: Body) => [title, reason])],
      [2, [['县城停水', '热榜第 1 位，关注词“停水停电”命中：停水']]],
    );
    assert.deepEqual(await itemsOf('/api/topics'), []);
    assert.equal((await drafter.post('/api/watch-words', rule)).status, 403);
    const empty = await responder.post('/api/watch-words', { name: '空' });
    assert.deepEqual([empty.status, empty.body.fields[0].field], [422, 'any']);
    const added = await responder.post('/api/watch-words', rule);
    assert.equal(added.status, 201);
    await office.settle();
    const [topic] = await itemsOf('/api/topics');
    assert.equal(topic.title, '县城停水');
    const signals = await itemsOf(`/api/signals?topic=${topic.id}`);
    assert.match(signals[0]?.sorting.reason, /^热榜第 1 位，关注词“停水停电”命中：停水。新事项/);
    assert.deepEqual([topic.class, topic.due.rule], ['opinion', 'opinion']);
    assert.match(topic.proposal.reason, /上了热榜第 1 位/);
  });

  it('is watched by words that are changed, switched off and removed by whoever has seen them as they are', async () => {
    const { responder } = office.staff;
    const own = async () => (await itemsOf('/api/watch-words')).filter(({ source: from }: Body) => from === 'staff');
    const [word] = await own();
    const path = `/api/watch-words/${word.id}`;
    const off = (await ok(responder.patch(path, { revision: word.revision, isOn: false }))).body;
    assert.deepEqual([off.isOn, off.revision, off.any], [false, 2, ['停水', '停电']]);
    const late = await responder.patch(path, { revision: 1, name: '水电' });
    assert.deepEqual([late.status, late.body.code], [409, 'stale-revision']);
    const ofFile = (await itemsOf('/api/watch-words')).find(({ source: from }: Body) => from === 'file');
    const refused = await responder.patch(`/api/watch-words/${ofFile.id}`, { revision: 1 });
    assert.match(refused.body.detail, /watch-words\.json/);
    const { revision } = (await ok(responder.delete(`${path}?revision=2`))).body;
    assert.deepEqual(await own(), []);
    const back = (await ok(responder.post(`${path}/restore`, { revision }))).body;
    assert.deepEqual([back.isOn, back.any], [false, ['停水', '停电']], 'as it was, and still off');
    assert.equal((await responder.post(`${path}/restore`, { revision: back.revision })).status, 409);
    await ok(responder.delete(`${path}?revision=${back.revision}`));
    const { items } = (await ok(responder.get(`/api/ledger?subject=${word.id}`))).body;
    assert.deepEqual(items.map(({ what }: Body) => what).toSorted(), [
      'watch-word.added',
      'watch-word.removed',
      'watch-word.removed',
      'watch-word.restored',
      'watch-word.switched-off',
    ]);
  });

  it('tells how the heat of an entry went', async () => {
    office.clock.pass(minutes(10));
    fake.show(['樱桃节', '县城停水']);
    await pull();
    const [list] = await itemsOf('/api/hot-lists');
    const { signal } = list.entries.find(({ title }: Body) => title === '县城停水');
    const path = `/api/hot-lists/heat?signal=${encodeURIComponent(signal)}`;
    const { points } = (await ok(office.staff.responder.get(path))).body;
    assert.deepEqual(
      points.map(({ rank }: Body) => rank),
      [1, 2],
    );
    const unknown = await office.staff.responder.get('/api/hot-lists/heat?signal=nothing');
    assert.equal(unknown.status, 404);
  });

  it('can be taken up by a person who thinks that it concerns us', async () => {
    const signal = (await itemsOf('/api/signals?kind=hot')).find(({ title }: Body) => title === '樱桃节');
    assert.ok(signal);
    const topic = (await ok(office.staff.responder.post('/api/topics', { signal: signal.id }))).body;
    assert.equal(topic.title, signal.title);
  });

  it('that stands still is shown as such everywhere, on a clock that moves on', async () => {
    fake.spoil('stale');
    await pull();
    office.clock.pass(hours(3) + minutes(2));
    await pull();
    assert.equal((await source()).stateName, '停滞');
    const told = await metrics();
    assert.ok(told.includes('sanwei_source_state{account="hot-weibo",state="standing-still"} 1'), told.join('\n'));
    const checked = (await ok(office.staff.approver.post('/api/accounts/check', {}))).body.items;
    const findings = checked.find(({ id }: Body) => id === 'hot-weibo').checkup.findings;
    assert.match(JSON.stringify(findings), /停滞.*不等于没有新热点/);
    fake.mend();
    await pull();
    assert.equal((await source()).stateName, '正常');
  });

  it('that fails is broken, not quiet', async () => {
    fake.spoil('login');
    office.clock.pass(minutes(10));
    await pull();
    assert.equal((await source()).stateName, '故障');
    assert.ok((await metrics()).includes('sanwei_source_state{account="hot-weibo",state="broken"} 1'));
    const [list] = await itemsOf('/api/hot-lists');
    assert.equal(list.state, 'broken');
    assert.ok(list.entries.length > 0, 'the last list that was read');
    fake.mend();
    await pull();
    assert.equal((await source()).stateName, '正常');
  });

  it('is nothing to publish on', async () => {
    const accounts: Body[] = await itemsOf('/api/accounts');
    const { can, configured } = accounts.find(({ id }) => id === 'hot-weibo');
    assert.deepEqual([can, configured], [['pullHotTopics'], true]);
    const draft = {
      kind: 'announcement',
      title: '公告',
      column: 'notices',
      accounts: ['website', 'hot-weibo'],
      body: '<p>文</p>',
    };
    const refused = await office.staff.drafter.post('/api/releases', draft);
    assert.deepEqual([refused.status, refused.body.fields?.[0]?.field], [422, 'accounts.1']);
  });
});
