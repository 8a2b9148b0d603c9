import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machineClock } from '../../src/clock.ts';
import { openClient } from '../support/api.ts';
import { freePort } from '../support/free-port.ts';
import { type ChildService, HEALED_MS, startChild, waitFor } from './child-service.ts';
import { environmentFor, type Fakes, startFakes } from './open-office.ts';
import { aDraft, ok } from './publish.ts';

const RELEASES = 20;

describe('two processes on one store', function () {
  this.timeout(240_000);
  let folder: string;
  let fakes: Fakes;
  let url: string;
  const children: ChildService[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sanwei-two-'));
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    fakes = await startFakes(machineClock, port, url);
    const quick = { SANWEI_LEASE_SECONDS: '2', WECHAT_SETTLE_SECONDS: '1', WEIBO_SETTLE_SECONDS: '1' };
    const shared = { ...environmentFor(fakes, { port, storeUrl: `file:${join(folder, 'sanwei.db')}` }), ...quick };
    for (const own of [port, await freePort()]) {
      const env = { ...shared, SANWEI_LOG_LEVEL: 'error', SANWEI_SITE_URL: url, SANWEI_PORT: String(own) };
      children.push(await startChild({ env, cwd: folder, ready: /接口：/, within: 60_000 }));
    }
  });

  afterEach(function () {
    if (this.currentTest?.state === 'failed') for (const child of children) console.error(child.logged().slice(-3000));
  });

  after(async () => {
    await Promise.all(children.map((child) => child.kill()));
    await Promise.all([fakes.wechat.close(), fakes.weibo.close()]);
    await rm(folder, { recursive: true, force: true });
  });

  it('share a fan-out without posting anything twice, and the second finishes it when the first is killed', async () => {
    const [first, second] = children;
    const password = /密码：(\S+)/.exec(first?.said() ?? '')?.[1] ?? '';
    const other = /http:\/\/127\.0\.0\.1:\d+(?=\/api)/.exec(second?.said() ?? '')?.[0] ?? '';
    const admin = await openClient(url).login('admin', password);
    const person = { name: 'checker', roles: ['reviewer', 'approver'], password: 'checks-all-day' };
    await ok(admin.post('/api/staff', person));
    const checker = await openClient(other).login('checker', person.password);
    const desks = [checker, await openClient(url).login('checker', person.password)];
    const ids: string[] = [];
    for (let n = 1; n <= RELEASES; n++) {
      const { id, revision } = (
        await ok(admin.post('/api/releases', aDraft({ title: `第${n}号公告：关于停水的安排` })))
      ).body;
      await ok(admin.post(`/api/releases/${id}/submit`, { revision }));
      await ok(checker.post(`/api/releases/${id}/review`, { revision }));
      ids.push(id);
    }
    // Half is approved through each, at once: both have reason to plan and to send everything.
    await Promise.all(
      ids.map((id, i) => ok((desks[i % 2] ?? checker).post(`/api/releases/${id}/approve`, { revision: 1 }))),
    );
    const all = async () => (await ok(checker.get('/api/deliveries?limit=200'))).body.items;
    const makers = async () => {
      const made = await Promise.all(
        (await all()).map(({ id }: { id: string }) => ok(checker.get(`/api/deliveries/${id}`))),
      );
      return new Set(made.flatMap(({ body }) => body.triesMade.map(({ by }: { by: string }) => by)));
    };
    await waitFor(() => fakes.wechat.posts().length >= RELEASES / 4, 30_000);
    // A quarter may have gone out through one of them alone: killed before it sent anything, the first would prove nothing.
    await waitFor(async () => (await makers()).size === 2, 30_000);
    await first?.kill();
    const notDone = async () => (await all()).filter(({ state }: { state: string }) => state !== 'done');
    await waitFor(async () => (await notDone()).length === 0, HEALED_MS);
    assert.deepEqual(await notDone(), []);
    assert.equal((await all()).length, RELEASES * 3);
    assert.equal((await makers()).size, 2, 'both have sent some');
    const wanted = ids.map((id) => `${url}/p/${id}.html`).sort();
    for (const fake of [fakes.wechat, fakes.weibo]) {
      assert.deepEqual(
        fake
          .posts()
          .map(({ links }) => links)
          .sort(),
        wanted,
        `${fake.kind}: one post for each release`,
      );
    }
  });
});
