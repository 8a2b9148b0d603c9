/** Any uploaded file as one table: its headings, then its rows, one at a time. */
import type { Encoding, ImportFormat } from './import-format.ts';
import type { TableRow } from './map-row.ts';
import { readCsv } from './read-csv.ts';
import { readXlsx } from './read-xlsx.ts';

export interface TableFile {
  readonly format: ImportFormat;
  readonly encoding: Encoding;
  bytes(): AsyncIterable<Uint8Array>;
}

/** Blank rows are left out, their numbers are kept. Throws 'invalid-input'. */
export async function* readTable(file: TableFile): AsyncGenerator<TableRow> {
  if (file.format === 'ndjson') yield* readObjects(decode(file));
  else yield* withHeadings(file.format === 'csv' ? readCsv(decode(file)) : readXlsx(await gather(file)));
}

async function* withHeadings(rows: AsyncIterable<readonly string[]>): AsyncGenerator<TableRow> {
  let headings: readonly string[] | null = null;
  let number = 0;
  for await (const row of rows) {
    number += 1;
    if (row.every((cell) => cell.trim() === '')) continue;
    if (headings === null) headings = tellApart(row);
    else yield { number, values: Object.fromEntries(headings.map((heading, i) => [heading, row[i] ?? ''])) };
  }
}

/** Columns without a heading are called by their letter's place, a second one of the same name is numbered. */
function tellApart(row: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return row.map((cell, i) => {
    const name =
      cell
        .replace(/^\ufeff/, '')
        .replace(/\s+/g, ' ')
        .trim() || `第${i + 1}列`;
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name}（${times}）`;
  });
}

async function* readObjects(text: AsyncIterable<string>): AsyncGenerator<TableRow> {
  let number = 0;
  for await (const line of linesOf(text)) {
    number += 1;
    if (line.trim() !== '') yield rowOf(line, number);
  }
}

function rowOf(line: string, number: number): TableRow {
  let object: unknown;
  try {
    object = JSON.parse(line);
  } catch {
    object = null;
  }
  if (typeof object !== 'object' || object === null || Array.isArray(object)) {
    return {
      number,
      values: {},
      wrong: { problem: '不是一个完整的 JSON 对象', remedy: '每行写一个 JSON 对象，对象内不换行' },
    };
  }
  return { number, values: Object.fromEntries(Object.entries(object).map(([name, value]) => [name, toText(value)])) };
}

function toText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'object' && 'name' in value && typeof value.name === 'string') return value.name;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of text) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

async function* decode({ bytes, encoding }: TableFile): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of bytes()) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

async function gather({ bytes }: TableFile): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes()) chunks.push(chunk);
  return Buffer.concat(chunks);
}
