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
const PUSH_PATIENCE_MS = 10_000; // platforms wait 5 s

/** Checks every opened channel that can be checked, and stores what was found. */
export async function checkAccounts(checking: Checking, now: Date): Promise<readonly Checkup[]> {
  const channels = checking.channels.all();
  const all = await Promise.all(channels.map((channel) => checkOne(checking, channel, now)));
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

async function checkOne(checking: Checking, channel: Doorway, now: Date): Promise<Found> {
  const [{ checkup, quotas }, pushed, others] = await Promise.all([
    lookAt(checking, channel, now),
    lookAtPushes(checking, channel, now),
    checking.findingsOf(channel.id),
  ]);
  return { checkup: { ...checkup, findings: [...checkup.findings, ...pushed, ...others] }, quotas };
}

async function lookAtPushes({ siteUrl }: Checking, channel: Doorway, now: Date): Promise<readonly Finding[]> {
  const probe = channel.pushProbe?.(now) ?? null;
  if (!probe) return [];
  return [await checkPush(`${siteUrl}/push/${channel.id}`, probe, AbortSignal.timeout(PUSH_PATIENCE_MS))];
}

async function lookAt({ log }: Checking, channel: Doorway, now: Date): Promise<Found> {
  const attempt = attemptTo(channel, { now, log, patienceMs: PATIENCE_MS });
  const found = (findings: readonly Finding[], quotas: Found['quotas'] = null): Found => {
    return { checkup: { _id: channel.id, at: now, findings }, quotas };
  };
  try {
    const told = (await channel.check?.(attempt)) ?? [{ what: '本渠道无需检查', ok: true, remedy: null }];
    const quotas = (await channel.quotasLeft?.(attempt).catch((error: unknown) => toFailure(error))) ?? null;
    const findings = [...told, ...tellQuotas(quotas, told)];
    return found(findings, quotas instanceof ChannelFailure ? null : quotas);
  } catch (error) {
    const failure = toFailure(error);
    log.warn({ account: channel.id, failure: failure.kind, code: failure.code }, 'account check failed');
    return found([{ what: '检查未能完成', ok: false, remedy: failure.message }]);
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
