/** What platforms told of their own limits, kept for whoever plans: asked at each check, and when staff look. */

import type { Collection, Database } from '../store/collection.ts';
import type { Finding } from './contract.ts';
import type { QuotaLeft } from './quota-left.ts';

/** The latest answer of one account's platform. */
export interface ToldQuotas {
  /** Account id. */
  readonly _id: string;
  readonly at: Date;
  readonly quotas: readonly QuotaLeft[];
}

export function toldQuotas(db: Database): Collection<ToldQuotas> {
  return db.collection<ToldQuotas>('told-quotas');
}

export async function keepTold(db: Database, { _id, at, quotas }: ToldQuotas): Promise<void> {
  await toldQuotas(db).updateOne({ _id }, { $set: { at, quotas } }, { upsert: true });
}

const PERIODS = { minute: '每分钟', hour: '每小时', day: '每天', month: '每月' } as const;
const RETURNS = { minute: '下一分钟', hour: '下一个整点', day: '次日 0 点', month: '下月 1 日 0 点' } as const;

/** What is left as findings: one for all, and one for each that is used up. */
export function quotaFindings(quotas: readonly QuotaLeft[]): readonly Finding[] {
  if (quotas.length === 0) return [];
  const shown = quotas.map(({ name, left, limit, per }) => `${name} ${left}/${limit}（${PERIODS[per]}）`);
  const all: Finding = { what: `平台额度（剩余/上限）：${shown.join('，')}`, ok: true, remedy: null };
  return [all, ...quotas.filter(({ left }) => left <= 0).map(usedUp)];
}

function usedUp({ name, limit, per }: QuotaLeft): Finding {
  const remedy =
    limit > 0
      ? `${PERIODS[per]} ${limit} 次已用完，${RETURNS[per]}恢复。经常用完的，请在平台后台申请提高额度。`
      : '平台没有给这个账号这项额度（上限 0 次）。请在平台后台核对权限。';
  return { what: `平台额度还有剩余：${name}`, ok: false, remedy };
}
