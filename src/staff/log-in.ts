/** Logging in. A wrong name, a wrong password and an inactive account look and last the same. */
import { Problem } from '../errors.ts';
import type { Database } from '../store/collection.ts';
import { isPassword } from './password.ts';
import { openSession } from './session.ts';
import { type Staff, staffOf, toLoginName } from './staff-store.ts';

/** Counts attempts and refuses too many with Problem 'too-many-requests'; http/throttle.ts is one. */
export interface Attempts {
  take(key: string, now: Date): void;
  giveBack(key: string, now: Date): void;
}

/** Per name against guessing one person's password, per address against trying one password on all names. */
export interface LoginThrottle {
  readonly byName: Attempts;
  readonly byAddress: Attempts;
}

export interface Login {
  readonly name: string;
  readonly password: string;
  /** Where the request comes from. */
  readonly address: string;
}

export interface LoggedIn {
  readonly staff: Staff;
  /** For the cookie. */
  readonly token: string;
}

/** Throws Problem 'wrong-login' or 'too-many-requests'. */
export async function logIn(
  { db, throttle }: { readonly db: Database; readonly throttle: LoginThrottle },
  login: Login,
  now: Date,
): Promise<LoggedIn> {
  const name = toLoginName(login.name);
  // counted before the password is looked at: attempts made at the same time must not pass together
  throttle.byAddress.take(login.address, now);
  throttle.byName.take(name, now);
  const staff = await staffOf(db).findOne({ name, active: true });
  if (!(await isPassword(staff?.passwordHash ?? null, login.password)) || !staff) {
    throw new Problem('wrong-login', '登录名或密码不正确。请核对后重试；忘记密码的，请管理员重置。');
  }
  throttle.byAddress.giveBack(login.address, now);
  throttle.byName.giveBack(name, now);
  return { staff, token: await openSession(db, staff._id, now) };
}
