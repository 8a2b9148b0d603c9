/**
 * Rehearsal: the platforms of every account that has a fake are played back on local ports, and the service is configured
 * to talk to them. What they took is kept beside the store, so a restarted rehearsal goes on where it stopped.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../config/read-config.ts';
import type { Fake } from '../channel/fake.ts';
import { findFakes } from '../channel/find-fakes.ts';
import type { Clock } from '../clock.ts';
import type { Service } from '../start-service.ts';
import { playStory } from './play-story.ts';
import { requireFreePorts } from './require-free-ports.ts';

export interface Rehearsal {
  /** The configuration with the fakes in place of the platforms. */
  readonly config: Config;
  /** Tells the story on the first start, and says where to look. */
  play(service: Service, say: (text: string) => void): Promise<void>;
  close(): Promise<void>;
}

export interface RehearsalInput {
  readonly config: Config;
  readonly clock: Clock;
  /** Where the fakes keep their state. */
  readonly folder: string;
}

/** Comments of a rehearsal are fetched while the visitor still looks; nobody counts the calls. */
const PULL_CRON = '*/5 * * * * *';
const HOT_CRON = '*/10 * * * * *';

/** Where a running rehearsal leaves the accounts' variables for the doctor: by account id, without prefix. */
export function rehearsalSettings(folder: string): string {
  return join(folder, 'rehearsal', 'settings.json');
}

/** Starts the fakes on the ports after the service's own. Throws when a port is taken. */
export async function openRehearsal({ config, clock, folder }: RehearsalInput): Promise<Rehearsal> {
  const state = join(folder, 'rehearsal');
  await mkdir(state, { recursive: true });
  const kinds = await findFakes();
  // The canonical account is our own site, which is there already.
  const played = config.accounts.filter(({ kind, canonical }) => kinds.has(kind) && !canonical);
  const portOf = (i: number) => (config.port === 0 ? 0 : config.port + 1 + i);
  await requireFreePorts([config.port, ...played.map((_, i) => portOf(i))]);
  const fakes = new Map<string, Fake>();
  for (const [i, { id, kind }] of played.entries()) {
    const start = kinds.get(kind);
    if (!start) continue;
    const pushTo = `http://127.0.0.1:${config.port}/push/${id}`;
    fakes.set(
      id,
      await start({ port: portOf(i), clock, file: join(state, `${id}.json`), pushTo, siteUrl: config.siteUrl }),
    );
  }
  const given = Object.fromEntries([...fakes].map(([id, fake]) => [id, fake.settings]));
  await writeFile(rehearsalSettings(folder), JSON.stringify(given), { mode: 0o600 });
  const settings = new Map([...config.settings, ...Object.entries(given)]);
  return {
    config: { ...config, settings, pullCron: PULL_CRON, hot: { ...config.hot, cron: HOT_CRON } },
    play: (service, say) => playStory({ service, fakes, siteUrl: config.siteUrl, say }),
    close: async () => {
      await Promise.all([...fakes.values()].map((fake) => fake.close()));
    },
  };
}
