/**
 * What the limits of its accounts say to a publication before it is signed: that it will wait, and until when, or that it
 * can never go. Told in words; sending keeps to the limits by itself (delivery/keep-quota.ts).
 */
import type { Action, Channel } from '../channel/contract.ts';
import type { Account } from '../channel/kind.ts';
import { toDay, toMinute } from '../clock.ts';
import { type AccountQuota, quotasOf } from '../delivery/account-quotas.ts';
import { whenItGoes } from '../delivery/quota-plan.ts';
import type { FieldProblem } from '../errors.ts';
import type { Release } from '../release/release.ts';
import type { Database } from '../store/collection.ts';

export interface QuotaDesk {
  readonly db: Database;
  readonly accounts: readonly Account[];
  readonly channels: { has(id: string): boolean; get(id: string): Channel };
}

export interface QuotaWords {
  /** Accounts that will take it later. */
  readonly later: readonly FieldProblem[];
  /** Accounts that never will. */
  readonly never: readonly FieldProblem[];
}

export async function quotaWords(desk: QuotaDesk, release: Release, now: Date): Promise<QuotaWords> {
  const accounts = release.text.accounts.filter((id) => desk.channels.has(id));
  const said = await Promise.all(accounts.map((id) => wordsFor(desk, id, release, now)));
  return { later: said.flatMap(({ later }) => later), never: said.flatMap(({ never }) => never) };
}

const NOTHING: QuotaWords = { later: [], never: [] };

async function wordsFor(desk: QuotaDesk, id: string, release: Release, now: Date): Promise<QuotaWords> {
  const channel = desk.channels.get(id);
  const { publishAt, urgent } = release.text;
  const at = publishAt && publishAt > now ? publishAt : now;
  const quotas = await quotasOf(desk.db, channel, { now, at, except: release._id, urgent });
  const acts = actsOf(channel, release);
  const name = desk.accounts.find((account) => account.id === id)?.name ?? id;
  // Within a minute nobody notices.
  const borne = quotas.filter(
    ({ actions, per }) => per !== 'minute' && actions.some((action) => acts.includes(action)),
  );
  const goes = borne.map((quota) => ({ quota, goesAt: whenItGoes(quota, at) }));
  const never = goes.find(({ goesAt }) => goesAt === null);
  if (never) return { ...NOTHING, never: [neverWords(name, never.quota)] };
  const [last] = goes.toSorted((a, b) => Number(b.goesAt) - Number(a.goesAt));
  if (!last?.goesAt || last.goesAt <= at) return NOTHING;
  return { ...NOTHING, later: [laterWords(name, last.quota, { now, at, goesAt: last.goesAt })] };
}

/** What a publication asks of a channel: see plan-publication.ts. */
function actsOf(channel: Channel, { approved }: Release): readonly Action[] {
  if (!approved) return ['publish'];
  if (channel.revise) return ['revise'];
  return channel.limits.correction === 'replace' ? ['publish', 'withdraw'] : ['publish'];
}

function neverWords(account: string, { name }: AccountQuota): FieldProblem {
  const problem = `${account}：平台给的“${name}”额度是 0 次，发不出去`;
  return { field: 'accounts', problem, remedy: '请去掉这个账号，或请管理员在平台后台申请额度' };
}

interface Times {
  readonly now: Date;
  readonly at: Date;
  readonly goesAt: Date;
}

function laterWords(account: string, quota: AccountQuota, times: Times): FieldProblem {
  const { name, limit, left, waiting } = quota;
  const used = left > 0 ? `剩 ${left} 次` : '已用完';
  const queue = waiting > 0 ? `，前面还有 ${waiting} 件在等` : '';
  const problem = `${account}：${periodOf(quota, times)}的“${name}”额度（${limit} 次）${used}${queue}`;
  const remedy = `照此签发，最早 ${toMinute(times.goesAt)} 发出；等不及的请去掉这个账号，或先取消排在前面的`;
  return { field: 'accounts', problem, remedy };
}

function periodOf({ per }: AccountQuota, { now, at }: Times): string {
  if (per === 'day') return toDay(at) === toDay(now) ? '今天' : toDay(at);
  if (per === 'month') return toDay(at).slice(0, 7) === toDay(now).slice(0, 7) ? '本月' : toDay(at).slice(0, 7);
  return `${toMinute(at).slice(0, 13)} 时`;
}
