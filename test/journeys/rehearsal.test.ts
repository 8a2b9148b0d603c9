import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { requireFreePorts } from '../../src/rehearsal/require-free-ports.ts';
import { openClient } from '../support/api.ts';
import { type ChildService, startChild, waitFor } from './child-service.ts';
import { ok } from './publish.ts';

/** The README's promise: ready within 120 s on 2 cores. */
const READY_WITHIN = 120_000;
/** The service and its platforms, with room for more. */
const ROW = 8;

/** The first of a row of free ports: the platforms take those after the service's own. */
async function freeRow(): Promise<number> {
  for (;;) {
    // Below what systems draw from for connections (32768 on Linux): nobody takes one of them in passing.
    const first = 20_000 + Math.floor(Math.random() * 10_000);
    const row = Array.from({ length: ROW }, (_, i) => first + i);
    const isFree = await requireFreePorts(row).then(
      () => true,
      () => false,
    );
    if (isFree) return first;
  }
}

const DOCTOR = fileURLToPath(new URL('../../src/doctor.ts', import.meta.url));

describe('npm start without any configuration', function () {
  this.timeout(READY_WITHIN + 60_000);
  let folder: string;
  let child: ChildService | null = null;
  let env: Record<string, string>;

  const start = async () => {
    child = await startChild({ env, cwd: folder, ready: /接口：/, within: READY_WITHIN });
    return child.said();
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sanwei-rehearsal-'));
    env = { SANWEI_PORT: String(await freeRow()) };
  });
  afterEach(function () {
    if (this.currentTest?.state === 'failed') console.error(child?.said(), child?.logged().slice(-4000));
  });
  after(async () => {
    await child?.kill();
    await rm(folder, { recursive: true, force: true });
  });

  let links: string[] = [];
  let login: readonly [name: string, password: string] = ['', ''];

  it('tells its story, and the release can be fetched at all three public links', async () => {
    const said = await start();
    links = [...said.matchAll(/已发出 {2}(http\S+)/g)].map(([, url]) => url ?? '');
    assert.equal(links.length, 3, said);
    for (const url of links) {
      const answer = await fetch(url);
      assert.equal(answer.status, 200, url);
      assert.match(await answer.text(), /分区停水/);
    }
    const [, name = '', password = ''] = /管理员账号：(\S+) {2}密码：(\S+)/.exec(said) ?? [];
    login = [name, password];
    assert.match(said, /已在原渠道回应/);
  });

  it('is found healthy by the doctor beside it', async () => {
    const quiet = ['--disable-warning=DEP0060', '--disable-warning=ExperimentalWarning'];
    const { PATH = '', HOME = '' } = process.env;
    const given = { cwd: folder, env: { PATH, HOME, ...env } };
    const { stdout } = await promisify(execFile)(process.execPath, [...quiet, DOCTOR], given); // throws on exit code 1
    assert.match(stdout, /县政府办微信公众号（wechat）.*县政府办微博（weibo）.*全部正常/s);
  });

  it('has counted the story, and nothing in its log tells a password', async () => {
    const admin = await openClient(`http://127.0.0.1:${env.SANWEI_PORT}`).login(...login);
    const year = new Date(Date.now() + 8 * 3_600_000).getUTCFullYear();
    const { figures } = (await ok(admin.get(`/api/statistics?period=${year}`))).body;
    const value = (id: string) => figures.find((figure: { id: string }) => figure.id === id)?.value;
    assert.deepEqual([value('items'), value('topics'), value('replies')], [1, 1, 1]);
    assert.equal(child?.logged().includes(login[1]), false);
  });

  it('goes on where it stopped after kill -9, without telling the story again', async () => {
    await child?.kill();
    const said = await start();
    assert.doesNotMatch(said, /已发出/);
    for (const url of links) assert.equal((await fetch(url)).status, 200, url);
  });

  it('leaves by itself on SIGTERM', async () => {
    const stopping = child?.stop();
    assert.equal(await waitFor(() => child?.process.exitCode === 0, 15_000), true, child?.logged());
    await stopping;
  });
});
