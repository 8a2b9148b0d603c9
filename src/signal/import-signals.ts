/**
 * Brings messages in from another system. All lines or none, unless the caller asks for the good ones (`partial`): half an
 * import that nobody noticed would make figures wrong. Importing the same file twice takes nothing the second time.
 */
import { setImmediate } from 'node:timers/promises';
import type { Account } from '../channel/kind.ts';
import { type FieldProblem, invalid, Problem } from '../errors.ts';
import { newId } from '../ids.ts';
import { type Person, requireRole } from '../staff/person.ts';
import type { Database } from '../store/collection.ts';
import { type Knowledge, type ReadLines, type RefusedLine, readSignalLines } from './read-signal-lines.ts';
import type { IncomingSignal } from './signal.ts';
import { noteNews } from './source.ts';
import { type Taken, takeSignals } from './take-signals.ts';

export interface ImportDesk {
  readonly db: Database;
  readonly accounts: readonly Account[];
  /** A file gives way to releases. */
  readonly way: { clear(): Promise<void> };
}

export interface SignalImport {
  readonly lines: Uint8Array;
  /** What happens to the good lines when others are refused. */
  readonly onRefused: 'take-none' | 'take-good';
}

export interface Imported extends Taken {
  /** Id of this import; each of its signals carries it. */
  readonly import: string;
  /** The first refused lines, at most 100. */
  readonly refused: readonly RefusedLine[];
  readonly refusedTotal: number;
}

export const IMPORT_BYTES = 64 * 1024 * 1024;
const IMPORT_LINES = 200_000;
const SHOWN = 100;
const LINES_AT_ONCE = 200;

/** Takes the lines of an NDJSON text. Throws 'no-right', 'invalid-input' (with the refused lines), 'too-large'. */
export async function importSignals(
  desk: ImportDesk,
  { lines, onRefused }: SignalImport,
  by: Person,
  now: Date,
): Promise<Imported> {
  requireRole(by, 'responder', 'administrator');
  const accounts = new Set(desk.accounts.map(({ id }) => id));
  const read = await readAll(toText(lines).split('\n'), { accounts, now }, desk.way);
  check(read, onRefused);
  const { signals, refused } = read;
  const id = newId(now);
  const taken = await takeSignals(desk.db, signals, { now, by: by.id, import: id, giveWay: desk.way.clear });
  if (taken.taken > 0)
    for (const account of new Set(signals.map((one) => one.account))) await noteNews(desk.db, account, now);
  return { import: id, ...taken, refused: refused.slice(0, SHOWN), refusedTotal: refused.length };
}

/** In parts: checking 200,000 lines at one go would keep everybody else waiting for seconds. */
async function readAll(
  lines: readonly string[],
  knowledge: Knowledge,
  way: { clear(): Promise<void> },
): Promise<ReadLines> {
  const signals: IncomingSignal[] = [];
  const refused: RefusedLine[] = [];
  for (let at = 0; at < lines.length; at += LINES_AT_ONCE) {
    const read = readSignalLines(lines.slice(at, at + LINES_AT_ONCE), knowledge, at + 1);
    for (const signal of read.signals) signals.push(signal);
    for (const line of read.refused) refused.push(line);
    await setImmediate();
    await way.clear();
  }
  return { signals, refused };
}

function check({ signals, refused }: ReadLines, onRefused: SignalImport['onRefused']): void {
  const total = signals.length + refused.length;
  if (total === 0) throw invalid('请求内容', '没有任何一行', '请每行放一个 JSON 对象（NDJSON）');
  if (total > IMPORT_LINES) throw new Problem('too-large', `一次最多导入 ${IMPORT_LINES} 行。请分批导入。`);
  if (refused.length === 0 || onRefused === 'take-good') return;
  const detail =
    `${total} 行中有 ${refused.length} 行不合要求，全部未导入。` +
    '请修改这些行后重新导入；只想导入其余各行的，请加上 partial=true。';
  throw new Problem('invalid-input', detail, { fields: refused.slice(0, SHOWN).map(toField) });
}

function toField({ line, field, problem, remedy }: RefusedLine): FieldProblem {
  return { field: `line ${line}.${field}`, problem, remedy };
}

function toText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw invalid('请求内容', '不是 UTF-8 文字', '请以 UTF-8 编码保存后重新导入');
  }
}
