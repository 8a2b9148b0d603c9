/** A new member of staff. The first one of an installation is made in first-administrator.ts. */
import { invalid, Problem } from '../errors.ts';
import { newId } from '../ids.ts';
import { aLine } from '../ledger/line.ts';
import type { Database } from '../store/collection.ts';
import { isTaken } from '../store/is-taken.ts';
import { checkPassword, hashPassword, newPassword } from './password.ts';
import { type Role, requireRole } from './person.ts';
import { type Act, type Staff, staffOf, toLoginName } from './staff-store.ts';

export interface StaffInput {
  readonly name: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  /** Id of their unit, and whether they head it; left out for the office itself. */
  readonly unit?: string | null;
  readonly isHead?: boolean;
  /** A first password; null draws one. */
  readonly password: string | null;
  /** False only where the password is the person's own already, or nobody's (rehearsal, another system). */
  readonly mustChangePassword: boolean;
}

export interface Added {
  readonly staff: Staff;
  /** What to hand over; shown this once. */
  readonly password: string;
}

/** 2–32 letters, digits, dots, dashes; letters of any script, since some offices log in with Chinese names. */
const LOGIN_NAME = /^[\p{L}\p{N}][\p{L}\p{N}._-]{1,31}$/u;

/** Throws Problem 'no-right', 'invalid-input' or 'already-exists'. */
export async function addStaff(db: Database, input: StaffInput, { by, now }: Act): Promise<Added> {
  requireRole(by, 'administrator');
  const name = toLoginName(input.name);
  if (!LOGIN_NAME.test(name)) {
    throw invalid('name', '登录名不符合要求', '请使用 2 至 32 个字母、数字或汉字，可含点、横线和下划线');
  }
  const password = input.password ?? newPassword();
  checkPassword(password, name, 'password');
  const passwordHash = await hashPassword(password);
  const { displayName, roles, mustChangePassword, unit = null, isHead = false } = input;
  const own = { _id: newId(now), name, displayName, roles, unit, isHead, passwordHash, mustChangePassword };
  const staff = newStaff(own, by.id, now);
  try {
    await staffOf(db).insertOne(staff);
  } catch (error) {
    if (isTaken(error)) throw nameTaken();
    throw error;
  }
  return { staff, password };
}

type Fresh = Pick<
  Staff,
  '_id' | 'name' | 'displayName' | 'roles' | 'unit' | 'isHead' | 'passwordHash' | 'mustChangePassword'
>;

/** A record with its first ledger line. */
export function newStaff(fresh: Fresh, by: string, now: Date): Staff {
  const facts = { roles: fresh.roles, active: true, unit: fresh.unit ?? null, isHead: fresh.isHead ?? false };
  const line = aLine({ what: 'staff.added', subject: fresh._id, at: now, by, facts });
  const roles = [...new Set(fresh.roles)];
  return { ...fresh, roles, active: true, createdAt: now, revision: 1, vouched: 0, unposted: [line] };
}

function nameTaken(): Problem {
  const problem = '登录名已被使用';
  const remedy = '请换一个登录名';
  return new Problem('already-exists', `${problem}。${remedy}。`, { fields: [{ field: 'name', problem, remedy }] });
}
