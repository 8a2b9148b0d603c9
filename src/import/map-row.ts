/** One row of a table and what its columns mean → a signal, or what is wrong with the row. Pure. */
import type { CaseSteps } from '../channel/incoming.ts';
import { after, minutes } from '../clock.ts';
import { digestOf } from '../ids.ts';
import type { Contact } from '../signal/contact.ts';
import type { IncomingSignal, SignalKind } from '../signal/signal.ts';
import { type Columns, type FieldName, fieldNames, importFields } from './import-fields.ts';
import { readTime } from './read-time.ts';

export interface TableRow {
  /** As the table shows it: the first row is 1, the headings among them. */
  readonly number: number;
  readonly values: Readonly<Record<string, string>>;
  /** Set where the row as a whole could not be read. */
  readonly wrong?: { readonly problem: string; readonly remedy: string };
}

export interface Mapping {
  readonly account: string;
  readonly kind: SignalKind;
  readonly columns: Columns;
}

export interface RefusedRow {
  readonly row: number;
  /** The column's heading. */
  readonly field: string;
  readonly problem: string;
  readonly remedy: string;
}

/** Clocks of other systems may be a little fast. */
const AHEAD_MS = minutes(2);
const LONGEST = { ref: 200, author: 100, title: 500, text: 20_000 } as const;

type Read = (name: FieldName) => string;

export function mapRow({ number, values, wrong }: TableRow, mapping: Mapping, now: Date): IncomingSignal | RefusedRow {
  if (wrong) return { row: number, field: '整行', ...wrong };
  const { columns, account, kind } = mapping;
  const read: Read = (name) => (columns[name] === undefined ? '' : (values[columns[name]] ?? '').trim());
  const refuse = (name: FieldName, problem: string, remedy: string): RefusedRow => {
    return { row: number, field: columns[name] ?? importFields[name].name, problem, remedy };
  };
  for (const [name, most] of Object.entries(LONGEST) as [keyof typeof LONGEST, number][]) {
    if (read(name).length > most) return refuse(name, `超过 ${most} 字`, '请核对是否选错了列，或删减后重新导入');
  }
  if (read('title') === '' && read('text') === '')
    return refuse('text', '主题和内容都是空的', '请填写内容，或删去这一行');
  if (columns.ref !== undefined && read('ref') === '') {
    return refuse('ref', '没有编号', '请填写该条在原系统的唯一编号；整列没有编号的，请不选编号列');
  }
  const writtenAt = readTime(read('writtenAt'));
  if (!writtenAt) return refuse('writtenAt', '时间缺少或认不出', '请按 2019/11/13 9:30 的样子填写（北京时间）');
  if (writtenAt > after(now, AHEAD_MS)) return refuse('writtenAt', '时间在将来', '请核对日期');
  for (const name of ['acceptedAt', 'assignedAt', 'closedAt'] as const) {
    if (read(name) !== '' && !readTime(read(name)))
      return refuse(name, '时间认不出', '请按 2019/11/13 9:30 的样子填写，没有的留空');
  }
  const likes = readCount(read('likes'));
  if (likes === null)
    return refuse('likes', '点赞数认不出', '请填写整数（如 120，也认得 1.2万），没有的留空，或不选这一列');
  const contact = contactOf(read);
  return {
    account,
    ref: read('ref') || refOf(read),
    kind,
    author: { id: '', name: read('author') },
    title: read('title') || null,
    text: read('text'),
    writtenAt,
    post: null,
    release: null,
    ...(likes !== undefined && { likes }),
    raw: rawOf(values, columns),
    ...(contact && { contact }),
  };
}

/** 120, 1,200, 1.2万, 1.2w; undefined for an empty cell, null for what is no count. */
function readCount(cell: string): number | undefined | null {
  if (cell === '') return undefined;
  const [, digits = '', many] = /^(\d+(?:\.\d+)?)(万|w|W)?\+?$/.exec(cell.replace(/[,，\s]/g, '')) ?? [];
  if (digits === '') return null;
  const count = Math.round(Number(digits) * (many ? 10_000 : 1));
  return Number.isSafeInteger(count) ? count : null;
}

/** What a row of cases says of how far each has got; null for other kinds, and where a time cannot be read. */
export function stepsOf({ values }: TableRow, { columns, kind }: Mapping): CaseSteps | null {
  if (kind !== 'case') return null;
  const read: Read = (name) => (columns[name] === undefined ? '' : (values[columns[name]] ?? '').trim());
  const acceptedAt = readTime(read('acceptedAt')) ?? readTime(read('writtenAt'));
  const said = read('onTime');
  const onTime = said === '' ? null : /^(?:是|按时|1|true|yes|y)$/i.test(said);
  const times = { assignedAt: readTime(read('assignedAt')), closedAt: readTime(read('closedAt')) };
  return acceptedAt && { acceptedAt, ...times, onTime, unit: read('unit').slice(0, 100), category: '' };
}

/** The same row is the same signal, whichever file it stands in. */
function refOf(read: Read): string {
  const parts = (['author', 'writtenAt', 'title', 'text'] as const).map(read);
  return `row-${digestOf(JSON.stringify(parts)).slice(0, 24)}`;
}

function contactOf(read: Read): Contact | null {
  const contact = { name: read('name'), phone: read('phone'), mail: read('mail'), address: read('address') };
  return Object.values(contact).some((value) => value !== '') ? contact : null;
}

/** The row as it came, less what the signal says itself and what reaches a person. */
function rawOf(values: TableRow['values'], columns: Columns): Readonly<Record<string, string>> {
  const said = new Set(
    fieldNames
      .filter((name) => importFields[name].isContact || name === 'title' || name === 'text')
      .map((name) => columns[name]),
  );
  return Object.fromEntries(Object.entries(values).filter(([heading, value]) => !said.has(heading) && value !== ''));
}
