/** A file comes in: kept as it is, recognised, and looked into, so that a person can say what its columns mean. */
import { invalid } from '../errors.ts';
import { newId } from '../ids.ts';
import { maskPersonal } from '../privacy/find-personal.ts';
import { type Person, requireRole } from '../staff/person.ts';
import type { Database } from '../store/collection.ts';
import { fieldNames, importFields, proposeColumns } from './import-fields.ts';
import { dropFile, keepFile, readFile } from './import-file.ts';
import { type Recognised, Recogniser } from './import-format.ts';
import { type Import, importsOf, NO_PROGRESS, type Proposal, savedMappingsOf } from './import-record.ts';
import { readTable } from './read-table.ts';

/** Rows that are looked at for what the columns mean. */
const LOOKED_AT = 200;
const SHOWN = 5;
const SHOWN_LETTERS = 200;

export interface Upload {
  readonly name: string;
  readonly body: AsyncIterable<Uint8Array>;
}

/** Throws 'no-right', 'invalid-input', 'too-large' (by the body); of a file that is refused nothing is kept. */
export async function uploadImport(db: Database, { name, body }: Upload, by: Person, now: Date): Promise<Import> {
  requireRole(by, 'responder', 'administrator');
  const id = newId(now);
  try {
    const recogniser = new Recogniser();
    const bytes = await keepFile(db, id, { body, look: (chunk) => recogniser.take(chunk) });
    if (bytes === 0) throw invalid('文件', '是空的', '请选择要导入的文件');
    const recognised = recogniser.end();
    if (!recognised) throw invalid('文件', '是旧的 .xls 或其他不能读取的格式', '请另存为 .xlsx 或 CSV 后重新上传');
    const table = await look(db, id, recognised);
    const row = { ...fresh(id, name, { by, now }), ...recognised, bytes, ...table };
    await importsOf(db).insertOne(row);
    return row;
  } catch (error) {
    await dropFile(db, id);
    throw error;
  }
}

function fresh(_id: string, name: string, { by, now }: { readonly by: Person; readonly now: Date }) {
  const open = {
    mapping: null,
    startedAt: null,
    finishedAt: null,
    reason: null,
    undo: null,
    worker: null,
    leaseUntil: null,
  };
  const start = {
    state: 'ready',
    onRefused: 'take-none',
    progress: NO_PROGRESS,
    fileKept: true,
    unposted: [],
  } as const;
  return { _id, name, at: now, by: by.id, ...open, ...start };
}

async function look(db: Database, id: string, recognised: Recognised) {
  const rows: Readonly<Record<string, string>>[] = [];
  const headings = new Set<string>();
  for await (const { values } of readTable({ ...recognised, bytes: () => readFile(db, id) })) {
    for (const heading of Object.keys(values)) headings.add(heading);
    rows.push(values);
    if (rows.length === LOOKED_AT) break;
  }
  if (rows.length === 0) throw invalid('文件', '没有一行数据', '请核对第一行是否为列名、其下是否有数据');
  const samples = rows.slice(0, SHOWN).map(forShow);
  return { headings: [...headings], samples, proposal: await propose(db, [...headings], rows) };
}

/** Shortened, and without numbers of persons: who looks at an upload need not handle the cases in it. */
function forShow(values: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const show = (value: string) => maskPersonal(value.slice(0, SHOWN_LETTERS)).text;
  return Object.fromEntries(Object.entries(values).map(([heading, value]) => [heading, show(value)]));
}

/** A source whose columns are all there again is mapped as it was; else by what can be seen. */
async function propose(
  db: Database,
  headings: readonly string[],
  rows: readonly Readonly<Record<string, string>>[],
): Promise<Proposal> {
  const saved = await savedMappingsOf(db)
    .find({}, { sort: { at: -1 }, limit: 100 })
    .toArray();
  const fits = saved.find(({ columns }) =>
    fieldNames.every((name) => !columns[name] || headings.includes(columns[name])),
  );
  if (fits) return { account: fits._id, kind: fits.kind, columns: fits.columns, from: 'saved' };
  return { account: null, kind: null, columns: proposeColumns(headings, rows), from: 'guessed' };
}

/** Fields with what they are called, for whoever maps. */
export function fieldList() {
  return fieldNames.map((id) => ({ id, name: importFields[id].name, isContact: importFields[id].isContact }));
}
