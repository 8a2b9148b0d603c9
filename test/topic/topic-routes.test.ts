import assert from 'node:assert/strict';
import { replyRoutes } from '../../src/reply/reply-routes.ts';
import { signalRoutes } from '../../src/signal/signal-routes.ts';
import { topicRoutes } from '../../src/topic/topic-routes.ts';
import { startServer, type TestServer } from '../http/start-server.ts';
import type { Client } from '../support/api.ts';
import { openDesk, type TestDesk } from './open-desk.ts';

const road = '望江桥什么时候通车，孩子上学要绕路';
const market = '东山花苑旁的菜市场占道经营';

describe('the response desk over HTTP', () => {
  let desk: TestDesk;
  let server: TestServer;
  let admin: Client;
  before(async () => {
    desk = await openDesk();
    server = await startServer({ endpoints: [...signalRoutes(desk), ...topicRoutes(desk), ...replyRoutes(desk)] });
    admin = await server.admin();
    await desk.hear({ ref: 'a', text: road, raw: { floor: 3, 备注: '回电13812345678' } }, { ref: 'b', text: market });
  });
  after(async () => {
    await server.close();
    await desk.close();
  });

  const line = (ref: string, given: object = {}) =>
    JSON.stringify({
      account: 'board',
      ref,
      kind: 'message',
      author: '某住户',
      text: '西门没有路灯',
      writtenAt: '2018-07-01T08:00:00+08:00',
      ...given,
    });
  const bring = (lines: readonly string[], query = '') =>
    admin.send({
      method: 'POST',
      path: `/api/signals/import${query}`,
      body: lines.join('\n'),
      headers: { 'content-type': 'application/x-ndjson' },
    });
  const topicWith = async (word: string) => {
    const { body } = await admin.get('/api/topics');
    return body.items.find(({ title }: { title: string }) => title.includes(word));
  };

  it('shows the raw form of a signal, masked, and in no list', async () => {
    const { body } = await admin.get('/api/signals/blog%3Aa');
    assert.deepEqual(body.raw, { floor: 3, 备注: '回电138****5678' });
    assert.equal((await admin.get('/api/signals/blog%3Ab')).body.raw, null);
    const { items } = (await admin.get('/api/signals')).body;
    assert.deepEqual([items.length, items.filter((one: object) => 'raw' in one)], [2, []]);
  });

  it('renames a topic and takes that back, each naming the revision it means', async () => {
    const { id, revision, title } = await topicWith('菜市场');
    const renamed = await admin.post(`/api/topics/${id}/rename`, { revision, title: '东山花苑菜市场占道' });
    assert.deepEqual(
      [renamed.status, renamed.body.title, renamed.body.formerTitle],
      [200, '东山花苑菜市场占道', title],
    );
    const late = await admin.post(`/api/topics/${id}/rename`, { revision, title: '菜市场' });
    assert.deepEqual([late.status, late.body.code], [409, 'stale-revision']);
    const empty = await admin.post(`/api/topics/${id}/rename`, { revision: revision + 1, title: ' ' });
    assert.deepEqual([empty.status, empty.body.fields[0].field], [422, 'title']);
    const back = (await admin.post(`/api/topics/${id}/undo`, { revision: revision + 1 })).body;
    assert.deepEqual([back.title, back.formerTitle], [title, null]);
  });

  it('lists the queue by due time, with explanation and how many voices', async () => {
    const { status, body } = await admin.get('/api/topics?limit=1');
    assert.equal(status, 200);
    assert.equal(body.items.length, 1);
    assert.notEqual(body.next, null);
    const [{ due, signals, recentSignals, stateName }] = body.items;
    assert.match(due.explanation, /5 个工作日内/);
    assert.deepEqual([signals, recentSignals, stateName], [1, 1, '待回应']);
    const next = await admin.get(`/api/topics?limit=1&cursor=${body.next}`);
    assert.notEqual(next.body.items[0].id, body.items[0].id);
  });

  it('filters by due day and owner', async () => {
    const count = async (query: string) => (await admin.get(`/api/topics?${query}`)).body.items.length;
    assert.equal(await count('due=2018-07-09'), 2);
    assert.equal(await count('due=today'), 0);
    assert.equal(await count('due=overdue'), 0);
    assert.equal(await count('owner=none'), 2);
    assert.equal(await count('owner=me'), 0);
    assert.equal((await admin.get('/api/topics?due=tomorrow')).status, 422);
  });

  it('claims with the revision in If-Match or in the body, and refuses a stale one with 409', async () => {
    const { id, revision } = await topicWith('望江桥');
    const claimed = await admin.post(`/api/topics/${id}/claim`, {}, { 'if-match': `"${revision}"` });
    assert.equal(claimed.status, 200);
    assert.equal(claimed.body.owner, 'admin');
    const stale = await admin.post(`/api/topics/${id}/release`, { revision });
    assert.deepEqual([stale.status, stale.body.code], [409, 'stale-revision']);
    assert.equal((await admin.post(`/api/topics/${id}/release`, { revision: revision + 1 })).body.owner, null);
  });

  it('refuses an act that names no revision', async () => {
    const { id } = await topicWith('望江桥');
    const { status, body } = await admin.post(`/api/topics/${id}/claim`, {});
    assert.equal(status, 422);
    assert.match(JSON.stringify(body), /revision/);
  });

  it('logs an answer given elsewhere and shows it on the page of the topic', async () => {
    const { id } = await topicWith('望江桥');
    const means = {
      means: 'phone',
      text: '已电话告知通车时间',
      proof: '电话记录 2018-17',
      givenAt: '2018-07-02T08:30:00+08:00',
    };
    assert.equal((await admin.post(`/api/topics/${id}/replies`, { ...means, proof: '无' })).status, 422);
    const { status, body } = await admin.post(`/api/topics/${id}/replies`, means);
    assert.deepEqual([status, body.state], [201, 'logged']);
    const { body: page } = await admin.get(`/api/topics/${id}`);
    assert.deepEqual([page.state, page.replies.length, page.signals.total], ['answered', 1, 1]);
    assert.equal(page.signals.items[0].text, road);
    assert.equal(page.deadlines[0].rule, 'message');
  });

  it('drafts an answer for the channel and keeps its writer from approving it', async () => {
    const { id } = await topicWith('菜市场');
    const { body: draft } = await admin.post(`/api/topics/${id}/replies`, { means: 'channel', text: '城管今天已清理' });
    assert.deepEqual([draft.state, draft.revision], ['draft', 1]);
    const { status, body } = await admin.post(`/api/replies/${draft.id}/approve`, { revision: 1 });
    assert.deepEqual([status, body.code], [409, 'same-person']);
    const edited = await admin.patch(`/api/replies/${draft.id}`, { text: '今天已清理完毕' }, { 'if-match': '"1"' });
    assert.deepEqual([edited.status, edited.body.revision], [200, 2]);
    assert.equal((await admin.get('/api/replies?state=draft')).body.items[0].id, draft.id);
  });

  it('merges, undoes, closes and reopens', async () => {
    const one = await topicWith('菜市场');
    const { body: other } = await admin.get(`/api/topics?state=answered`);
    const into = other.items[0].id;
    const merged = await admin.post(`/api/topics/${one.id}/merge`, { revision: one.revision, into });
    assert.deepEqual([merged.status, merged.body.id, merged.body.signals], [200, into, 2]);
    const undone = await admin.post(`/api/topics/${into}/undo`, { revision: merged.body.revision });
    assert.equal(undone.body.signals, 1);
    const { body: again } = await admin.get(`/api/topics/${one.id}`);
    const closed = await admin.post(`/api/topics/${one.id}/close`, { revision: again.revision, reason: '重复反映' });
    assert.match(closed.body.warning, /没有任何回应/);
    const open = await admin.post(`/api/topics/${one.id}/reopen`, { revision: closed.body.revision });
    assert.equal(open.body.state, 'open');
  });

  it('imports, and names the line, the field and the remedy of what it refuses', async () => {
    const broken = await bring([line('1'), line('2', { writtenAt: '2018-07-01' })]);
    assert.equal(broken.status, 422);
    assert.match(broken.headers.get('content-type') ?? '', /problem\+json/);
    assert.equal((await admin.get('/api/signals?account=board')).body.items.length, 0);
    const partial = await bring([line('1'), line('2', { writtenAt: '2018-07-01' })], '?partial=true');
    assert.deepEqual([partial.body.taken, partial.body.refused[0].line], [1, 2]);
    const again = await bring([line('1')]);
    assert.deepEqual([again.status, again.body.taken, again.body.repeated], [200, 0, 1]);
    assert.equal((await admin.get('/api/signals?sorted=false')).body.items[0].ref, '1');
  });

  it('refuses an import of another media type', async () => {
    const { status } = await admin.send({
      method: 'POST',
      path: '/api/signals/import',
      body: line('9'),
      headers: { 'content-type': 'image/png' },
    });
    assert.equal(status, 415);
  });

  it('shows how each source is doing', async () => {
    const { body } = await admin.get('/api/sources');
    assert.deepEqual(
      body.items.map(({ account, state }: { account: string; state: string }) => [account, state]),
      [
        ['site', 'tells-nothing'],
        ['blog', 'tells-nothing'],
        ['board', 'import-only'],
      ],
    );
  });

  it('shows citizens’ words to nobody who is not logged in', async () => {
    for (const path of ['/api/topics', '/api/signals', '/api/sources', '/api/replies']) {
      assert.equal((await server.client.get(path)).status, 401);
    }
  });
});
