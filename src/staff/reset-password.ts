/** An administrator gives somebody a new password, to be replaced by an own one at the next login. */
import type { Database } from '../store/collection.ts';
import { hashPassword, newPassword } from './password.ts';
import { requireRole } from './person.ts';
import { saveStaff } from './save-staff.ts';
import { endSessions } from './session.ts';
import { type Act, getStaff } from './staff-store.ts';

/** The password, shown this once. All sessions of the person end; tokens stay. Throws Problem 'no-right', 'not-found'. */
export async function resetPassword(db: Database, id: string, act: Act): Promise<string> {
  requireRole(act.by, 'administrator');
  const before = await getStaff(db, id);
  const password = newPassword();
  const passwordHash = await hashPassword(password);
  const made = { change: { passwordHash, mustChangePassword: true }, facts: { changed: ['password'], reset: true } };
  await saveStaff(db, before, made, act);
  await endSessions(db, id, null);
  return password;
}
