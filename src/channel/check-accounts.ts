/** Asks each channel whether it works, and keeps the findings: what staff see before anything fails. */
import type { Logger } from '../log.ts';
import type { Database } from '../store/collection.ts';
import { checkPush } from './check-push.ts';
import type { Attempt, Doorway, Finding } from './contract.ts';
import { ChannelFailure, toFailure } from './failure.ts';
import type { QuotaLeft } from './quota-left.ts';
import { keepTold, quotaFindings } from './told-quotas.ts';

/** The latest check of one account. */
export interface Checkup {
  /** Account id. */
  readonly _id: string;
  readonly at: Date;
  readonly findings: readonly Finding[];
}

export const CHECKUPS = 'checkups';

export interface Checking {
  readonly db: Database;
  readonly channels: { all(): readonly Doorway[] };
  /** What others know of an account: how it does as a source of signals. */
  findingsOf(account: string): Promise<readonly Finding[]>;
  readonly log: Logger;
  /** Our public address without a trailing slash. */
  readonly siteUrl: string;
}

const PATIENCE_MS = 30_000;

/** Checks every opened channel that can be checked, and stores what was found. */
export async function checkAccounts(checking: Checking, now: Date): Promise<readonly Checkup[]> {
  const channels = checking.channels.all();
  const all = await Promise.all(channels.map((channel) => checkWhole(checking, channel, now)));
  for (const { checkup, quotas } of all) {
    const { _id, at, findings } = checkup;
    await checking.db.collection<Checkup>(CHECKUPS).updateOne({ _id }, { $set: { at, findings } }, { upsert: true });
    if (quotas) await keepTold(checking.db, { _id, at, quotas });
  }
  return all.map(({ checkup }) => checkup);
}

interface Found {
  readonly checkup: Checkup;
  /** null where the platform tells nothing, or could not be asked. */
  readonly quotas: readonly QuotaLeft[] | null;
}

async function checkWhole(checking: Checking, channel: Doorway, now: Date): Promise<Found> {
  const { checkup, quotas } = await checkOne(checking, channel, now);
  const findings = [...checkup.findings, ...(await checking.findingsOf(channel.id))];
  return { checkup: { ...checkup, findings }, quotas };
}

async function checkOne({ log, siteUrl }: Checking, channel: Doorway, now: Date): Promise<Found> {
  const attempt = attemptTo(channel, { now, log, patienceMs: PATIENCE_MS });
  const probe = channel.pushProbe?.(now) ?? null;
  const pushed = probe ? [await checkPush(`${siteUrl}/push/${channel.id}`, probe, attempt.signal)] : [];
  try {
    const found = (await channel.check?.(attempt)) ?? [{ what: '本渠道无需检查', ok: true, remedy: null }];
    const quotas = (await channel.quotasLeft?.(attempt).catch((error: unknown) => toFailure(error))) ?? null;
    const findings = [...found, ...tellQuotas(quotas, found), ...pushed];
    return {
      checkup: { _id: channel.id, at: now, findings },
      quotas: quotas instanceof ChannelFailure ? null : quotas,
    };
  } catch (error) {
    const failure = toFailure(error);
    log.warn({ account: channel.id, failure: failure.kind, code: failure.code }, 'account check failed');
    const unfinished = { what: '检查未能完成', ok: false, remedy: failure.message };
    return { checkup: { _id: channel.id, at: now, findings: [unfinished, ...pushed] }, quotas: null };
  }
}

/** Whoever cannot log in is told so already. */
function tellQuotas(
  quotas: readonly QuotaLeft[] | ChannelFailure | null,
  found: readonly Finding[],
): readonly Finding[] {
  if (!(quotas instanceof ChannelFailure)) return quotaFindings(quotas ?? []);
  return found.every(({ ok }) => ok) ? [{ what: '查询平台额度', ok: false, remedy: quotas.message }] : [];
}

export interface Looking {
  readonly now: Date;
  readonly log: Logger;
  readonly patienceMs: number;
}

/** An attempt that only looks, on behalf of no order. */
export function attemptTo(channel: Pick<Doorway, 'id'>, { now, log, patienceMs }: Looking): Attempt {
  const step: Attempt['step'] = (_name, make) => make();
  return { key: `check:${channel.id}`, number: 1, now, signal: AbortSignal.timeout(patienceMs), log, step };
}
