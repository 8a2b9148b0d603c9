/** Asks each channel whether it works, and keeps the findings: what staff see before anything fails. */
import type { Logger } from '../log.ts';
import type { Database } from '../store/collection.ts';
import { keepCheckup } from './checkup.ts';
import type { Attempt, Channel, Finding } from './contract.ts';
import { toFailure } from './failure.ts';
import { warnOfEnds } from './warn-of-ends.ts';

export interface Checking {
  readonly db: Database;
  readonly channels: { all(): readonly Channel[] };
  readonly log: Logger;
}

const PATIENCE_MS = 30_000;

/** Checks every opened channel that can be checked, and keeps what was found. */
export async function checkAccounts(checking: Checking, now: Date): Promise<void> {
  await Promise.all(checking.channels.all().map((channel) => checkAccount(checking, channel, now)));
  await warnOfEnds(checking, now);
}

/** `endsAt`, where somebody has just been told by the platform. */
export async function checkAccount(
  { db, log }: Pick<Checking, 'db' | 'log'>,
  channel: Channel,
  now: Date,
  endsAt: Date | null = null,
): Promise<void> {
  const findings = await find(channel, log, now);
  const told = findings.find((finding) => finding.endsAt)?.endsAt ?? endsAt;
  await keepCheckup(db, { _id: channel.id, at: now, findings, endsAt: told });
}

async function find(channel: Channel, log: Logger, now: Date): Promise<readonly Finding[]> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const step: Attempt['step'] = (_name, make) => make();
  try {
    const findings = await channel.check?.({ key: `check:${channel.id}`, number: 1, now, signal, log, step });
    return findings ?? [{ what: '本渠道无需检查', ok: true, remedy: null }];
  } catch (error) {
    const failure = toFailure(error);
    log.warn({ account: channel.id, failure: failure.kind, code: failure.code }, 'account check failed');
    return [{ what: '检查未能完成', ok: false, remedy: failure.message }];
  }
}
