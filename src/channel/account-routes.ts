/** The accounts over HTTP: what may be chosen, what can be done there, and whether they work. */
import { z } from 'zod';
import { days } from '../clock.ts';
import { Problem } from '../errors.ts';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { requireRole } from '../staff/person.ts';
import { type Checking, checkAccount, checkAccounts } from './check-accounts.ts';
import { CHECKUPS, type Checkup } from './checkup.ts';
import { type Channel, type Doorway, isChannel } from './contract.ts';
import type { Account } from './kind.ts';
import { quotaRoute } from './quota-routes.ts';
import type { Registry } from './registry.ts';
import { wordsAt } from './warn-of-ends.ts';

const params = z.strictObject({ account: z.string() });

export interface AccountApp extends Checking {
  readonly channels: Registry;
  readonly accounts: readonly Account[];
  nudge(): void;
}

export function accountRoutes(app: AccountApp): readonly Endpoint[] {
  return [
    staffEndpoint({
      method: 'GET',
      path: '/api/accounts',
      summary: '账号列表：能做什么、最近一次检查的结果、授权何时到期、平台额度还剩多少',
      tag: '账号',
      handle: async ({ now }) => await showAccounts(app, now),
    }),
    staffEndpoint({
      method: 'POST',
      path: '/api/accounts/check',
      summary: '立即检查所有账号',
      tag: '账号',
      handle: async ({ person, now }) => {
        requireRole(person, 'administrator', 'approver');
        await checkAccounts(app, now);
        app.nudge();
        return await showAccounts(app, now);
      },
    }),
    checkOneRoute(app),
    quotaRoute(app),
  ];
}

/** After a repair, without asking every platform again. */
function checkOneRoute(app: AccountApp): Endpoint {
  return staffEndpoint<z.infer<typeof params>>({
    ...{ method: 'POST', path: '/api/accounts/:account/check', summary: '立即检查一个账号', tag: '账号', params },
    handle: async ({ params: { account: id }, person, now }) => {
      requireRole(person, 'administrator', 'approver');
      const account = app.accounts.find((one) => one.id === id);
      const channel = app.channels.doorway(id);
      if (!account) throw new Problem('not-found', '没有这个账号。请从账号列表重新进入。');
      if (!channel) throw new Problem('wrong-state', '这个账号还没有配置，不能检查。请先配置，再重启服务。');
      await checkAccount(app, channel, now);
      app.nudge();
      const checkup = await app.db.collection<Checkup>(CHECKUPS).findOne({ _id: id });
      return await showAccount(account, app, checkup, now);
    },
  });
}

async function showAccounts(app: AccountApp, now: Date) {
  const checkups = await app.db.collection<Checkup>(CHECKUPS).find({}).toArray();
  const byId = new Map(checkups.map((checkup) => [checkup._id, checkup]));
  return { items: await Promise.all(app.accounts.map((one) => showAccount(one, app, byId.get(one.id) ?? null, now))) };
}

async function showAccount(account: Account, { channels }: AccountApp, checkup: Checkup | null, now: Date) {
  const { id, kind, name, from, to, canonical, prefix } = account;
  const channel = channels.doorway(id);
  const endsAt = (channel && checkup?.endsAt) ?? null;
  const choices = showChoices(channel);
  return {
    ...{ id, kind, name, from, to, canonical, prefix, configured: channel !== null },
    can: channel ? abilities(channel) : [],
    choices,
    limits: showLimits(channel),
    checkup: checkup && { at: checkup.at, findings: checkup.findings },
    authorisation: {
      ...{ byConnecting: channel?.connecting !== undefined, endsAt },
      daysLeft: endsAt && Math.max(0, Math.floor((endsAt.getTime() - now.getTime()) / days(1))),
      warning: endsAt && wordsAt(endsAt, now),
    },
    allowances: (await channel?.allowances?.(now)) ?? [],
  };
}

/** As JSON Schema, which tells values, defaults and descriptions. */
function showChoices(doorway: Doorway | null) {
  const choices = doorway && isChannel(doorway) ? doorway.choices : undefined;
  return choices ? z.toJSONSchema(choices, { io: 'input' }) : null;
}

/** What whoever writes must keep to: characters of a title, texts in one publication (1: each by itself). */
function showLimits(doorway: Doorway | null) {
  if (!doorway || !isChannel(doorway) || doorway.answersOnly) return null;
  const { title, together = 1 } = doorway.limits;
  return { title, together: doorway.join ? together : 1 };
}

const OPTIONAL = [
  'preview',
  'revise',
  'withdraw',
  'reply',
  'report',
  'pullComments',
  'pullHotTopics',
  'pullFigures',
  'receive',
] as const;

function abilities(doorway: Doorway): readonly string[] {
  const able: Partial<Channel> = doorway;
  return [
    ...(isChannel(doorway) && !doorway.answersOnly ? ['publish'] : []),
    ...OPTIONAL.filter((name) => able[name] !== undefined),
  ];
}
