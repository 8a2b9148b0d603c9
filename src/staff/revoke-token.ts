/** Takes a token back: its owner, or an administrator. The record stays, the ledger names it. */
import { Problem } from '../errors.ts';
import { aLine } from '../ledger/line.ts';
import type { Database } from '../store/collection.ts';
import { requireRole } from './person.ts';
import { type Act, tokensOf } from './staff-store.ts';

/** Throws Problem 'not-found' or 'no-right'. Already revoked is done. */
export async function revokeToken(db: Database, id: string, { by, now }: Act): Promise<void> {
  const token = await tokensOf(db).findOne({ _id: id });
  if (!token) throw new Problem('not-found', '没有这个令牌。请刷新令牌列表后再操作。');
  if (token.staffId !== by.id) requireRole(by, 'administrator');
  const about = { subject: token.staffId, at: now, by: by.id, facts: { token: id }, nth: id };
  const line = aLine({ what: 'staff.token-revoked', ...about });
  await tokensOf(db).updateOne({ _id: id, revokedAt: null }, { $set: { revokedAt: now }, $push: { unposted: line } });
}
