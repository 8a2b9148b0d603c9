/**
 * Warns before an account's authorisation ends, 7, 3 and 1 days before, once each: nothing renews it but a person. The warning
 * is a line of the ledger; its key stands in the account's checkup, so that several processes and restarts make one.
 */
import { days, toDay, toMinute } from '../clock.ts';
import { aLine } from '../ledger/line.ts';
import type { Logger } from '../log.ts';
import type { Collection, Database } from '../store/collection.ts';
import { CHECKUPS, type Checkup } from './checkup.ts';

/** Days before the end; the one that is due is the smallest. */
const WARNINGS = [1, 3, 7] as const;

/** How many days before the end staff are to be warned now; null for not yet, or no longer. */
export function warningAt(endsAt: Date, now: Date): number | null {
  const left = endsAt.getTime() - now.getTime();
  return left <= 0 ? null : (WARNINGS.find((before) => left <= days(before)) ?? null);
}

/** What to tell staff beside the account; null while there is nothing to tell. */
export function wordsAt(endsAt: Date, now: Date): string | null {
  if (endsAt <= now) return `授权已于 ${toMinute(endsAt)} 到期，发布和回复都在等待。请管理员立即重新连接账号`;
  if (warningAt(endsAt, now) === null) return null;
  return `授权将于 ${toMinute(endsAt)} 到期，到期后不能发布和回复。请管理员在此之前重新连接账号`;
}

export interface Warning {
  readonly db: Database;
  readonly channels: { all(): readonly { readonly id: string }[] };
  readonly log: Logger;
}

/** Warns of what ends soon on any account in use. Returns how many warnings were new. */
export async function warnOfEnds({ db, channels, log }: Warning, now: Date): Promise<number> {
  const checkups = db.collection<Checkup>(CHECKUPS);
  const inUse = channels.all().map(({ id }) => id);
  let warned = 0;
  for (const checkup of await checkups.find({ _id: { $in: inUse } }).toArray()) {
    warned += Number(await warn(checkups, checkup, { log, now }));
  }
  return warned;
}

async function warn(
  checkups: Collection<Checkup>,
  { _id, endsAt }: Checkup,
  { log, now }: { readonly log: Logger; readonly now: Date },
): Promise<boolean> {
  const before = endsAt ? warningAt(endsAt, now) : null;
  if (!endsAt || before === null) return false;
  const key = `${endsAt.toISOString()}:${before}`;
  const facts = { days: before, endsOn: toDay(endsAt), endsAt: endsAt.toISOString() };
  const line = aLine({ what: 'account.ends-soon', subject: _id, at: now, by: 'system', facts, nth: key });
  const first = { _id, endsAt, warned: { $ne: key } };
  const { matchedCount } = await checkups.updateOne(first, { $push: { warned: key, unposted: line } });
  if (matchedCount === 1) log.warn({ account: _id, days: before, endsAt }, 'authorisation of an account ends soon');
  return matchedCount === 1;
}
