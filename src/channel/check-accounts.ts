/** Asks each channel whether it works, and keeps the findings: what staff see before anything fails. */
import type { Logger } from '../log.ts';
import type { Database } from '../store/collection.ts';
import { checkPush } from './check-push.ts';
import type { Attempt, Doorway, Finding } from './contract.ts';
import { toFailure } from './failure.ts';

/** The latest check of one account. */
export interface Checkup {
  /** Account id. */
  readonly _id: string;
  readonly at: Date;
  readonly findings: readonly Finding[];
}

export const CHECKUPS = 'checkups';

export interface CheckGround {
  readonly log: Logger;
  /** Our public address without a trailing slash. */
  readonly siteUrl: string;
}

export interface Checking extends CheckGround {
  readonly db: Database;
  readonly channels: { all(): readonly Doorway[] };
  /** What others know of an account: how it does as a source of signals. */
  findingsOf(account: string): Promise<readonly Finding[]>;
}

const PATIENCE_MS = 30_000;

/** Checks every opened channel that can be checked, and stores what was found. */
export async function checkAccounts(checking: Checking, now: Date): Promise<readonly Checkup[]> {
  const channels = checking.channels.all();
  const checkups = await Promise.all(
    channels.map(async (channel) => {
      const checkup = await checkOne(checking, channel, now);
      return { ...checkup, findings: [...checkup.findings, ...(await checking.findingsOf(channel.id))] };
    }),
  );
  for (const { _id, at, findings } of checkups) {
    await checking.db.collection<Checkup>(CHECKUPS).updateOne({ _id }, { $set: { at, findings } }, { upsert: true });
  }
  return checkups;
}

/** What is found at one account now; stores nothing. */
export async function checkOne({ log, siteUrl }: CheckGround, channel: Doorway, now: Date): Promise<Checkup> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const probe = channel.pushProbe?.(now) ?? null;
  const pushed = probe ? [await checkPush(`${siteUrl}/push/${channel.id}`, probe, signal)] : [];
  const step: Attempt['step'] = (_name, make) => make();
  try {
    const found = await channel.check?.({ key: `check:${channel.id}`, number: 1, now, signal, log, step });
    const findings = found ?? [{ what: '本渠道无需检查', ok: true, remedy: null }];
    return { _id: channel.id, at: now, findings: [...findings, ...pushed] };
  } catch (error) {
    const failure = toFailure(error);
    log.warn({ account: channel.id, failure: failure.kind, code: failure.code }, 'account check failed');
    return { _id: channel.id, at: now, findings: [unfinished(failure.message), ...pushed] };
  }
}

function unfinished(remedy: string): Finding {
  return { what: '检查未能完成', ok: false, remedy };
}
