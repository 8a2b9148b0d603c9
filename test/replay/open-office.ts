/**
 * The office of a replay: the real service in a process of its own, which may be killed at any moment; the platforms played
 * back and the people here. One clock for all of them, which the replay moves.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DELIVERIES, type Delivery } from '../../src/delivery/delivery.ts';
import type { Database } from '../../src/store/collection.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { environmentFor, type Fakes, hireStaff, type Staff, startFakes } from '../journeys/open-office.ts';
import { aClock } from '../support/channel-tools.ts';
import { freePort } from '../support/free-port.ts';
import { Lives } from './lives.ts';

export interface Office {
  readonly staff: Staff;
  readonly fakes: Fakes;
  readonly lives: Lives;
  /** The store, read beside the service. */
  readonly db: Database;
  now(): Date;
  /** The service is told with the next thing that is asked of it. */
  setClock(at: Date): Promise<void>;
  /** Until nothing is left to do at the clock's time. */
  idle(): Promise<void>;
  /** Lets everything that is due happen, moving the clock on until nothing waits for it. */
  settle(): Promise<void>;
  pullComments(): Promise<void>;
  sealLedger(): Promise<void>;
  close(): Promise<void>;
}

/** Hours by the moved clock until even a lost answer is settled. */
const STEPS = 200;
const OPEN = { state: { $in: ['waiting', 'sending', 'settling'] } };

/** Compiled code is loaded in half the time by the lives that come later. */
const COMPILED = join(tmpdir(), 'sanwei-replay-compiled');

export async function openOffice(start: Date): Promise<Office> {
  const folder = await mkdtemp(join(tmpdir(), 'sanwei-replay-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const clock = aClock(start);
  const fakes = await startFakes(clock, port, url);
  const storeUrl = `file:${join(folder, 'sanwei.db')}`;
  const settings = { SANWEI_LOG_LEVEL: 'error', SANWEI_PULL_CRON: '0 0 1 1 *', NODE_COMPILE_CACHE: COMPILED };
  const env = { ...environmentFor(fakes, { port, storeUrl }), ...settings };
  const lives = new Lives({ env, cwd: folder, now: clock.now });
  const staff = await hireStaff(url, await lives.ready());
  const store = await openDatabase(storeUrl);
  const deliveries = store.db.collection<Delivery>(DELIVERIES);
  const idle = () => lives.ask('idle');
  const settle = async () => {
    for (let i = 0; i < STEPS; i++) {
      await idle();
      const [next] = await deliveries.find(OPEN, { sort: { dueAt: 1 }, limit: 1 }).toArray();
      if (!next) return;
      clock.pass(Math.max(1000, Math.min(60_000, next.dueAt.getTime() - clock.now().getTime())));
    }
    throw new Error('deliveries do not come to an end');
  };
  return {
    ...{ staff, fakes, lives, db: store.db, now: clock.now, idle, settle },
    setClock: async (at) => {
      clock.set(at);
      await lives.ask('nothing');
    },
    pullComments: () => lives.ask('pull'),
    sealLedger: () => lives.ask('seal'),
    close: async () => {
      await lives.close();
      await Promise.all([fakes.wechat.close(), fakes.weibo.close(), store.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
