/** One's own new password; needs the old one. Forgotten ones are replaced in reset-password.ts. */
import { invalid } from '../errors.ts';
import type { Database } from '../store/collection.ts';
import type { Attempts } from './log-in.ts';
import { checkPassword, hashPassword, isPassword } from './password.ts';
import { saveStaff } from './save-staff.ts';
import { endSessions } from './session.ts';
import { type Act, getStaff } from './staff-store.ts';

export interface PasswordChange {
  readonly old: string;
  readonly new: string;
  /** The session this is asked in goes on, all others end; null ends all. */
  readonly sessionToken: string | null;
}

export interface PasswordDesk {
  readonly db: Database;
  /** Whoever finds an open browser must not be able to guess the old password. */
  readonly attempts: Attempts;
}

/** Throws Problem 'invalid-input' naming `old` or `new`, or 'too-many-requests'. */
export async function changePassword({ db, attempts }: PasswordDesk, change: PasswordChange, act: Act): Promise<void> {
  const before = await getStaff(db, act.by.id);
  checkPassword(change.new, before.name, 'new');
  if (change.new === change.old) throw invalid('new', '新密码与原密码相同', '请换一个密码');
  attempts.take(before.name, act.now);
  if (!(await isPassword(before.passwordHash, change.old))) throw invalid('old', '原密码不正确', '请重新填写原密码');
  attempts.giveBack(before.name, act.now);
  const passwordHash = await hashPassword(change.new);
  const made = { change: { passwordHash, mustChangePassword: false }, facts: { changed: ['password'] } };
  await saveStaff(db, before, made, act);
  await endSessions(db, before._id, change.sessionToken);
}
