/**
 * What the limits of its accounts say to a publication before it is signed: that it will wait, and until when, or that it
 * can never go. Told in words; sending keeps to the limits by itself (delivery/keep-quota.ts).
 */
import type { Action, Channel } from '../channel/contract.ts';
import type { Account } from '../channel/kind.ts';
import { toldQuotas } from '../channel/told-quotas.ts';
import { toDay, toMinute } from '../clock.ts';
import { type AccountQuota, quotasOf } from '../delivery/account-quotas.ts';
import { whenItGoes } from '../delivery/quota-plan.ts';
import type { FieldProblem } from '../errors.ts';
import type { Release } from '../release/release.ts';
import type { Database } from '../store/collection.ts';
import { renderEverywhere } from './find-misfits.ts';

export interface QuotaDesk {
  readonly db: Database;
  readonly accounts: readonly Account[];
  readonly channels: { has(id: string): boolean; get(id: string): Channel };
  readonly siteUrl: string;
}

/** Accounts that will take it later than wanted. */
export async function delaysOf(desk: QuotaDesk, release: Release, now: Date): Promise<readonly FieldProblem[]> {
  const { publishAt, urgent } = release.text;
  const at = publishAt && publishAt > now ? publishAt : now;
  const said = channelsOf(desk, release).map(async ([name, channel]) => {
    const acts = actsOf(channel, release);
    const uses = usesOf(desk, channel, release);
    const quotas = await quotasOf(desk.db, channel, { now, at, except: release._id, urgent, acts, uses });
    // Within a minute nobody notices.
    const goes = quotas
      .filter(({ per }) => per !== 'minute')
      .map((quota) => ({ quota, goesAt: whenItGoes(quota, at) ?? at }));
    const [last] = goes.toSorted((a, b) => b.goesAt.getTime() - a.goesAt.getTime());
    return last && last.goesAt > at ? [laterWords(name, last.quota, { now, at, goesAt: last.goesAt })] : [];
  });
  return (await Promise.all(said)).flat();
}

/** Accounts that will never take it: their platform gives them none of what it takes. */
export async function nevers(desk: QuotaDesk, release: Release): Promise<readonly FieldProblem[]> {
  const said = channelsOf(desk, release).map(async ([name, channel]) => {
    const told = await toldQuotas(desk.db).findOne({ _id: channel.id });
    const uses = usesOf(desk, channel, release);
    const mine = channel.limits.quotas.filter(({ of }) => of === undefined || of === uses);
    const own = mine.map(({ action, count, of = '' }) => ({ actions: [action], name: of, limit: count }));
    const acts = actsOf(channel, release);
    const none = [...(told?.quotas ?? []), ...own].find(
      ({ actions, limit }) => limit <= 0 && actions.some((action) => acts.includes(action)),
    );
    return none ? [neverWords(name, none)] : [];
  });
  return (await Promise.all(said)).flat();
}

/** The opened channels it goes to, by the names staff know. */
function channelsOf({ accounts, channels }: QuotaDesk, { text }: Release): readonly (readonly [string, Channel])[] {
  const opened = text.accounts.filter((id) => channels.has(id));
  return opened.map((id) => [accounts.find((account) => account.id === id)?.name ?? id, channels.get(id)]);
}

/** What a publication asks of a channel: see plan-publication.ts. */
function actsOf(channel: Channel, { approved }: Release): readonly Action[] {
  if (!approved) return ['publish'];
  if (channel.revise) return ['revise'];
  return channel.limits.correction === 'replace' ? ['publish', 'withdraw'] : ['publish'];
}

/** What its piece there uses up besides a call. */
function usesOf(desk: QuotaDesk, channel: Channel, release: Release): string | null {
  const piece = renderEverywhere(desk, release).find(({ account }) => account === channel.id);
  return piece?.rendered.fits ? (piece.rendered.piece.uses ?? null) : null;
}

function neverWords(account: string, { name }: Pick<AccountQuota, 'name'>): FieldProblem {
  const problem = `${account}：${name && `“${name}”的`}额度是 0 次，发不出去`;
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
