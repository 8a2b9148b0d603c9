/** The first login of a new installation. Everybody else is added by an administrator (add-staff.ts). */
import type { Database } from '../store/collection.ts';
import { isTaken } from '../store/is-taken.ts';
import { newStaff } from './add-staff.ts';
import { hashPassword, newPassword } from './password.ts';
import { roles } from './person.ts';
import { staffOf } from './staff-store.ts';

/** A fixed id: of processes that start together only one can insert it. */
const ID = 'admin';

export interface FirstLogin {
  readonly name: string;
  /** To be printed once; stored as a hash only. */
  readonly password: string;
}

/**
 * Makes `admin` with every role when there is no staff at all, else does nothing and returns null. The password need not be
 * changed: nobody but who starts the process, and owns its database anyway, has seen it.
 */
export async function ensureAdministrator(db: Database, now: Date): Promise<FirstLogin | null> {
  if (await staffOf(db).findOne({})) return null;
  const password = newPassword();
  const passwordHash = await hashPassword(password);
  const own = { _id: ID, name: 'admin', displayName: '管理员', roles, passwordHash, mustChangePassword: false };
  try {
    await staffOf(db).insertOne(newStaff(own, 'system', now));
  } catch (error) {
    if (isTaken(error)) return null;
    throw error;
  }
  return { name: own.name, password };
}
