import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machineClock } from '../../src/clock.ts';
import { type Body, type Client, openClient } from '../support/api.ts';
import { type ChildService, startChild, waitFor } from './child-service.ts';
import { environmentFor, type Fakes, freePort, startFakes } from './open-office.ts';
import { aDraft, ok } from './publish.ts';

const RELEASES = 50;
const KILLS = 10;

/** Replay a failure with SANWEI_SEED=<the seed it printed>. */
const seed = Number(process.env.SANWEI_SEED ?? Math.floor(Math.random() * 1e9));

/** Deterministic numbers in [0, 1) (mulberry32). */
function chance(state: number): () => number {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe(`killed with -9 at ${KILLS} random moments of a ${RELEASES}-release fan-out (seed ${seed})`, function () {
  this.timeout(240_000);
  let folder: string;
  let fakes: Fakes;
  let env: Record<string, string>;
  let url: string;
  let child: ChildService | null = null;

  const start = async () => {
    child = await startChild({ env, cwd: folder, ready: /接口：/, within: 60_000 });
    return child;
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sanwei-crash-'));
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    fakes = await startFakes(machineClock, port, url);
    const storeUrl = process.env.SANWEI_CRASH_STORE ?? `file:${join(folder, 'sanwei.db')}`;
    const quick = {
      SANWEI_LOG_LEVEL: 'error',
      SANWEI_LEASE_SECONDS: '2',
      WECHAT_SETTLE_SECONDS: '1',
      WEIBO_SETTLE_SECONDS: '1',
    };
    env = { ...environmentFor(fakes, { port, storeUrl }), ...quick };
  });

  afterEach(function () {
    if (this.currentTest?.state === 'failed') console.error(child?.logged().slice(-4000));
  });

  after(async () => {
    await child?.kill();
    await Promise.all([fakes.wechat.close(), fakes.weibo.close()]);
    await rm(folder, { recursive: true, force: true });
  });

  it('puts 150 posts out, none twice and none missing, each with one ledger line', async () => {
    const random = chance(seed);
    const first = await start();
    const password = /密码：(\S+)/.exec(first.said())?.[1] ?? '';
    const admin = await openClient(url).login('admin', password);
    const { drafter, checker } = await hire(admin);
    const ids = await approveAll(drafter, checker);
    for (let kill = 0; kill < KILLS; kill++) {
      await new Promise((resolve) => setTimeout(resolve, 20 + random() * 250));
      await child?.kill();
      await start();
    }
    await waitFor(
      async () => (await countDone(checker)) === RELEASES * 3,
      Number(process.env.SANWEI_CRASH_PATIENCE ?? 60_000),
    );
    const left = await notDone(checker);
    assert.deepEqual(left, [], 'every delivery is done');
    assert.equal(await countDone(checker), RELEASES * 3);
    for (const fake of [fakes.wechat, fakes.weibo]) {
      const links = fake
        .posts()
        .filter(({ gone }) => !gone)
        .map((post) => post.links);
      const wanted = ids.map((id) => `${url}/p/${id}.html`);
      assert.deepEqual(links.sort(), wanted.sort(), `${fake.kind}: one post for each release`);
    }
    for (const id of ids) assert.equal((await fetch(`${url}/p/${id}.html`)).status, 200);
    const year = new Date().getFullYear();
    const { body } = await ok(checker.get(`/api/statistics?period=${year}`));
    const values = new Map(body.figures.map(({ id, value }: { id: string; value: number }) => [id, value]));
    assert.equal(values.get('items'), RELEASES);
    for (const account of ['website', 'wechat', 'weibo']) assert.equal(values.get(`posts:${account}`), RELEASES);
    assert.equal(await child?.stop(), 0, 'leaves by itself on SIGTERM');
  });

  async function hire(admin: Client) {
    const person = { displayName: '甲', mustChangePassword: false };
    await ok(admin.post('/api/staff', { ...person, name: 'drafter', roles: ['drafter'], password: 'drafts-all-day' }));
    const roles = ['reviewer', 'approver', 'statistician'];
    await ok(admin.post('/api/staff', { ...person, name: 'checker', roles, password: 'checks-all-day' }));
    const anybody = openClient(url);
    const logins = [anybody.login('drafter', 'drafts-all-day'), anybody.login('checker', 'checks-all-day')] as const;
    const [drafter, checker] = await Promise.all(logins);
    return { drafter, checker };
  }

  async function approveAll(drafter: Client, checker: Client): Promise<string[]> {
    const ids: string[] = [];
    for (let n = 1; n <= RELEASES; n++) {
      const { body } = await ok(drafter.post('/api/releases', aDraft({ title: `第${n}号公告：关于道路施工的安排` })));
      await ok(drafter.post(`/api/releases/${body.id}/submit`, { revision: body.revision }));
      await ok(checker.post(`/api/releases/${body.id}/review`, { revision: body.revision }));
      ids.push(body.id);
    }
    await Promise.all(ids.map((id) => ok(checker.post(`/api/releases/${id}/approve`, { revision: 1 }))));
    return ids;
  }

  /** What stands in the way, as the board tells it. */
  async function notDone(checker: Client) {
    const states = ['waiting', 'sending', 'settling', 'stuck', 'cancelled'];
    const boards = await Promise.all(states.map((state) => checker.get(`/api/deliveries?limit=200&state=${state}`)));
    const open = boards.flatMap(({ body }) => body.items as Body[]);
    return await Promise.all(
      open.map(async ({ id, stateName, reason }) => {
        const { triesMade } = (await checker.get(`/api/deliveries/${id}`)).body;
        return { id, stateName, reason, tries: triesMade.map(({ at, endedAt, by }: Body) => `${at} ${endedAt} ${by}`) };
      }),
    );
  }

  async function countDone(checker: Client): Promise<number> {
    let done = 0;
    for (let cursor = ''; ; ) {
      const { body } = await ok(checker.get(`/api/deliveries?state=done&limit=200${cursor}`));
      done += body.items.length;
      if (!body.next) return done;
      cursor = `&cursor=${body.next}`;
    }
  }
});
