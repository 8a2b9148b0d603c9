/** A person has said what the columns mean: the import begins, in the background (run-imports.ts). */
import { type FieldProblem, Problem } from '../errors.ts';
import { type SignalKind, signalKindNames } from '../signal/signal.ts';
import { type Person, requireRole } from '../staff/person.ts';
import type { Database } from '../store/collection.ts';
import { type Columns, fieldNames } from './import-fields.ts';
import { dropFile } from './import-file.ts';
import { getImport, type Import, importNotesOf, importsOf, NO_PROGRESS, savedMappingsOf } from './import-record.ts';

export interface ImportDesk {
  readonly db: Database;
  readonly accounts: readonly { readonly id: string }[];
}

export interface Starting {
  readonly id: string;
  readonly account: string;
  readonly kind: SignalKind;
  readonly columns: Columns;
  /** Takes the good rows when others are refused. */
  readonly partial: boolean;
  /** Remembers what the columns mean for the next file of this source. */
  readonly save: boolean;
}

/** Throws 'no-right', 'not-found', 'invalid-input', 'wrong-state'. */
export async function startImport(desk: ImportDesk, starting: Starting, by: Person, now: Date): Promise<Import> {
  requireRole(by, 'responder', 'administrator');
  const { id, account, kind, columns, partial, save } = starting;
  const found = await getImport(desk.db, id);
  check(desk, found, starting);
  const mapping = { account, kind, columns };
  const free = { _id: id, state: { $in: ['ready', 'refused', 'failed'] }, fileKept: true };
  const begun = {
    ...{ mapping, onRefused: partial ? 'take-good' : 'take-none', state: 'checking' },
    ...{ progress: NO_PROGRESS, startedAt: now, finishedAt: null, reason: null, by: by.id },
  };
  await importNotesOf(desk.db).deleteMany({ import: id, kind: 'refused' });
  const started = await importsOf(desk.db).findOneAndUpdate(free, { $set: begun }, { returnDocument: 'after' });
  if (!started) throw new Problem('wrong-state', '这次导入已经开始或结束。请刷新后查看进度。');
  if (save) {
    const kept = { kind, columns, at: now };
    await savedMappingsOf(desk.db).updateOne({ _id: account }, { $set: kept }, { upsert: true });
  }
  return started;
}

/** An upload that is not wanted after all. Throws 'no-right', 'not-found', 'wrong-state'. */
export async function discardImport(db: Database, id: string, by: Person): Promise<void> {
  requireRole(by, 'responder', 'administrator');
  await getImport(db, id);
  const { deletedCount } = await importsOf(db).deleteOne({ _id: id, state: { $in: ['ready', 'refused', 'failed'] } });
  if (deletedCount === 0) throw new Problem('wrong-state', '已经导入的不能删除。需要收回的，请撤销这次导入。');
  await dropFile(db, id);
  await importNotesOf(db).deleteMany({ import: id });
}

function check({ accounts }: ImportDesk, { headings }: Import, { account, kind, columns }: Starting): void {
  const problems: FieldProblem[] = [];
  if (!accounts.some(({ id }) => id === account)) {
    problems.push({
      field: 'account',
      problem: '没有登记这个账号',
      remedy: '请选择已登记的账号，或先在 config/accounts.json 登记',
    });
  }
  if (kind === 'hot')
    problems.push({ field: 'kind', problem: `不能导入${signalKindNames.hot}`, remedy: '请选择其他类别' });
  for (const name of fieldNames) {
    const heading = columns[name];
    if (heading === undefined || headings.includes(heading)) continue;
    problems.push({
      field: `columns.${name}`,
      problem: `文件里没有“${heading.slice(0, 50)}”这一列`,
      remedy: '请从文件的列中选择',
    });
  }
  if (columns.text === undefined && columns.title === undefined) {
    problems.push({ field: 'columns.text', problem: '没有选择内容所在的列', remedy: '请至少选择详情或主题' });
  }
  if (columns.writtenAt === undefined) {
    problems.push({ field: 'columns.writtenAt', problem: '没有选择时间所在的列', remedy: '请选择留言时间所在的列' });
  }
  if (problems.length === 0) return;
  const detail = problems.map(({ problem, remedy }) => `${problem}。${remedy}。`).join('');
  throw new Problem('invalid-input', detail, { fields: problems });
}
