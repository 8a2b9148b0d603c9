/** Asks each channel whether it works, and keeps the findings: what staff see before anything fails. */
import type { Logger } from '../log.ts';
import type { Database } from '../store/collection.ts';
import { keepCheckup } from './checkup.ts';
import type { Doorway, Finding } from './contract.ts';
import { lookAtAccount } from './look-at-account.ts';
import { keepTold } from './told-quotas.ts';
import { warnOfEnds } from './warn-of-ends.ts';

export interface Checking {
  readonly db: Database;
  readonly channels: { all(): readonly Doorway[] };
  /** What others know of an account: how it does as a source of signals. */
  findingsOf(account: string): Promise<readonly Finding[]>;
  readonly log: Logger;
  /** Our public address without a trailing slash. */
  readonly siteUrl: string;
}

export interface Checked {
  readonly account: string;
  readonly findings: readonly Finding[];
}

/** Checks every opened channel that can be checked, and keeps what was found. */
export async function checkAccounts(checking: Checking, now: Date): Promise<readonly Checked[]> {
  const checked = await Promise.all(checking.channels.all().map((channel) => checkAccount(checking, channel, now)));
  await warnOfEnds(checking, now);
  return checked;
}

/** `endsAt`, where somebody has just been told by the platform. */
export async function checkAccount(
  checking: Omit<Checking, 'channels'>,
  channel: Doorway,
  now: Date,
  endsAt: Date | null = null,
): Promise<Checked> {
  const [{ findings: own, quotas }, others] = await Promise.all([
    lookAtAccount(checking, channel, now),
    checking.findingsOf(channel.id),
  ]);
  if (quotas) await keepTold(checking.db, { _id: channel.id, at: now, quotas });
  const findings = [...own, ...others];
  const told = own.find((finding) => finding.endsAt)?.endsAt ?? endsAt;
  await keepCheckup(checking.db, { _id: channel.id, at: now, findings, endsAt: told });
  return { account: channel.id, findings };
}
