/** One look at an account: its own check, what the platform says is left, and whether its pushes reach us. */
import type { Logger } from '../log.ts';
import { checkPush } from './check-push.ts';
import type { Doorway, Finding } from './contract.ts';
import { ChannelFailure, toFailure } from './failure.ts';
import type { QuotaLeft } from './quota-left.ts';
import { onceOnly } from './reading.ts';
import { quotaFindings } from './told-quotas.ts';

const PUSH_PATIENCE_MS = 10_000; // platforms wait 5 s

export interface LookGround {
  readonly log: Logger;
  /** Our public address without a trailing slash. */
  readonly siteUrl: string;
}

export interface Found {
  readonly findings: readonly Finding[];
  /** null where the platform tells nothing, or could not be asked. */
  readonly quotas: readonly QuotaLeft[] | null;
}

export async function lookAtAccount(ground: LookGround, channel: Doorway, now: Date): Promise<Found> {
  const [{ findings, quotas }, pushed] = await Promise.all([
    ask(ground, channel, now),
    lookAtPushes(ground, channel, now),
  ]);
  return { findings: [...findings, ...pushed], quotas };
}

async function lookAtPushes({ siteUrl }: LookGround, channel: Doorway, now: Date): Promise<readonly Finding[]> {
  const probe = channel.pushProbe?.(now) ?? null;
  if (!probe) return [];
  return [await checkPush(`${siteUrl}/push/${channel.id}`, probe, AbortSignal.timeout(PUSH_PATIENCE_MS))];
}

async function ask({ log }: LookGround, channel: Doorway, now: Date): Promise<Found> {
  const attempt = onceOnly({ key: `check:${channel.id}`, now, log });
  try {
    const told = (await channel.check?.(attempt)) ?? [{ what: '本渠道无需检查', ok: true, remedy: null }];
    const quotas = (await channel.quotasLeft?.(attempt).catch((error: unknown) => toFailure(error))) ?? null;
    const findings = [...told, ...tellQuotas(quotas, told)];
    return { findings, quotas: quotas instanceof ChannelFailure ? null : quotas };
  } catch (error) {
    const failure = toFailure(error);
    log.warn({ account: channel.id, failure: failure.kind, code: failure.code }, 'account check failed');
    return { findings: [{ what: '检查未能完成', ok: false, remedy: failure.message }], quotas: null };
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
