/**
 * How long a login lasts, and its records. The token lives in the browser's cookie (session-cookie.ts); only its digest is
 * stored, so a copy of the database opens no session.
 */
import { after, days, hours, minutes } from '../clock.ts';
import { digestOf, newSecret } from '../ids.ts';
import type { Database } from '../store/collection.ts';
import { type Session, sessionsOf } from './staff-store.ts';

/** Unused this long it ends: a working day with overtime without logging in twice, but not overnight at an open desk. */
const IDLE_MS = hours(12);
/** However much it is used: by next week at the latest everybody has shown their password again. */
const LONGEST_MS = days(7);
/** Not every request is worth a write. */
const SEEN_EVERY_MS = minutes(5);

/** When a session used at `seenAt` ends. */
export function endOf(openedAt: Date, seenAt: Date): Date {
  return new Date(Math.min(after(seenAt, IDLE_MS).getTime(), after(openedAt, LONGEST_MS).getTime()));
}

/** Opens a session and clears away those that are over; the token is given out this once. */
export async function openSession(db: Database, staffId: string, now: Date): Promise<string> {
  const token = newSecret();
  await sessionsOf(db).deleteMany({ endsAt: { $lte: now } });
  const endsAt = endOf(now, now);
  await sessionsOf(db).insertOne({ _id: digestOf(token), staffId, openedAt: now, seenAt: now, endsAt });
  return token;
}

/** The running session of a token, or null; using it makes it last. */
export async function findSession(db: Database, token: string, now: Date): Promise<Session | null> {
  const session = await sessionsOf(db).findOne({ _id: digestOf(token) });
  if (!session || session.endsAt <= now) return null;
  if (now.getTime() - session.seenAt.getTime() >= SEEN_EVERY_MS) {
    const seen = { seenAt: now, endsAt: endOf(session.openedAt, now) };
    await sessionsOf(db).updateOne({ _id: session._id }, { $set: seen });
  }
  return session;
}

/** Ends all sessions of a person except the one of `keptToken`. */
export async function endSessions(db: Database, staffId: string, keptToken: string | null): Promise<void> {
  const kept = keptToken === null ? {} : { _id: { $ne: digestOf(keptToken) } };
  await sessionsOf(db).deleteMany({ staffId, ...kept });
}
