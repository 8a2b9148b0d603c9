/**
 * Tokens of other systems: which ones hold. Issuing and revoking are issue-token.ts and revoke-token.ts; what a token may
 * do is cut down to its owner's present roles in find-visitor.ts.
 */
import { toDay } from '../clock.ts';
import { digestOf, newSecret } from '../ids.ts';
import type { Database } from '../store/collection.ts';
import { type Token, tokensOf } from './staff-store.ts';

/** A mark by which scanners for leaked secrets, and people, know what they have found. */
const MARK = 'sanwei_';

export function newToken(): string {
  return MARK + newSecret();
}

/** True on the last day, too: 'YYYY-MM-DD' in Beijing. */
export function holds({ expiresOn, revokedAt }: Pick<Token, 'expiresOn' | 'revokedAt'>, now: Date): boolean {
  return revokedAt === null && (expiresOn === null || toDay(now) <= expiresOn);
}

/** The token's record while it holds, or null. */
export async function findToken(db: Database, bearer: string, now: Date): Promise<Token | null> {
  const token = await tokensOf(db).findOne({ digest: digestOf(bearer) });
  return token && holds(token, now) ? token : null;
}

/** Tokens not revoked, oldest first: of one person, or of everybody (null). */
export async function listTokens(db: Database, staffId: string | null): Promise<readonly Token[]> {
  const whose = staffId === null ? {} : { staffId };
  return await tokensOf(db)
    .find({ ...whose, revokedAt: null }, { sort: { _id: 1 } })
    .toArray();
}
