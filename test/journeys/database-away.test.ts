/**
 * The database stops answering in the middle of a fan-out. SANWEI_OUTAGE_SECONDS makes it as long as one likes; the server
 * itself is then stopped (SIGSTOP) where we may, instead of the door in front of it.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readConfig } from '../../config/read-config.ts';
import { machineClock, seconds } from '../../src/clock.ts';
import { type Service, startService } from '../../src/start-service.ts';
import { type Answer, type Client, openClient } from '../support/api.ts';
import { memoryLog } from '../support/channel-tools.ts';
import { freePort } from '../support/free-port.ts';
import { FIRST_START_LIMIT_MS, type MongoServer, startMongoServer, whyNoMongoServer } from '../support/mongo-server.ts';
import { type Door, openDoor } from '../support/tcp-door.ts';
import { waitFor } from './child-service.ts';
import { environmentFor, type Fakes, startFakes } from './open-office.ts';
import { aDraft, ok } from './publish.ts';

const RELEASES = Number(process.env.SANWEI_OUTAGE_RELEASES ?? 12);
const OUTAGE_MS = seconds(Number(process.env.SANWEI_OUTAGE_SECONDS ?? 4));
const IS_LONG = process.env.SANWEI_OUTAGE_SECONDS !== undefined;
/** Until a request is told 503, whatever it was doing when the server froze (store/open-database.ts, store/watch-database.ts). */
const TOLD_WITHIN_MS = 8500;
/** Until the first delivery after the outage. */
const RESUMED_WITHIN_MS = 10_000;

const AWAY = /database is away/;
const BACK = /database is back/;

describe(`a MongoDB server that is away for ${OUTAGE_MS / 1000} s in the middle of a fan-out`, function () {
  this.timeout(240_000 + 2 * OUTAGE_MS);
  const { log, lines } = memoryLog();
  let folder: string;
  let server: MongoServer;
  let door: Door;
  let fakes: Fakes;
  let service: Service;
  let admin: Client;
  let checker: Client;

  before(async function () {
    const why = whyNoMongoServer();
    if (why) {
      console.log(`    ${why}`);
      return this.skip();
    }
    this.timeout(FIRST_START_LIMIT_MS);
    folder = await mkdtemp(join(tmpdir(), 'sanwei-away-'));
    server = await startMongoServer();
    const url = new URL(server.url);
    door = await openDoor({ host: url.hostname, port: Number(url.port || 27_017) });
    url.host = `127.0.0.1:${door.port}`;
    url.searchParams.set('directConnection', 'true');
    const port = await freePort();
    fakes = await startFakes(machineClock, port, `http://127.0.0.1:${port}`);
    const quick = {
      SANWEI_LEASE_SECONDS: '3',
      WECHAT_SETTLE_SECONDS: '1',
      WEIBO_SETTLE_SECONDS: '1',
      WEIBO_CALLS_PER_DAY: '0',
    };
    const config = readConfig({ ...environmentFor(fakes, { port, storeUrl: url.href }), ...quick });
    const ground = { config, clock: machineClock, log, processId: 'away', isGone: () => false, key: Buffer.alloc(32) };
    service = await startService(ground);
    admin = await openClient(service.url).login('admin', service.firstLogin?.password ?? '');
    const person = { name: 'checker', roles: ['reviewer', 'approver', 'statistician'], password: 'checks-all-day' };
    await ok(admin.post('/api/staff', { ...person, mustChangePassword: false }));
    checker = await openClient(service.url).login('checker', person.password);
  });

  after(async () => {
    await door?.open();
    await service?.close();
    await door?.close();
    await server?.stop();
    if (fakes) await Promise.all([fakes.wechat.close(), fakes.weibo.close()]);
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  afterEach(function () {
    if (this.currentTest?.state === 'failed') console.error(lines.filter((line) => !/"request"/.test(line)).slice(-30));
  });

  /** Approves them all, as fast as the server takes it; returns their ids. */
  async function beginFanOut(name: string): Promise<string[]> {
    const ids: string[] = [];
    for (let n = 1; n <= RELEASES; n++) {
      const draft = aDraft({ title: `${name}第${n}号公告：关于停水的安排` });
      const { id, revision } = (await ok(admin.post('/api/releases', draft))).body;
      await ok(admin.post(`/api/releases/${id}/submit`, { revision }));
      await ok(checker.post(`/api/releases/${id}/review`, { revision }));
      ids.push(id);
    }
    await Promise.all(ids.map((id) => ok(checker.post(`/api/releases/${id}/approve`, { revision: 1 }))));
    return ids;
  }

  async function timed<T>(work: Promise<T>): Promise<readonly [T, number]> {
    const startedMs = performance.now();
    return [await work, Math.round(performance.now() - startedMs)];
  }

  async function assertTold(asked: Promise<Answer>): Promise<number> {
    const [answer, ms] = await timed(asked);
    assert.equal(answer.status, 503, JSON.stringify(answer.body));
    assert.ok(Number(answer.headers.get('retry-after')) > 0);
    const told = typeof answer.body === 'string' ? answer.body : answer.body.detail;
    // Every page of the site names the site's own address, which here is on this machine as the database is.
    const text = told.replace(/<meta name="SiteDomain" content="[^"]*">/, '');
    assert.match(text, /数据库/);
    assert.doesNotMatch(text, /Mongo|127\.0\.0\.1|\.ts/);
    assert.ok(ms < TOLD_WITHIN_MS, `${ms} ms`);
    return ms;
  }

  /** What everybody meets meanwhile; returns the longest wait. */
  async function askAround(): Promise<number> {
    const anybody = openClient(service.url);
    const told = await Promise.all([
      assertTold(checker.get('/api/deliveries')),
      assertTold(admin.post('/api/releases', aDraft({ title: '停电公告' }))),
      assertTold(anybody.get('/', { accept: 'text/html' })),
      assertTold(anybody.get('/readyz')),
      assertTold(anybody.post('/api/session', { name: 'admin', password: 'does not matter' })),
    ]);
    assert.equal((await anybody.get('/healthz')).status, 200);
    return Math.max(...told);
  }

  const out = () => fakes.wechat.posts().length + fakes.weibo.posts().length;
  const notDone = async (ids: readonly string[]) => {
    const releases = await Promise.all(ids.map((id) => checker.get(`/api/releases/${id}`)));
    const deliveries = releases.flatMap(({ body }) => body.deliveries ?? []);
    const open = deliveries.filter(({ state }) => state !== 'done');
    return deliveries.length === ids.length * 3 ? open : [...open, `${deliveries.length} deliveries in all`];
  };

  async function assertDone(ids: readonly string[]): Promise<void> {
    await waitFor(async () => (await notDone(ids)).length === 0, 60_000 + OUTAGE_MS);
    assert.deepEqual(await notDone(ids), [], 'everything is done');
  }

  async function assertOutOnce(ids: readonly string[]): Promise<void> {
    const wanted = ids.map((id) => `${service.app.siteUrl}/p/${id}.html`).sort();
    for (const fake of [fakes.wechat, fakes.weibo]) {
      const links = fake.posts().map((post) => post.links);
      assert.deepEqual(links.filter((link) => wanted.includes(String(link))).sort(), wanted, `${fake.kind}: each once`);
    }
    await service.app.idle();
    const told = await service.app.db
      .collection<{ _id: string; what: string; subject: string }>('ledger')
      .find({ what: { $in: ['delivery.done', 'release.approved'] } })
      .toArray();
    for (const id of ids) {
      const mine = told.filter(({ subject }) => subject === id || subject.startsWith(`${id}:`));
      assert.equal(mine.length, 4, `${id}: approved once, done three times, told once each`);
    }
  }

  function outagesTold(from: number): readonly [number, number] {
    const since = lines.slice(from);
    return [since.filter((line) => AWAY.test(line)).length, since.filter((line) => BACK.test(line)).length];
  }

  const stops = {
    'frozen, still taking calls': {
      stop: async () => (IS_LONG && server.pid ? void process.kill(server.pid, 'SIGSTOP') : door.freeze()),
      go: async () => (IS_LONG && server.pid ? void process.kill(server.pid, 'SIGCONT') : await door.open()),
    },
    'gone, refusing calls': { stop: () => door.shut(), go: () => door.open() },
  } as const;

  for (const [how, { stop, go }] of Object.entries(stops)) {
    it(`${how}: requests get 503 in time, work resumes by itself, nothing is lost and nothing comes twice`, async () => {
      const ids = await beginFanOut(how.slice(0, 2));
      const first = out() + 4;
      assert.ok(await waitFor(() => out() >= first, 30_000), 'the fan-out has begun');
      const from = lines.length;
      await stop();
      const over = pause(OUTAGE_MS);
      const longest = await askAround();
      await over;
      const before = out();
      const atMs = performance.now();
      await go();
      assert.ok(await waitFor(() => out() > before, RESUMED_WITHIN_MS), 'posts go on');
      const resumed = Math.round(performance.now() - atMs);
      assert.ok(await waitFor(async () => (await openClient(service.url).get('/readyz')).status === 200, 5000));
      await assertDone(ids);
      const whole = Math.round(performance.now() - atMs);
      await assertOutOnce(ids);
      const [away, back] = outagesTold(from);
      assert.ok(away === back && away >= 1 && away <= 3, `told ${away} outages, ${back} ends`);
      const noise = lines.slice(from).filter((line) => /"level":(50|60)/.test(line) && !AWAY.test(line));
      console.log(`      503 after ${longest} ms at most, first post after ${resumed} ms, all after ${whole} ms,`);
      console.log(`      outages told ${away}, other error lines ${noise.length}`);
    });
  }

  it('cut connections once: nobody waits, nothing is lost and nothing comes twice', async () => {
    const ids = await beginFanOut('断线');
    door.cut();
    assert.ok(await waitFor(async () => (await checker.get('/api/deliveries')).status === 200, 2000));
    await assertDone(ids);
    await assertOutOnce(ids);
  });
});
