/** The channels of the accounts that are configured, each with what its adapter needs of the house. */
import type { Config } from '../config/read-config.ts';
import type { Ground } from './app.ts';
import { openCounters } from './channel/counters.ts';
import type { Account } from './channel/kind.ts';
import { openMedia } from './channel/own-records.ts';
import { openChannels, type Registry } from './channel/registry.ts';
import { openVault } from './channel/vault.ts';
import { openVoices } from './interaction/voices.ts';
import type { MediaStore } from './release/media-store.ts';
import { openSite } from './site/page-store.ts';
import type { Database } from './store/collection.ts';

/** Kind of accounts whose messages come in as files only; no folder under channels/. */
const IMPORT_ONLY = 'import';

/** Accounts with a folder under channels/. */
export function platformsOf({ accounts }: Pick<Config, 'accounts'>): readonly Account[] {
  return accounts.filter(({ kind }) => kind !== IMPORT_ONLY);
}

/** Opens the channels of these accounts. Throws AccountProblems. */
export async function openRegistry(
  { config, clock, log, key }: Pick<Ground, 'config' | 'clock' | 'log' | 'key'>,
  platforms: readonly Account[],
  { db, media, siteChanged }: { readonly db: Database; readonly media: MediaStore; readonly siteChanged?: () => void },
): Promise<Registry> {
  const site = { ...openSite(db, clock, siteChanged), ...openVoices(db, siteChanged) };
  const toolsFor = (account: Account) => ({
    vault: openVault({ rows: db.collection('secrets'), key, account: account.id }),
    counters: openCounters(db, account.id),
    media: openMedia(media),
    site,
    siteUrl: config.siteUrl,
    log: log.child({ account: account.id }),
  });
  return await openChannels(platforms, config.settings, toolsFor);
}
