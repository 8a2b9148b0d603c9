/** A token for another system: acts for the one who issues it, with some of that person's roles. */
import { toDay } from '../clock.ts';
import { invalid } from '../errors.ts';
import { digestOf, newId } from '../ids.ts';
import { aLine } from '../ledger/line.ts';
import type { Database } from '../store/collection.ts';
import { type Role, roleNames } from './person.ts';
import { type Act, type Token, tokensOf } from './staff-store.ts';
import { newToken } from './token.ts';

export interface TokenInput {
  /** What it is for. */
  readonly name: string;
  readonly roles: readonly Role[];
  /** Last Beijing day, 'YYYY-MM-DD'; null for no end. */
  readonly expiresOn: string | null;
}

export interface Issued {
  readonly token: Token;
  /** Shown this once. */
  readonly secret: string;
}

/** Throws Problem 'invalid-input' for a role the issuer lacks or a day that is over. */
export async function issueToken(db: Database, input: TokenInput, { by, now }: Act): Promise<Issued> {
  const foreign = input.roles.find((role) => !by.roles.includes(role));
  if (foreign) throw invalid('roles', `您没有“${roleNames[foreign]}”权限`, '请只选择您自己拥有的权限');
  if (input.expiresOn !== null && input.expiresOn < toDay(now)) {
    throw invalid('expiresOn', '有效期已过', '请填写今天或以后的日期');
  }
  const secret = newToken();
  const _id = newId(now);
  const facts = { token: _id, roles: input.roles, expiresOn: input.expiresOn };
  const line = aLine({ what: 'staff.token-issued', subject: by.id, at: now, by: by.id, facts, nth: _id });
  const fresh = { staffId: by.id, digest: digestOf(secret), createdAt: now, revokedAt: null, unposted: [line] };
  const token: Token = { _id, ...input, roles: [...new Set(input.roles)], ...fresh };
  await tokensOf(db).insertOne(token);
  return { token, secret };
}
