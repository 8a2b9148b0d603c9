/**
 * Looks at an installation as whoever installs it would: configuration, store, key, public address, and every account as
 * check-accounts.ts finds it. What is found at the accounts is kept, so that staff see the same in /api/accounts.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Config, ConfigProblems } from '../../config/read-config.ts';
import { checkAccounts } from '../channel/check-accounts.ts';
import type { Account } from '../channel/kind.ts';
import { AccountProblems, type Registry } from '../channel/registry.ts';
import type { Clock } from '../clock.ts';
import { dataFolder, readKeyFile } from '../key-file.ts';
import type { Logger } from '../log.ts';
import { openRegistry, platformsOf } from '../open-registry.ts';
import { rehearsalSettings } from '../rehearsal/open-rehearsal.ts';
import { openMediaStore } from '../release/media-store.ts';
import { sourceFindings } from '../signal/source-states.ts';
import { tellStartTrouble } from '../start-trouble.ts';
import { type OpenedDatabase, openDatabase } from '../store/open-database.ts';
import { checkKey, checkSite, fine } from './own-house.ts';
import { aReport, type Report, type Section } from './report.ts';

export interface Examination {
  readonly readConfig: () => Config;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Never throws for what is wrong with the installation: that is what it tells. */
export async function examine({ readConfig, clock, log }: Examination): Promise<Report> {
  const now = clock.now();
  try {
    const config = await withRehearsal(readConfig());
    const store = await openDatabase(config.storeUrl);
    try {
      return aReport(now, await look({ config, store, clock, log }));
    } finally {
      await store.close();
    }
  } catch (error) {
    return aReport(now, [trouble(error)]);
  }
}

/** What keeps a service from starting keeps the doctor from looking further. */
function trouble(error: unknown): Section {
  const isOfSettings = error instanceof ConfigProblems || error instanceof AccountProblems;
  const remedies = isOfSettings ? error.problems : [tellStartTrouble(error)];
  const what = isOfSettings ? '配置' : '打开数据库和密钥';
  return { account: null, name: '本机', findings: remedies.map((remedy) => ({ what, ok: false, remedy })) };
}

interface Patient {
  readonly config: Config;
  readonly store: OpenedDatabase;
  readonly clock: Clock;
  readonly log: Logger;
}

async function look({ config, store: { db, ping }, clock, log }: Patient): Promise<readonly Section[]> {
  const key = config.key ?? (await readKeyFile(join(dataFolder(config.storeUrl), 'key')));
  await ping();
  const { siteUrl } = config;
  const house = [fine('配置'), fine('数据库可以读写'), await checkKey(db, key), await checkSite(siteUrl)];
  const platforms = platformsOf(config);
  const ground = { config, clock, log, key };
  const channels = await openRegistry(ground, platforms, { db, media: openMediaStore(db) });
  try {
    const findingsOf = (id: string) => sourceFindings({ db, channels, config, accounts: config.accounts }, id);
    const sections = await lookAtAccounts({ db, channels, log, siteUrl, findingsOf }, platforms, clock.now());
    return [{ account: null, name: '本机', findings: house }, ...sections];
  } finally {
    await channels.close();
  }
}

async function lookAtAccounts(
  checking: Parameters<typeof checkAccounts>[0] & { readonly channels: Registry },
  platforms: readonly Account[],
  now: Date,
): Promise<readonly Section[]> {
  const checked = await checkAccounts(checking, now);
  return platforms.map(({ id, name }) => {
    const findings = checked.find(({ account }) => account === id)?.findings;
    return { account: id, name, findings: findings ?? [fine('没有配置变量，不使用这个账号')] };
  });
}

/** In a rehearsal the platforms are those of the running service, which has left their settings beside the store. */
async function withRehearsal(config: Config): Promise<Config> {
  if (!config.rehearsal) return config;
  const file = rehearsalSettings(dataFolder(config.storeUrl));
  const text = await readFile(file, 'utf8').catch(() => {
    throw new ConfigProblems(['没有配置任何账号，演练也没有启动过。请先运行 npm start，或填写账号的变量']);
  });
  return { ...config, settings: new Map([...config.settings, ...Object.entries(JSON.parse(text) as object)]) };
}
