/** Changes what a member of staff is called, may do, and whether they work here at all. Passwords: change-password.ts. */
import { Problem } from '../errors.ts';
import type { Database } from '../store/collection.ts';
import { type Role, requireRole } from './person.ts';
import { saveStaff, staleStaff } from './save-staff.ts';
import { endSessions } from './session.ts';
import { type Act, getStaff, type Staff, staffOf } from './staff-store.ts';

export interface StaffEdit {
  readonly id: string;
  /** The revision the caller saw; null takes it as it is. */
  readonly revision: number | null;
  readonly displayName?: string | undefined;
  readonly roles?: readonly Role[] | undefined;
  readonly active?: boolean | undefined;
  /** Null moves them to the office itself. Checked by the caller: which units there are is data. */
  readonly unit?: string | null | undefined;
  readonly isHead?: boolean | undefined;
}

/** Throws Problem 'no-right', 'not-found', 'stale-revision', or 'wrong-state' for the last active administrator. */
export async function changeStaff(db: Database, edit: StaffEdit, act: Act): Promise<Staff> {
  requireRole(act.by, 'administrator');
  const before = await getStaff(db, edit.id);
  if (edit.revision !== null && edit.revision !== before.revision) throw staleStaff();
  const { displayName = before.displayName, roles = before.roles, active = before.active } = edit;
  const { unit = before.unit ?? null, isHead = before.isHead ?? false } = edit;
  const change = { displayName, roles: [...new Set(roles)], active, unit, isHead };
  if (administers(before) && !administers({ ...before, ...change })) await keepOneAdministrator(db, before);
  const changed = (['displayName', 'roles', 'active', 'unit', 'isHead'] as const).filter(
    (field) => edit[field] !== undefined,
  );
  const moved = { ...(edit.unit !== undefined && { unit }), ...(edit.isHead !== undefined && { isHead }) };
  const facts = { changed, roles: change.roles, active, ...moved };
  const after = await saveStaff(db, before, { change, facts }, act);
  if (!active) await endSessions(db, before._id, null);
  return after;
}

function administers({ roles, active }: Pick<Staff, 'roles' | 'active'>): boolean {
  return active && roles.includes('administrator');
}

/**
 * Two administrators removing each other at the same moment would both see the other still there. So the one who stays is
 * marked: saveStaff refuses a record that was marked since it was read, and then neither goes.
 */
async function keepOneAdministrator(db: Database, leaving: Staff): Promise<void> {
  const staying = { _id: { $ne: leaving._id }, active: true, roles: 'administrator' };
  const vouching = await staffOf(db).updateOne(staying, { $inc: { vouched: 1 } });
  if (vouching.matchedCount === 0) {
    throw new Problem('wrong-state', '这是最后一位在用的管理员，不能停用或取消管理权限。请先指定另一位管理员。');
  }
}
