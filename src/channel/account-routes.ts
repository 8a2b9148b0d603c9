/** The accounts over HTTP: what may be chosen, what can be done there, and whether they work. */
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { requireRole } from '../staff/person.ts';
import { CHECKUPS, type Checking, type Checkup, checkAccounts } from './check-accounts.ts';
import { type Channel, type Doorway, isChannel } from './contract.ts';
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
  const doorway = channels.doorway(id);
  const can = doorway ? abilities(doorway) : [];
  return { id, kind, name, from, to, canonical, configured: doorway !== null, can, checkup: checkup ?? null };
}

const OPTIONAL = ['revise', 'withdraw', 'reply', 'pullComments', 'pullHotTopics', 'pullFigures', 'receive'] as const;

function abilities(doorway: Doorway): readonly string[] {
  const able: Partial<Channel> = doorway;
  return [...(isChannel(doorway) ? ['publish'] : []), ...OPTIONAL.filter((name) => able[name] !== undefined)];
}
