/**
 * Records of who may work here: staff, their open sessions and the tokens of systems acting for them. Secrets are stored
 * as digests only. Rules stand in password.ts, session.ts, token.ts; rights in person.ts.
 */
import { Problem } from '../errors.ts';
import type { Telling } from '../ledger/line.ts';
import type { Collection, Database, IndexDeclaration, Row } from '../store/collection.ts';
import type { Person, Role } from './person.ts';

export interface Staff extends Row, Telling {
  /** Login name in its normal form (toLoginName), unique. */
  readonly name: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  /** Id of the unit they work in; null or absent for the office itself. */
  readonly unit?: string | null;
  /** Whether they head it, or the office; told of what is overdue. */
  readonly isHead?: boolean;
  /** PHC string `$argon2id$v=19$m=…`. */
  readonly passwordHash: string;
  /** Inactive: cannot log in, sessions and tokens are dead; the record stays, because the ledger names it. */
  readonly active: boolean;
  /** Somebody else knows the password. */
  readonly mustChangePassword: boolean;
  readonly createdAt: Date;
  readonly revision: number;
  /** How often this administrator was counted on when another was removed; see change-staff.ts. */
  readonly vouched: number;
}

/** A login. `_id` is the digest of the cookie's token. */
export interface Session extends Row {
  readonly staffId: string;
  readonly openedAt: Date;
  /** Last use, give or take a few minutes. */
  readonly seenAt: Date;
  /** When it ends if not used again. */
  readonly endsAt: Date;
}

/** What another system shows to act for a member of staff. */
export interface Token extends Row, Telling {
  /** What it is for, in the owner's words. */
  readonly name: string;
  readonly staffId: string;
  readonly digest: string;
  /** At most these, and only while the owner has them. */
  readonly roles: readonly Role[];
  readonly createdAt: Date;
  /** Last Beijing day it works, 'YYYY-MM-DD', or null for no end. */
  readonly expiresOn: string | null;
  readonly revokedAt: Date | null;
}

/** Who does something, and when. */
export interface Act {
  readonly by: Person;
  readonly now: Date;
}

export const staffOf = (db: Database): Collection<Staff> => db.collection<Staff>('staff');
export const sessionsOf = (db: Database): Collection<Session> => db.collection<Session>('sessions');
export const tokensOf = (db: Database): Collection<Token> => db.collection<Token>('tokens');

export const staffIndexes: readonly IndexDeclaration[] = [
  { collection: 'staff', keys: { name: 1 }, unique: true, serves: 'who logs in under this name?' },
  { collection: 'staff', keys: { 'unposted._id': 1 }, serves: 'which staff records carry lines not yet posted?' },
  { collection: 'sessions', keys: { staffId: 1 }, serves: 'which sessions end with this person?' },
  { collection: 'sessions', keys: { endsAt: 1 }, serves: 'which sessions are over and can be cleared away?' },
  { collection: 'tokens', keys: { digest: 1 }, unique: true, serves: 'whose token is this?' },
  { collection: 'tokens', keys: { staffId: 1 }, serves: 'which tokens act for this person?' },
  { collection: 'tokens', keys: { 'unposted._id': 1 }, serves: 'which tokens carry lines not yet posted?' },
];

/** Throws Problem 'not-found'. */
export async function getStaff(db: Database, id: string): Promise<Staff> {
  const staff = await staffOf(db).findOne({ _id: id });
  if (!staff) throw new Problem('not-found', '没有这个人员。请刷新人员列表后再操作。');
  return staff;
}

/** Everybody, by login name; an office has dozens, not thousands. */
export async function listStaff(db: Database): Promise<readonly Staff[]> {
  return await staffOf(db)
    .find({}, { sort: { name: 1 } })
    .toArray();
}

export function toPerson({ _id, name, roles, unit, isHead }: Staff): Person {
  return { id: _id, name, roles, ...(unit && { unit }), ...(isHead && { isHead }) };
}

/** One spelling per name: full-width and capital letters are how input methods write the same thing. */
export function toLoginName(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}
