/** The real service on the embedded store, when no file may grow any more (RLIMIT_FSIZE, set from outside with prlimit). */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machineClock } from '../../src/clock.ts';
import { type Answer, type Client, openClient } from '../support/api.ts';
import { freePort } from '../support/free-port.ts';
import { type ChildService, startChild, waitFor } from './child-service.ts';
import { environmentFor, type Fakes, startFakes } from './open-office.ts';
import { aDraft, ok } from './publish.ts';

const MESSAGES = 300;

function importMessages(staff: Client): Promise<Answer> {
  const lines = Array.from({ length: MESSAGES }, (_, n) => {
    const about = { account: 'message-board', ref: `m${n}`, kind: 'message', author: { id: '', name: '某网友' } };
    return JSON.stringify({ ...about, text: `路灯不亮，第${n}号`, writtenAt: '2026-03-01T08:00:00+08:00' });
  });
  const headers = { 'content-type': 'application/x-ndjson' };
  return staff.post('/api/signals/import', lines.join('\n'), headers);
}

describe('a disk that takes no more', function () {
  this.timeout(60_000);
  let folder: string;
  let fakes: Fakes;
  let child: ChildService | null = null;
  let url: string;

  before(async function () {
    if (spawnSync('prlimit', ['--version']).status !== 0) {
      console.log('    NOT CHECKED: prlimit (util-linux) is missing');
      return this.skip();
    }
    folder = await mkdtemp(join(tmpdir(), 'sanwei-full-'));
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    fakes = await startFakes(machineClock, port, url);
    const env = environmentFor(fakes, { port, storeUrl: `file:${join(folder, 'sanwei.db')}` });
    child = await startChild({
      env: { ...env, SANWEI_LOG_LEVEL: 'warn' },
      cwd: folder,
      ready: /接口：/,
      within: 60_000,
    });
  });

  after(async () => {
    await child?.kill();
    if (fakes) await Promise.all([fakes.wechat.close(), fakes.weibo.close()]);
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  afterEach(function () {
    if (this.currentTest?.state === 'failed') console.error(child?.logged().slice(-3000));
  });

  const limitFiles = (bytes: string) =>
    void execFileSync('prlimit', ['--pid', String(child?.process.pid), `--fsize=${bytes}:unlimited`]);

  it('refuses changes with 503, goes on showing what is there, and works again when there is room', async () => {
    const anybody = openClient(url);
    const admin = await anybody.login('admin', /密码：(\S+)/.exec(child?.said() ?? '')?.[1] ?? '');
    const isReady = async () => (await anybody.get('/readyz')).status === 200;
    await ok(admin.post('/api/releases', aDraft({ title: '第1号公告：关于停水的安排' })));
    limitFiles('4096');
    for (let n = 2; n <= 4; n++) {
      const refused = await admin.post('/api/releases', aDraft({ title: `第${n}号公告：关于停水的安排` }));
      assert.equal(refused.status, 503, JSON.stringify(refused.body));
      assert.equal(refused.body.code, 'unavailable');
      assert.match(refused.body.detail, /可能没有保存/);
      assert.doesNotMatch(refused.body.detail, /sqlite|sanwei\.db/i);
    }
    assert.equal((await importMessages(admin)).status, 503);
    assert.equal((await anybody.get('/', { accept: 'text/html' })).status, 200);
    assert.equal((await anybody.get('/healthz')).status, 200);
    assert.equal(await isReady(), false);
    limitFiles('unlimited');
    assert.ok(await waitFor(isReady, 5000), 'work resumes by itself');
    await ok(admin.post('/api/releases', aDraft({ title: '第5号公告：关于停水的安排' })));
    const { taken, repeated } = (await ok(importMessages(admin))).body;
    assert.deepEqual({ taken, repeated }, { taken: MESSAGES, repeated: 0 }, 'nothing of the refused import was there');
    const { items } = (await ok(admin.get('/api/releases'))).body;
    assert.deepEqual(
      items.map(({ title }: { title: string }) => title.slice(0, 5)).sort(),
      ['第1号公告', '第5号公告'],
      'what was acknowledged, and nothing else',
    );
    const told = child?.logged().match(/the database is (away|back)/g);
    assert.deepEqual(told, ['the database is away', 'the database is back']);
    assert.equal(await child?.stop(), 0);
  });
});
