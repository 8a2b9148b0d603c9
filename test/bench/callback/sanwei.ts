/**
 * The whole service as main.ts starts it, on an embedded store of its own: every message is in the store, flushed to the
 * disk, before its push is answered. Its stages run meanwhile and sort what came.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { APPID } from '../../../channels/wechat/fake-login.ts';
import { AES_KEY, TOKEN } from '../../../channels/wechat/fake-push.ts';
import { readConfig } from '../../../config/read-config.ts';
import { machineClock } from '../../../src/clock.ts';
import { openLog } from '../../../src/log.ts';
import { startService } from '../../../src/start-service.ts';
import { freePort } from '../../support/free-port.ts';
import type { Contender, Mode } from './contender.ts';

export async function open(mode: Mode, parent = tmpdir()): Promise<Contender> {
  const folder = await mkdtemp(join(parent, 'sanwei-callback-'));
  const port = await freePort();
  const config = readConfig({
    SANWEI_STORE: `file:${join(folder, 'sanwei.db')}`,
    SANWEI_PORT: String(port),
    SANWEI_KEY: '00'.repeat(32),
    WECHAT_APPID: APPID,
    WECHAT_SECRET: 'not-asked-for',
    WECHAT_ENDPOINT: 'http://127.0.0.1:9',
    WECHAT_TOKEN: TOKEN,
    ...(mode === 'safe' ? { WECHAT_AES_KEY: AES_KEY, WECHAT_PUSHES: 'encrypted' } : {}),
  });
  const log = openLog('silent');
  const ground = { config, clock: machineClock, log, processId: 'bench', isGone: () => false, key: Buffer.alloc(32) };
  const service = await startService(ground);
  return {
    port,
    async recorded() {
      await service.app.idle();
      return await service.app.db.collection('signals').countDocuments({});
    },
    async close() {
      await service.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
