/**
 * An import from the upload of its file to its end, and what is noted of single rows. The file itself lies beside it in parts
 * (import-file.ts). What happens in which state: upload-import.ts, start-import.ts, run-imports.ts, undo-import.ts.
 *
 *   ready → checking → taking → done → undoing → undone          checking → refused → (mapped anew) checking
 *   checking | taking → failed: the file cannot be read to its end
 */
import { Problem } from '../errors.ts';
import type { Telling } from '../ledger/line.ts';
import type { SignalKind } from '../signal/signal.ts';
import type { Collection, Database, IndexDeclaration, Row } from '../store/collection.ts';
import type { Columns } from './import-fields.ts';
import type { Encoding, ImportFormat } from './import-format.ts';
import type { Mapping, RefusedRow } from './map-row.ts';

export const importStateNames = {
  ready: '待确认',
  checking: '检查中',
  taking: '导入中',
  refused: '有不合格的行，未导入',
  failed: '文件读不下去',
  done: '已导入',
  undoing: '撤销中',
  undone: '已撤销',
} as const;
export type ImportState = keyof typeof importStateNames;

export interface Proposal {
  /** Null where nothing tells. */
  readonly account: string | null;
  readonly kind: SignalKind | null;
  readonly columns: Columns;
  /** 'saved': as this source was mapped before; 'guessed': by headings and contents. */
  readonly from: 'saved' | 'guessed';
}

export interface Progress {
  /** The last row that is done with; 0 before the first. */
  readonly row: number;
  readonly read: number;
  readonly taken: number;
  readonly repeated: number;
  readonly refused: number;
}

export interface Undo {
  readonly by: string;
  readonly at: Date;
  /** Where the next page begins; null at first. */
  readonly cursor: string | null;
  readonly takenBack: number;
  /** Signals that staff have acted upon: they stay and are named. */
  readonly kept: number;
  readonly topics: number;
}

export interface Import extends Telling {
  readonly _id: string;
  /** Of the file, as it was uploaded; null for what came over the interface for programs. */
  readonly name: string | null;
  readonly format: ImportFormat;
  readonly encoding: Encoding;
  readonly bytes: number;
  readonly at: Date;
  /** Staff id. */
  readonly by: string;
  readonly headings: readonly string[];
  /** The first rows, numbers of persons masked. */
  readonly samples: readonly Readonly<Record<string, string>>[];
  readonly proposal: Proposal;
  readonly state: ImportState;
  readonly mapping: Mapping | null;
  readonly onRefused: 'take-none' | 'take-good';
  readonly progress: Progress;
  /** How many rows there are, once all were checked; absent before. */
  readonly rows?: number;
  /** When its signals reached us: the same for all, so that they are found again by it. */
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  /** Why it failed. Chinese. */
  readonly reason: string | null;
  readonly undo: Undo | null;
  /** The process that works on it, and until when it counts as alive. */
  readonly worker: string | null;
  readonly leaseUntil: Date | null;
  /** The file is kept as long as citizens' contact data. */
  readonly fileKept: boolean;
}

/** What is noted of one row, or of one signal that could not be taken back. */
export interface ImportNote extends Row {
  /** `<import>:refused:<row>` or `<import>:kept:<signal>`; rows with leading zeros, so that they sort. */
  readonly _id: string;
  readonly import: string;
  readonly kind: 'refused' | 'kept';
  readonly refused: RefusedRow | null;
  readonly kept: { readonly signal: string; readonly topic: string | null; readonly why: string } | null;
}

/** How a source was mapped when it was last imported. */
export interface SavedMapping extends Row {
  /** Account id. */
  readonly _id: string;
  readonly kind: SignalKind;
  readonly columns: Columns;
  readonly at: Date;
}

const IMPORTS = 'imports';
const NOTES = 'import-notes';
const MAPPINGS = 'import-mappings';

export const importsOf = (db: Database): Collection<Import> => db.collection<Import>(IMPORTS);
export const importNotesOf = (db: Database): Collection<ImportNote> => db.collection<ImportNote>(NOTES);
export const savedMappingsOf = (db: Database): Collection<SavedMapping> => db.collection<SavedMapping>(MAPPINGS);

export const importIndexes: readonly IndexDeclaration[] = [
  { collection: IMPORTS, keys: { at: -1 }, serves: 'the latest imports' },
  { collection: IMPORTS, keys: { state: 1, at: 1 }, serves: 'which imports are under way?' },
  { collection: IMPORTS, keys: { fileKept: 1, at: 1 }, serves: 'whose file is old enough to delete?' },
  { collection: IMPORTS, keys: { 'unposted._id': 1 }, serves: 'which lines still wait to be posted?' },
  { collection: NOTES, keys: { import: 1, kind: 1, _id: 1 }, serves: 'which rows were refused, which signals kept?' },
];

export const UNDER_WAY: readonly ImportState[] = ['checking', 'taking', 'undoing'];

export const NO_PROGRESS: Progress = { row: 0, read: 0, taken: 0, repeated: 0, refused: 0 };

/** Throws 'not-found'. */
export async function getImport(db: Database, id: string): Promise<Import> {
  const found = await importsOf(db).findOne({ _id: id });
  if (!found) throw new Problem('not-found', '没有这次导入。请从导入列表重新选择。');
  return found;
}

export function refusedNote(id: string, refused: RefusedRow): ImportNote {
  const _id = `${id}:refused:${String(refused.row).padStart(9, '0')}`;
  return { _id, import: id, kind: 'refused', refused, kept: null };
}
