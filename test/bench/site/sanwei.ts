/** The whole service as main.ts starts it, on an embedded store of its own, with one article of about 20 KB on its site. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../../config/read-config.ts';
import { machineClock } from '../../../src/clock.ts';
import { openLog } from '../../../src/log.ts';
import { startService } from '../../../src/start-service.ts';
import { anAnnouncement, anAttempt } from '../../support/channel-tools.ts';
import { freePort } from '../../support/free-port.ts';
import type { Contender } from './contender.ts';

const PARAGRAPH =
  '为保障城区供水安全，县水务局定于三月五日八时至十八时对供水主管网进行检修，届时解放路、建设路沿线将暂停供水，';

/** About 20 KB as a page. */
export function aLongBody(): string {
  return Array.from({ length: 46 }, (_, i) => `<p>（${i + 1}）${PARAGRAPH.repeat(2)}请提前储水。</p>`).join('');
}

export async function openSanwei(): Promise<Contender> {
  const folder = await mkdtemp(join(tmpdir(), 'sanwei-bench-site-'));
  const port = await freePort();
  const config = readConfig({
    SANWEI_STORE: `file:${join(folder, 'sanwei.db')}`,
    SANWEI_PORT: String(port),
    SANWEI_KEY: '00'.repeat(32),
    WECHAT_APPID: 'wx0000000000000000',
    WECHAT_SECRET: 'not-asked-for',
    WECHAT_ENDPOINT: 'http://127.0.0.1:9',
  });
  const log = openLog('silent');
  const ground = { config, clock: machineClock, log, processId: 'bench', isGone: () => false, key: Buffer.alloc(32) };
  const service = await startService(ground);
  const channel = service.app.channels.get('website');
  const now = machineClock.now();
  const rendered = channel.render(anAnnouncement({ column: 'notices', body: aLongBody(), publishedAt: now }));
  if (!rendered.fits) throw new Error('the article does not fit');
  await channel.publish(rendered.piece, anAttempt({ now }));
  const close = async () => {
    await service.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { port, path: '/p/r1.html', close };
}
