/**
 * The opened channels, by account. Kinds are found in find-kinds.ts; whether an account is used on a day is its own from
 * and to, kept here so that nobody plans for an account that was given up.
 */
import { type Channel, type Doorway, isChannel } from './contract.ts';
import { ChannelFailure } from './failure.ts';
import { findKinds } from './find-kinds.ts';
import type { Account, Kind, Tools } from './kind.ts';

export interface Registry {
  /** Throws ChannelFailure 'locked-out' for an account that is unknown, not configured, or only read. */
  get(id: string): Channel;
  /** Whether get() has one. */
  has(id: string): boolean;
  /** What was opened for an account, whether it publishes or only reads; null for nothing. */
  doorway(id: string): Doorway | null;
  /** Everything opened, the canonical account first, then in the order of config/accounts.json. */
  all(): readonly Doorway[];
  /** The account's entry, opened or not; null for an unknown one. */
  account(id: string): Account | null;
  /** Accounts to publish on, on a day 'YYYY-MM-DD' (Asia/Shanghai), in the order of all(). */
  activeOn(day: string): readonly Account[];
  /** Closes every channel, whatever one of them throws. */
  close(): Promise<void>;
}

/** An account's variables without its prefix, as the environment has them. */
export type AccountSettings = Readonly<Record<string, string>>;

/** Everything wrong with the accounts, one sentence each, by the variable's name and never with its value. */
export class AccountProblems extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`账号设置有 ${problems.length} 处问题：\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'AccountProblems';
    this.problems = problems;
  }
}

/**
 * Opens a channel for every configured account. An account without any variable, of a kind that needs some, stays closed.
 * Throws AccountProblems naming all that is wrong with all accounts, Error when a folder of channels/ cannot be loaded.
 */
export async function openChannels(
  accounts: readonly Account[],
  settingsByAccount: ReadonlyMap<string, AccountSettings>,
  toolsFor: (account: Account) => Tools,
): Promise<Registry> {
  const kinds = await findKinds();
  const sorted = [...accounts].sort((a, b) => Number(b.canonical) - Number(a.canonical));
  const read = sorted.map((account) => readSettings(account, kinds, settingsByAccount.get(account.id)));
  const problems = read.flatMap((one) => (one.state === 'wrong' ? one.problems : []));
  if (problems.length > 0) throw new AccountProblems(problems);
  const opened = read.flatMap((one) =>
    one.state === 'ready' ? [{ account: one.account, channel: one.open(toolsFor(one.account)) }] : [],
  );
  return registryOf(accounts, opened);
}

type Read =
  | { readonly state: 'ready'; readonly account: Account; readonly open: (tools: Tools) => Doorway }
  | { readonly state: 'not configured' }
  | { readonly state: 'wrong'; readonly problems: readonly string[] };

function readSettings(
  account: Account,
  kinds: ReadonlyMap<string, Kind<Doorway>>,
  given: AccountSettings | undefined,
): Read {
  const kind = kinds.get(account.kind);
  if (!kind) return { state: 'wrong', problems: [`账号 ${account.id}：没有“${account.kind}”这种平台`] };
  if (!given) return { state: 'not configured' };
  const read = kind.settings.safeParse(given);
  if (read.success) return { state: 'ready', account, open: (tools) => kind.open(account, read.data, tools) };
  if (Object.keys(given).length === 0) return { state: 'not configured' };
  const problems = read.error.issues.map(({ path, message }) =>
    path.length === 0 ? `账号 ${account.id}：${message}` : `${account.prefix}_${path.join('_')}：${message}`,
  );
  return { state: 'wrong', problems };
}

interface Opened {
  readonly account: Account;
  readonly channel: Doorway;
}

function registryOf(accounts: readonly Account[], opened: readonly Opened[]): Registry {
  const doorways = new Map(opened.map(({ account, channel }) => [account.id, channel]));
  const doorway = (id: string) => doorways.get(id) ?? null;
  const answering = opened.flatMap(({ account, channel }) => (isChannel(channel) ? [{ account, channel }] : []));
  const publishing = answering.filter(({ channel }) => !channel.answersOnly);
  const channels = new Map(answering.map(({ account, channel }) => [account.id, channel]));
  return {
    get(id) {
      const channel = channels.get(id);
      if (channel) return channel;
      if (doorway(id)) throw new ChannelFailure('locked-out', `账号 ${id} 只用来读取，不能发布`);
      throw new ChannelFailure('locked-out', `账号 ${id} 没有配置，请填写它的设置后重启`);
    },
    has: (id) => channels.has(id),
    doorway,
    all: () => [...doorways.values()],
    account: (id) => accounts.find((account) => account.id === id) ?? null,
    activeOn: (day) => publishing.map(({ account }) => account).filter((account) => isActive(account, day)),
    async close() {
      const closed = await Promise.allSettled([...doorways.values()].map(async (channel) => channel.close?.()));
      const failed = closed.find((one) => one.status === 'rejected');
      if (failed) throw failed.reason;
    },
  };
}

function isActive({ from, to }: Account, day: string): boolean {
  return (from === null || day >= from) && (to === null || day <= to);
}
