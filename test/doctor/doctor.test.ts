import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WechatFake } from '../../channels/wechat/fake.ts';
import type { WeiboFake } from '../../channels/weibo/fake.ts';
import { readConfig } from '../../config/read-config.ts';
import { machineClock } from '../../src/clock.ts';
import { type Service, startService } from '../../src/start-service.ts';
import { environmentFor, startFakes } from '../journeys/open-office.ts';
import { openClient } from '../support/api.ts';
import { silentLog } from '../support/channel-tools.ts';
import { freePort } from '../support/free-port.ts';

const DOCTOR = fileURLToPath(new URL('../../src/doctor.ts', import.meta.url));

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

describe('npm run doctor', function () {
  this.timeout(60_000);
  let folder: string;
  let env: Record<string, string>;
  let service: Service;
  let wechat: WechatFake;
  let weibo: WeiboFake;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sanwei-doctor-'));
    const port = await freePort();
    const fakes = await startFakes(machineClock, port, `http://127.0.0.1:${port}`);
    wechat = fakes.wechat as WechatFake;
    weibo = fakes.weibo as WeiboFake;
    env = environmentFor(fakes, { port, storeUrl: `file:${join(folder, 'sanwei.db')}` });
    const ground = { clock: machineClock, log: silentLog, processId: 'beside', isGone: () => false };
    service = await startService({ ...ground, config: readConfig(env), key: Buffer.alloc(32) });
  });
  after(async () => {
    await service?.close();
    await Promise.all([wechat?.close(), weibo?.close()]);
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(() => {
    wechat.mend();
    weibo.mend();
    wechat.knobs.blockedIp = null;
    Object.assign(wechat.knobs.rights, { publish: true, comment: true });
    wechat.knobs.quotas['/cgi-bin/draft/add'] = 1000;
    weibo.setTokenLife(30 * 86_400);
    weibo.countCalls(null);
  });

  const run = (changes: Readonly<Record<string, string>> = {}, ...options: readonly string[]): Promise<Ran> =>
    new Promise((resolve) => {
      const { PATH = '', HOME = '' } = process.env;
      const quiet = ['--disable-warning=DEP0060', '--disable-warning=ExperimentalWarning'];
      const given = { cwd: folder, env: { PATH, HOME, ...env, ...changes } };
      execFile(process.execPath, [...quiet, DOCTOR, ...options], given, (error, out, err) =>
        resolve({ code: error ? Number(error.code) : 0, out, err }),
      );
    });

  /** What it finds wrong, after what holds for every run. */
  async function wrong(changes: Readonly<Record<string, string>> = {}): Promise<string> {
    const { code, out, err } = await run(changes);
    assert.deepEqual([code, err], [1, ''], out);
    for (const [name, secret] of Object.entries({ ...env, ...changes })) {
      if (secret !== '' && /SECRET|TOKEN|KEY/.test(name)) assert.ok(!out.includes(secret), `${name} is told`);
    }
    const found = [...out.matchAll(/✗ (.*)\n {6}(.*)/g)].map(([, what, remedy]) => `${what}：${remedy}`);
    assert.ok(found.length > 0, out);
    return found.join('\n');
  }

  it('finds nothing wrong with a healthy installation, and staff see the same', async () => {
    const { code, out, err } = await run();
    assert.deepEqual([code, err], [0, ''], out);
    for (const line of [
      '网站地址可以访问',
      '密钥能打开',
      'IP 白名单',
      '发布文章的权限',
      '推送地址可从外部访问',
      '时钟',
    ]) {
      assert.match(out, new RegExp(`✓ .*${line}`));
    }
    assert.match(out, /✓ 微博授权还有 (29|30) 天/);
    assert.match(out, /平台额度（剩余\/上限）：提交发布 100\/100（每天）/);
    assert.match(out, /全部正常。\n$/);
    const admin = await openClient(service.url).login('admin', service.firstLogin?.password ?? '');
    const { items } = (await admin.get('/api/accounts')).body;
    const shown = items.flatMap(
      (item: { checkup: { findings: { what: string }[] } | null }) => item.checkup?.findings ?? [],
    );
    assert.ok(shown.length > 10);
    for (const { what } of shown) assert.ok(out.includes(what), what);
  });

  it('tells programs the same in JSON', async () => {
    weibo.setTokenLife(86_400);
    const { code, out } = await run({}, '--json');
    const report = JSON.parse(out);
    assert.deepEqual([code, report.ok], [1, false]);
    const [section, ...others] = report.sections.filter(({ findings }: { findings: { ok: boolean }[] }) =>
      findings.some(({ ok }) => !ok),
    );
    assert.deepEqual([section.account, others.length], ['weibo', 0]);
    assert.match(report.at, /^\d{4}-.*Z$/);
  });

  it('tells the address that is not on the white list', async () => {
    wechat.knobs.blockedIp = '203.0.113.9';
    assert.match(await wrong(), /^本机地址在公众号的 IP 白名单里：.*203\.0\.113\.9.*加入白名单.*$/);
  });

  it('tells a wrong secret', async () => {
    assert.match(await wrong({ WECHAT_SECRET: 'not-the-secret' }), /^登录微信接口.*AppSecret 不正确.*核对.*$/);
  });

  it('tells a missing right', async () => {
    wechat.knobs.rights.publish = false;
    assert.match(await wrong(), /^发布文章的权限：账号没有发布接口的权限.*$/);
  });

  it('tells what is used up today', async () => {
    wechat.knobs.quotas['/cgi-bin/draft/add'] = 1;
    await fetch(`${wechat.url}/cgi-bin/draft/add`, { method: 'POST', body: '{}' }); // counted, whatever comes of it
    weibo.countCalls(0);
    assert.match(
      await wrong(),
      /^平台额度还有剩余：新建草稿：每天 1 次已用完，次日 0 点恢复.*\n平台额度还有剩余：接口调用：平台没有给这个账号/,
    );
  });

  it('tells a token that ends soon, and one that has ended', async () => {
    weibo.setTokenLife(2 * 86_400);
    assert.match(await wrong(), /^微博授权还有 (1|2) 天：请尽快/);
    weibo.setTokenLife(0);
    assert.match(await wrong(), /^微博授权：微博授权已失效/);
  });

  it('tells a clock that is off', async () => {
    wechat.spoilNext('clock-ahead');
    assert.match(await wrong(), /^本机时钟与平台一致：本机时钟比平台慢 1\d\d 秒/);
  });

  it('tells a push token that the running service does not have', async () => {
    assert.match(await wrong({ WECHAT_TOKEN: 'anotherToken' }), /^推送地址.*HTTP 403.*Token.*重启服务/);
  });

  it('tells a platform that cannot be reached', async () => {
    const nowhere = `http://127.0.0.1:${await freePort()}`;
    assert.match(await wrong({ WEIBO_ENDPOINT: nowhere }), /^微博授权：/);
  });

  it('tells a public address where nothing answers', async () => {
    const found = await wrong({ SANWEI_SITE_URL: `http://127.0.0.1:${await freePort()}` });
    assert.match(found, /^网站地址可以访问.*没有应答（ECONNREFUSED）.*\n推送地址.*没有应答（ECONNREFUSED）/);
  });

  const doors: readonly (readonly [number, RegExp])[] = [
    [301, /转向别处（HTTP 301）/],
    [404, /没有接收推送的服务（HTTP 404）/],
    [200, /答复不是本服务给出的（HTTP 200）/],
    [502, /服务或反向代理出错（HTTP 502）/],
  ];
  for (const [status, words] of doors) {
    it(`tells a public address that answers ${status} for us`, async () => {
      const door = await openDoor(status);
      const { port } = door.address() as { port: number };
      const found = await wrong({ SANWEI_SITE_URL: `http://127.0.0.1:${port}` });
      await new Promise((resolve) => door.close(resolve));
      assert.match(found.split('\n').at(-1) ?? '', words);
      assert.match(found, /答复的不是本服务（HTTP \d+）/);
    });
  }

  it('tells a key that does not open what is stored, without either', async () => {
    await wechatIn(service);
    const found = await wrong({ SANWEI_KEY: '11'.repeat(32) });
    assert.match(found, /^密钥能打开保存的令牌：保存的令牌无法用当前保险库密钥解开/);
  });

  it('tells every fault of the configuration, and a store that cannot be opened', async () => {
    assert.match(await wrong({ SANWEI_PORT: 'x', SANWEI_LOG_LEVEL: 'y' }), /SANWEI_PORT.*\n.*SANWEI_LOG_LEVEL/);
    assert.match(await wrong({ WECHAT_AES_KEY: 'short' }), /^配置：WECHAT_AES_KEY：EncodingAESKey 应为 43 个字符$/);
    const file = join(folder, 'no-database');
    await writeFile(file, 'this is no database, and was never meant to be one');
    assert.match(await wrong({ SANWEI_STORE: `file:${file}` }), /^打开数据库和密钥：/);
  });

  it('says that a rehearsal must run first, and what it is asked wrongly', async () => {
    const nothing = Object.fromEntries(Object.keys(env).map((name) => [name, '']));
    assert.match(await wrong(nothing), /^配置：没有配置任何账号，演练也没有启动过/);
    const { code, err } = await run({}, '--all');
    assert.deepEqual([code, err], [2, '不认识参数 --all。用法：npm run -s doctor [-- --json]\n']);
  });
});

async function openDoor(status: number): Promise<Server> {
  const headers = { location: 'https://elsewhere.example/' };
  const server = createServer((_request, response) => response.writeHead(status, headers).end('front page'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** Has the service log in at the platform, so that a token is stored. */
async function wechatIn({ app }: Service): Promise<void> {
  const signal = AbortSignal.timeout(10_000);
  const attempt = {
    key: 'k',
    number: 1,
    now: machineClock.now(),
    signal,
    log: silentLog,
    step: async () => null as never,
  };
  await app.channels.get('wechat').quotasLeft?.(attempt);
}
