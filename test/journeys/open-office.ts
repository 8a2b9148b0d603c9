/**
 * A whole office for a story: the real service on a temporary store, the platforms played back on ports, a clock to move,
 * and staff who work through HTTP.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../config/read-config.ts';
import type { Fake, FakeOptions } from '../../src/channel/fake.ts';
import { findFakes } from '../../src/channel/find-fakes.ts';
import type { Clock } from '../../src/clock.ts';
import type { Role } from '../../src/staff/person.ts';
import { type Service, startService } from '../../src/start-service.ts';
import { type Client, openClient } from '../support/api.ts';
import { aClock, type SetClock, silentLog } from '../support/channel-tools.ts';
import { freePort } from '../support/free-port.ts';

export type Fakes = Readonly<Record<'wechat' | 'weibo', Fake>>;

export interface Staff {
  readonly administrator: Client;
  readonly drafter: Client;
  readonly reviewer: Client;
  readonly approver: Client;
  readonly responder: Client;
}

export interface Office {
  readonly service: Service;
  readonly fakes: Fakes;
  readonly staff: Staff;
  readonly clock: SetClock;
  readonly url: string;
  /** Lets everything that is due happen, moving the clock on until nothing waits for it (at most an hour). */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export interface OfficeOptions {
  readonly storeUrl?: string;
  readonly start?: Date;
  /** Further variables, such as those of a platform that the story brings itself; it is given the office's clock. */
  readonly variables?: (clock: SetClock) => Promise<Readonly<Record<string, string>>>;
  /** Variables beside those the platforms come with, or instead of them. */
  readonly env?: Readonly<Record<string, string>> | ((fakes: Fakes) => Readonly<Record<string, string>>);
}

/** Starts the platforms; `pushPort` is the service's. */
export async function startFakes(clock: Clock, pushPort: number, siteUrl: string): Promise<Fakes> {
  const kinds = await findFakes();
  const start = async (kind: string) => {
    const pushTo = `http://127.0.0.1:${pushPort}/push/${kind}`;
    const options: FakeOptions = { port: await freePort(), clock, file: null, pushTo, siteUrl };
    const fake = await kinds.get(kind)?.(options);
    if (!fake) throw new Error(`channels/${kind} has no fake.ts`);
    return fake;
  };
  return { wechat: await start('wechat'), weibo: await start('weibo') };
}

/** The environment of a service that talks to these platforms. */
export function environmentFor(fakes: Fakes, { port, storeUrl }: { port: number; storeUrl: string }) {
  const prefixed = (prefix: string, fake: Fake) =>
    Object.entries(fake.settings).map(([name, value]) => [`${prefix}_${name}`, value] as const);
  return {
    SANWEI_STORE: storeUrl,
    SANWEI_PORT: String(port),
    SANWEI_LOG_LEVEL: 'silent',
    SANWEI_KEY: '00'.repeat(32),
    ...Object.fromEntries([...prefixed('WECHAT', fakes.wechat), ...prefixed('WEIBO', fakes.weibo)]),
  };
}

export async function openOffice({
  storeUrl,
  start,
  variables,
  env: changes = {},
}: OfficeOptions = {}): Promise<Office> {
  const folder = await mkdtemp(join(tmpdir(), 'sanwei-'));
  const port = await freePort();
  const clock = aClock(start);
  const url = `http://127.0.0.1:${port}`;
  const fakes = await startFakes(clock, port, url);
  const env = environmentFor(fakes, { port, storeUrl: storeUrl ?? `file:${join(folder, 'sanwei.db')}` });
  const changed = typeof changes === 'function' ? changes(fakes) : changes;
  const config = readConfig({ ...env, ...(await variables?.(clock)), ...changed });
  const key = Buffer.alloc(32);
  const service = await startService({ config, clock, log: silentLog, processId: 'journey', isGone: () => false, key });
  const staff = await hireStaff(service.url, service.firstLogin?.password ?? '');
  const close = async () => {
    await service.close();
    await Promise.all([fakes.wechat.close(), fakes.weibo.close()]);
    await rm(folder, { recursive: true, force: true });
  };
  return { service, fakes, staff, clock, url, settle: () => settle(service, clock), close };
}

/** The people of an office, with tokens, by the administrator that the first start made. */
export async function hireStaff(url: string, password: string): Promise<Staff> {
  const anybody = openClient(url);
  const administrator = await anybody.login('admin', password);
  const hire = async (name: string, roles: readonly Role[]) => {
    const own = `${name}-has-a-password`;
    const person = { name, displayName: name, roles, password: own, mustChangePassword: false };
    const { status, body } = await administrator.post('/api/staff', person);
    if (status !== 201) throw new Error(`cannot hire ${name}: ${JSON.stringify(body)}`);
    const browser = await anybody.login(name, own);
    // A token outlives a moved clock, a session does not.
    const issued = await browser.post('/api/tokens', { name: 'journey', roles });
    return anybody.as(issued.body.token);
  };
  return {
    administrator,
    drafter: await hire('drafter', ['drafter']),
    reviewer: await hire('reviewer', ['reviewer']),
    approver: await hire('approver', ['approver', 'statistician']),
    responder: await hire('responder', ['responder']),
  };
}

const OPEN = { state: { $in: ['waiting', 'sending', 'settling'] } };

async function settle({ app }: Service, clock: SetClock): Promise<void> {
  for (let i = 0; i < 60; i++) {
    await app.idle();
    const [next] = await app.db
      .collection<{ _id: string; dueAt: Date }>('deliveries')
      .find(OPEN, { sort: { dueAt: 1 }, limit: 1 })
      .toArray();
    if (!next) return;
    clock.pass(Math.max(1000, Math.min(60_000, next.dueAt.getTime() - clock.now().getTime())));
  }
  throw new Error('deliveries are still open after an hour');
}
