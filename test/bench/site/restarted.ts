/** A service that has just been started on a store that is there: `node restarted.ts <folder> fill|cold|warm`, asked by restart.ts. */
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { readConfig } from '../../../config/read-config.ts';
import { machineClock, minutes } from '../../../src/clock.ts';
import { openLog } from '../../../src/log.ts';
import { listTopColumns } from '../../../src/release/columns.ts';
import { type Service, startService } from '../../../src/start-service.ts';
import { anAnnouncement, anAttempt } from '../../support/channel-tools.ts';
import { freePort } from '../../support/free-port.ts';
import { aLongBody } from './sanwei.ts';

const [folder = '', how = ''] = process.argv.slice(2);

export interface Restarted {
  readonly port: number;
  /** From the call that starts the service until it listens. */
  readonly listeningMs: number;
  /** Until all pages were made; null when nobody waited for it. */
  readonly warmedMs: number | null;
}

/** As many articles as a county publishes in a year or two, over all columns. */
const ARTICLES = 600;

async function fill({ app }: Service): Promise<void> {
  const channel = app.channels.get('website');
  const columns = listTopColumns();
  const now = machineClock.now();
  for (let i = 0; i < ARTICLES; i++) {
    const publishedAt = new Date(now.getTime() - minutes(ARTICLES - i));
    const column = columns[i % columns.length]?.id ?? '';
    const text = { title: `第 ${i} 号公告`, column, body: aLongBody(), publishedAt };
    const rendered = channel.render(anAnnouncement({ release: `r${i}`, ...text }));
    if (!rendered.fits) throw new Error('the article does not fit');
    await channel.publish(rendered.piece, anAttempt({ now: publishedAt }));
  }
}

const port = await freePort();
const config = readConfig({
  SANWEI_STORE: `file:${join(folder, 'sanwei.db')}`,
  SANWEI_PORT: String(port),
  SANWEI_KEY: '00'.repeat(32),
  WECHAT_APPID: 'wx0000000000000000',
  WECHAT_SECRET: 'not-asked-for',
  WECHAT_ENDPOINT: 'http://127.0.0.1:9',
});
const begun = performance.now();
const service = await startService({
  ...{ config, clock: machineClock, log: openLog('silent'), processId: 'bench', isGone: () => true },
  key: Buffer.alloc(32),
  ...(how !== 'warm' && { isCold: true }),
});
const listeningMs = performance.now() - begun;
if (how === 'fill') await fill(service);
const warmed = service.warmed.then(() => performance.now() - begun);
process.on('message', async ({ wait }: { wait: boolean }) => {
  const restarted: Restarted = { port, listeningMs, warmedMs: wait ? await warmed : null };
  process.send?.(restarted);
});
process.once('disconnect', () => void service.close().finally(() => process.exit()));
