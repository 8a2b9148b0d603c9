/** The accounts over HTTP: what may be chosen, what can be done there, and whether they work. */
import { z } from 'zod';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { requireRole } from '../staff/person.ts';
import { CHECKUPS, type Checking, type Checkup, checkAccounts } from './check-accounts.ts';
import type { Channel } from './contract.ts';
import type { Account } from './kind.ts';
import type { Registry } from './registry.ts';

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
  ];
}

function showAccount(account: Account, channels: Registry, checkups: readonly Checkup[]) {
  const checkup = checkups.find(({ _id }) => _id === account.id);
  const { id, kind, name, from, to, canonical } = account;
  const can = channels.has(id) ? abilities(channels.get(id)) : [];
  const choices = channels.has(id) ? showChoices(channels.get(id)) : null;
  return { id, kind, name, from, to, canonical, configured: channels.has(id), can, choices, checkup: checkup ?? null };
}

/** As JSON Schema, which tells values, defaults and descriptions. */
function showChoices({ choices }: Channel) {
  return choices ? z.toJSONSchema(choices, { io: 'input' }) : null;
}

function abilities(channel: Channel): readonly string[] {
  const optional = ['preview', 'revise', 'withdraw', 'reply', 'pullComments', 'receive'] as const;
  return ['publish', ...optional.filter((name) => channel[name] !== undefined)];
}
