/** What is left of an account's quotas, over HTTP: asked from the platform where it tells, and counted by our own tries. */
import { z } from 'zod';
import { after, minutes } from '../clock.ts';
import { quotasOf } from '../delivery/account-quotas.ts';
import { Problem } from '../errors.ts';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import type { Logger } from '../log.ts';
import type { Database } from '../store/collection.ts';
import type { Channel } from './contract.ts';
import { ChannelFailure } from './failure.ts';
import { onceOnly } from './reading.ts';
import type { Registry } from './registry.ts';
import { keepTold, toldQuotas } from './told-quotas.ts';

export interface QuotaApp {
  readonly db: Database;
  readonly channels: Registry;
  readonly log: Logger;
}

const params = z.strictObject({ id: z.string() });

/** Staff who look twice need not ask the platform twice. */
const FRESH_MS = minutes(10);
const PATIENCE_MS = 10_000;

export function quotaRoute(app: QuotaApp): Endpoint {
  return staffEndpoint<z.infer<typeof params>>({
    method: 'GET',
    path: '/api/accounts/:id/quotas',
    summary: '账号今天（本月）还剩多少额度：平台告知的以平台为准，其余按本系统已发出的计数；waiting 为排队等待的件数',
    tag: '账号',
    params,
    handle: async ({ params: { id }, now }) => {
      if (!app.channels.has(id)) throw new Problem('not-found', `没有账号 ${id}，或它没有配置。请核对账号编号。`);
      const problem = await refreshQuotas(app, app.channels.get(id), now);
      const all = { now, at: now, except: null, urgent: false, acts: null, uses: null };
      const quotas = await quotasOf(app.db, app.channels.get(id), all);
      const told = await toldQuotas(app.db).findOne({ _id: id });
      return { account: id, toldAt: told?.at ?? null, problem, items: quotas };
    },
  });
}

/** Asks the platform unless it was asked just now. Returns why it could not be, or null. */
async function refreshQuotas({ db, log }: QuotaApp, channel: Channel, now: Date): Promise<string | null> {
  const told = await toldQuotas(db).findOne({ _id: channel.id });
  if (!channel.quotasLeft || (told && after(told.at, FRESH_MS) > now)) return null;
  try {
    const quotas = await channel.quotasLeft(
      onceOnly({ key: `check:${channel.id}`, now, log, patienceMs: PATIENCE_MS }),
    );
    await keepTold(db, { _id: channel.id, at: now, quotas });
    return null;
  } catch (error) {
    if (error instanceof ChannelFailure) return error.message;
    throw error;
  }
}
