/** How the sources are doing, for whoever watches over them: the list of sources, the checks of accounts, the metrics. */
import type { Doorway, Finding } from '../channel/contract.ts';
import type { Account } from '../channel/kind.ts';
import type { Database } from '../store/collection.ts';
import { type ShownSource, showSource } from './show-source.ts';
import { signalsOf } from './signal.ts';
import { findSource } from './source.ts';

export interface SourceDesk {
  readonly db: Database;
  readonly accounts: readonly Account[];
  readonly channels: { doorway(id: string): Doorway | null };
  readonly clock?: { now(): Date };
  readonly config: { readonly hot: { readonly stillMs: number } };
}

/** Every account as a source, in the order of config/accounts.json. */
export async function sourceStates(desk: SourceDesk): Promise<readonly ShownSource[]> {
  return await Promise.all(desk.accounts.map((account) => stateOfSource(desk, account)));
}

async function stateOfSource({ db, channels, config, clock }: SourceDesk, account: Account): Promise<ShownSource> {
  const source = await findSource(db, account.id);
  return showSource(account, source, channels.doorway(account.id), config.hot.stillMs, clock?.now() ?? null);
}

/** The same with what still waits to be sorted there: since when, in the order of the sources. */
export async function sourcesWithBacklog(desk: SourceDesk) {
  const sources = await sourceStates(desk);
  return await Promise.all(
    sources.map(async (source) => {
      const waiting = { sorted: false, account: source.account };
      const [oldest] = await signalsOf(desk.db)
        .find(waiting, { sort: { writtenAt: 1 }, limit: 1 })
        .toArray();
      return {
        ...source,
        oldestUnsorted: oldest ? { writtenAt: oldest.writtenAt, receivedAt: oldest.receivedAt } : null,
      };
    }),
  );
}

/** The sources that are asked, or push: the ones that can break. */
export async function askedSources(desk: SourceDesk): Promise<readonly ShownSource[]> {
  const all = await sourceStates(desk);
  return all.filter(({ state }) => !['tells-nothing', 'import-only', 'own-forms'].includes(state));
}

/** What the check of an account should tell of it as a source: nothing while it works. */
export async function sourceFindings(desk: SourceDesk, id: string): Promise<readonly Finding[]> {
  const account = desk.accounts.find((one) => one.id === id);
  if (!account) return [];
  const { state, stateName, explanation } = await stateOfSource(desk, account);
  const isWrong = state === 'broken' || state === 'standing-still';
  return isWrong ? [{ what: `线索来源：${stateName}`, ok: false, remedy: explanation }] : [];
}
