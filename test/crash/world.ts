/** What outlives the service: its store, the platforms and the doors in front of them, and whoever waits for it to be up. */
import { cp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFakes } from '../../src/channel/find-fakes.ts';
import { machineClock } from '../../src/clock.ts';
import { environmentFor, type Fakes } from '../journeys/open-office.ts';
import { freePort } from '../support/free-port.ts';
import { openRelay } from './relay.ts';
import type { StoreKind } from './stores.ts';

/** The site's address stands in every post, so it is the same whatever port the service has. */
export const SITE = 'http://shifan.test';

const QUICK = {
  SANWEI_SITE_URL: SITE,
  SANWEI_LOG_LEVEL: 'warn',
  SANWEI_LEASE_SECONDS: '2',
  SANWEI_PULL_CRON: '0 0 1 1 *',
  WECHAT_SETTLE_SECONDS: '1',
  WEIBO_SETTLE_SECONDS: '1',
  // Loaded a second time in half the time; filled by the lives that end by themselves.
  NODE_COMPILE_CACHE: join(tmpdir(), 'sanwei-crash-compiled'),
};

export interface World {
  readonly folder: string;
  readonly store: StoreKind;
  readonly storeUrl: string;
  /** Of the service. */
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
  readonly fakes: Fakes;
  /** File that is told every step. */
  readonly trace: string;
  /** Told every step of a platform; the life under way decides what follows. */
  onStep: (step: string) => void;
  close(): Promise<void>;
}

export interface Opening {
  readonly store: StoreKind;
  readonly name: string;
  /** Folder of all worlds of a run. */
  readonly root: string;
  /** Begins as this one was left. */
  readonly like?: Pick<World, 'folder' | 'storeUrl'>;
}

export async function openWorld({ store, name, root, like }: Opening): Promise<World> {
  const folder = join(root, `${store.name}-${name}`);
  await mkdir(folder, { recursive: true });
  const storeUrl = store.urlOf(name, folder);
  if (like) {
    await store.copy(like.storeUrl, storeUrl);
    await cp(platformsIn(like.folder), platformsIn(folder), { recursive: true });
  } else await mkdir(platformsIn(folder));
  const port = await freePort();
  const fakes = await startFakes(folder, port);
  const reach = (step: string) => world.onStep(step);
  const relays = await Promise.all(
    Object.entries(fakes).map(async ([kind, fake]) => openRelay({ name: kind, to: fake.url, reach })),
  );
  const through = (value: string) =>
    Object.values(fakes).reduce((told, fake, at) => told.replaceAll(fake.url, relays[at]?.url ?? ''), value);
  const settings = Object.entries({ ...environmentFor(fakes, { port, storeUrl }), ...QUICK });
  const env = Object.fromEntries(settings.map(([key, value]) => [key, through(value)]));
  const close = async () => {
    await Promise.all([...relays, ...Object.values(fakes)].map((one) => one.close()));
    await store.drop(storeUrl);
    await rm(folder, { recursive: true, force: true });
  };
  const trace = join(folder, 'steps.log');
  const url = `http://127.0.0.1:${port}`;
  const world: World = { folder, store, storeUrl, url, env, fakes, trace, onStep: () => {}, close };
  return world;
}

const platformsIn = (folder: string) => join(folder, 'platforms');

async function startFakes(folder: string, pushPort: number): Promise<Fakes> {
  const kinds = await findFakes();
  const start = async (kind: keyof Fakes) => {
    const file = join(platformsIn(folder), `${kind}.json`);
    const pushTo = `http://127.0.0.1:${pushPort}/push/${kind}`;
    const fake = await kinds.get(kind)?.({ port: await freePort(), clock: machineClock, file, pushTo, siteUrl: SITE });
    if (!fake) throw new Error(`channels/${kind} has no fake.ts`);
    return fake;
  };
  return { wechat: await start('wechat'), weibo: await start('weibo') };
}
