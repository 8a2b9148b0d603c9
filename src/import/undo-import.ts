/** Taking a whole import back. It is begun here and done in the background (run-imports.ts). */
import { Problem } from '../errors.ts';
import { type Person, requireRole } from '../staff/person.ts';
import type { Database } from '../store/collection.ts';
import { getImport, type Import, importsOf } from './import-record.ts';

/** Throws 'no-right', 'not-found', 'wrong-state'. */
export async function undoImport(db: Database, id: string, by: Person, now: Date): Promise<Import> {
  requireRole(by, 'responder', 'administrator');
  await getImport(db, id);
  const undo = { by: by.id, at: now, cursor: null, takenBack: 0, kept: 0, topics: 0 };
  const change = { $set: { state: 'undoing', undo } };
  const begun = await importsOf(db).findOneAndUpdate({ _id: id, state: 'done' }, change, { returnDocument: 'after' });
  if (!begun) throw new Problem('wrong-state', '只有已完成的导入可以撤销。请刷新后查看这次导入的状态。');
  return begun;
}
