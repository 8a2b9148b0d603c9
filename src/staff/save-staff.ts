/** The one way a staff record changes: still as it was read, revision raised, ledger line in the same update. */
import { Problem } from '../errors.ts';
import { aLine, type Fact } from '../ledger/line.ts';
import type { Database } from '../store/collection.ts';
import { type Act, type Staff, staffOf } from './staff-store.ts';

export interface StaffChange {
  readonly change: Partial<
    Pick<Staff, 'displayName' | 'roles' | 'unit' | 'isHead' | 'active' | 'passwordHash' | 'mustChangePassword'>
  >;
  /** For the ledger: never a name, never a password. */
  readonly facts: Readonly<Record<string, Fact>>;
}

/** The record after the change. Throws Problem 'stale-revision' when somebody was faster. */
export async function saveStaff(db: Database, before: Staff, made: StaffChange, { by, now }: Act): Promise<Staff> {
  const { _id, revision, vouched } = before;
  const about = { subject: _id, at: now, by: by.id, facts: made.facts, nth: revision + 1 };
  const line = aLine({ what: 'staff.changed', ...about });
  const after = await staffOf(db).findOneAndUpdate(
    { _id, revision, vouched },
    { $set: { ...made.change, revision: revision + 1 }, $push: { unposted: line } },
    { returnDocument: 'after' },
  );
  if (!after) throw staleStaff();
  return after;
}

export function staleStaff(): Problem {
  return new Problem('stale-revision', '此人员刚被他人修改。请刷新后再操作。');
}
