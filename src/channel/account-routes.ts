/** The accounts over HTTP: what may be chosen, what can be done there, and whether they work. */
import { z } from 'zod';
import { after, minutes } from '../clock.ts';
import { quotasOf } from '../delivery/account-quotas.ts';
import { Problem } from '../errors.ts';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { requireRole } from '../staff/person.ts';
import { attemptTo, CHECKUPS, type Checking, type Checkup, checkAccounts } from './check-accounts.ts';
import { type Channel, type Doorway, isChannel } from './contract.ts';
import { ChannelFailure } from './failure.ts';
import type { Account } from './kind.ts';
import type { Registry } from './registry.ts';
import { keepTold, toldQuotas } from './told-quotas.ts';

export interface AccountApp extends Checking {
  readonly channels: Registry;
  readonly accounts: readonly Account[];
}

export function accountRoutes(app: AccountApp): readonly Endpoint[] {
  return [
    staffEndpoint({
      method: 'GET',
      path: '/api/accounts',
      summary: '账号列表：能做什么、最近一次检查的结果',
      tag: '账号',
      handle: async () => {
        const checkups = await app.db.collection<Checkup>(CHECKUPS).find({}).toArray();
        return { items: app.accounts.map((account) => showAccount(account, app.channels, checkups)) };
      },
    }),
    staffEndpoint({
      method: 'POST',
      path: '/api/accounts/check',
      summary: '立即检查所有账号',
      tag: '账号',
      handle: async ({ person, now }) => {
        requireRole(person, 'administrator', 'approver');
        const checkups = await checkAccounts(app, now);
        return { items: app.accounts.map((account) => showAccount(account, app.channels, checkups)) };
      },
    }),
    quotaRoute(app),
  ];
}

const params = z.strictObject({ id: z.string() });

/** Staff who look twice need not ask the platform twice. */
const FRESH_MS = minutes(10);
const PATIENCE_MS = 10_000;

function quotaRoute(app: AccountApp): Endpoint {
  return staffEndpoint<z.infer<typeof params>>({
    method: 'GET',
    path: '/api/accounts/:id/quotas',
    summary: '账号今天（本月）还剩多少额度：平台告知的以平台为准，其余按本系统已发出的计数；waiting 为排队等待的件数',
    tag: '账号',
    params,
    handle: async ({ params: { id }, now }) => {
      if (!app.channels.has(id)) throw new Problem('not-found', `没有账号 ${id}，或它没有配置。请核对账号编号。`);
      const problem = await refreshQuotas(app, app.channels.get(id), now);
      const all = { now, at: now, except: null, urgent: false, acts: null };
      const quotas = await quotasOf(app.db, app.channels.get(id), all);
      const told = await toldQuotas(app.db).findOne({ _id: id });
      return { account: id, toldAt: told?.at ?? null, problem, items: quotas };
    },
  });
}

/** Asks the platform unless it was asked just now. Returns why it could not be, or null. */
async function refreshQuotas({ db, log }: AccountApp, channel: Channel, now: Date): Promise<string | null> {
  const told = await toldQuotas(db).findOne({ _id: channel.id });
  if (!channel.quotasLeft || (told && after(told.at, FRESH_MS) > now)) return null;
  try {
    const quotas = await channel.quotasLeft(attemptTo(channel, { now, log, patienceMs: PATIENCE_MS }));
    await keepTold(db, { _id: channel.id, at: now, quotas });
    return null;
  } catch (error) {
    if (error instanceof ChannelFailure) return error.message;
    throw error;
  }
}

function showAccount(account: Account, channels: Registry, checkups: readonly Checkup[]) {
  const checkup = checkups.find(({ _id }) => _id === account.id);
  const { id, kind, name, from, to, canonical } = account;
  const doorway = channels.doorway(id);
  const can = doorway ? abilities(doorway) : [];
  return { id, kind, name, from, to, canonical, configured: doorway !== null, can, checkup: checkup ?? null };
}

const OPTIONAL = ['revise', 'withdraw', 'reply', 'pullComments', 'pullHotTopics', 'pullFigures', 'receive'] as const;

function abilities(doorway: Doorway): readonly string[] {
  const able: Partial<Channel> = doorway;
  return [...(isChannel(doorway) ? ['publish'] : []), ...OPTIONAL.filter((name) => able[name] !== undefined)];
}
