/** HTTP over the real embedded store in a temporary folder, on a free port, with a clock the test moves. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../src/clock.ts';
import { after } from '../../src/clock.ts';
import type { Endpoint } from '../../src/http/endpoint.ts';
import { type Listener, listen } from '../../src/http/listen.ts';
import { type HttpParts, openHttp } from '../../src/http/open-http.ts';
import { openLog } from '../../src/log.ts';
import { openStaffDoor } from '../../src/staff/find-visitor.ts';
import { ensureAdministrator } from '../../src/staff/first-administrator.ts';
import { staffRoutes } from '../../src/staff/staff-routes.ts';
import { staffIndexes } from '../../src/staff/staff-store.ts';
import type { Database } from '../../src/store/collection.ts';
import { ensureIndexes } from '../../src/store/ensure-indexes.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { type Client, openClient } from '../support/api.ts';

export interface MovedClock extends Clock {
  pass(ms: number): void;
}

export function movedClock(at: string): MovedClock {
  let now = new Date(at);
  return {
    now: () => now,
    pass(ms) {
      now = after(now, ms);
    },
  };
}

export interface TestStore {
  readonly db: Database;
  close(): Promise<void>;
}

export async function openStaffStore(): Promise<TestStore> {
  const folder = await mkdtemp(join(tmpdir(), 'sanwei-staff-'));
  const { db, close } = await openDatabase(`file:${join(folder, 'test.db')}`);
  await ensureIndexes(db, staffIndexes);
  return {
    db,
    async close() {
      await close();
      await rm(folder, { recursive: true });
    },
  };
}

export interface TestServer {
  readonly client: Client;
  readonly db: Database;
  readonly clock: MovedClock;
  /** Parsed log lines so far. */
  readonly log: readonly Readonly<Record<string, unknown>>[];
  readonly listener: Listener;
  /** The first administrator's password. */
  readonly password: string;
  /** The administrator's browser. */
  admin(): Promise<Client>;
  close(): Promise<void>;
}

export interface Serving
  extends Partial<Pick<HttpParts, 'pages' | 'showRefusal' | 'publicUrl' | 'bodyLimit' | 'proxies' | 'probes'>> {
  readonly endpoints?: readonly Endpoint[];
}

export async function startServer(serving: Serving = {}): Promise<TestServer> {
  const { db, close } = await openStaffStore();
  const clock = movedClock('2018-07-02T09:00:00+08:00');
  const first = await ensureAdministrator(db, clock.now());
  const log: Record<string, unknown>[] = [];
  const publicUrl = serving.publicUrl ?? 'http://sanwei.test';
  const app = openHttp({
    pages: [],
    probes: { pingStore: async () => {}, isStarted: () => true },
    ...serving,
    endpoints: [...staffRoutes({ db, publicUrl }), ...(serving.endpoints ?? [])],
    staff: openStaffDoor(db),
    log: openLog('debug', { write: (line) => void log.push(JSON.parse(line)) }),
    clock,
    publicUrl,
  });
  const listener = await listen({ app, host: '127.0.0.1', port: 0, closeWithinMs: 500 });
  const client = openClient(listener.url);
  const password = first?.password ?? '';
  return {
    client,
    db,
    clock,
    log,
    listener,
    password,
    admin: () => client.login('admin', password),
    async close() {
      await listener.close();
      await close();
    },
  };
}
