/** Who is asking: by bearer token or by session cookie. Looked up at every request, so a changed role holds at once. */

import type { Database } from '../store/collection.ts';
import { findSession } from './session.ts';
import { staffOf, toPerson } from './staff-store.ts';
import { findToken } from './token.ts';
import type { Credentials, StaffDoor, Visitor } from './visitor.ts';

export function openStaffDoor(db: Database): StaffDoor {
  return { findVisitor: (credentials, now) => findVisitor(db, credentials, now) };
}

/** The visitor, or null. A bearer token that does not hold is not made up for by a cookie. */
export async function findVisitor(db: Database, credentials: Credentials, now: Date): Promise<Visitor | null> {
  const { bearer, cookie } = credentials;
  if (bearer !== null) return await findByToken(db, bearer, now);
  return cookie === null ? null : await findBySession(db, cookie, now);
}

async function findBySession(db: Database, cookie: string, now: Date): Promise<Visitor | null> {
  const session = await findSession(db, cookie, now);
  const staff = session && (await staffOf(db).findOne({ _id: session.staffId, active: true }));
  if (!staff) return null;
  const { displayName, mustChangePassword } = staff;
  return { person: toPerson(staff), displayName, via: 'session', mustChangePassword };
}

async function findByToken(db: Database, bearer: string, now: Date): Promise<Visitor | null> {
  const token = await findToken(db, bearer, now);
  const staff = token && (await staffOf(db).findOne({ _id: token.staffId, active: true }));
  if (!staff) return null;
  const roles = token.roles.filter((role) => staff.roles.includes(role));
  const person = { ...toPerson(staff), roles };
  return { person, displayName: staff.displayName, via: 'token', mustChangePassword: false };
}
