/** Rows as CSV or JSON, piece by piece: the whole of it is nowhere in memory. */
import { csvLine, UTF8_MARK } from '../statistics/export/to-csv.ts';
import type { DataRow, Dataset } from './dataset.ts';
import { columnsOf } from './schemas.ts';

/** Characters that are gathered before they are handed on. */
const PIECE = 32_768;

export async function* toCsvPieces({ fields, rows }: Dataset): AsyncGenerator<string> {
  const columns = columnsOf(fields).map(({ name }) => name);
  const line = (row: DataRow) => csvLine(columns.map((name) => row[name] ?? ''));
  yield* gathered(`${UTF8_MARK}${csvLine(columns)}`, rows(false), line, '');
}

export async function* toJsonPieces({ rows }: Dataset): AsyncGenerator<string> {
  let isFirst = true;
  const item = (row: DataRow) => {
    const text = `${isFirst ? '' : ','}\n${JSON.stringify(row)}`;
    isFirst = false;
    return text;
  };
  yield* gathered('[', rows(true), item, '\n]\n');
}

async function* gathered(
  head: string,
  rows: AsyncIterable<DataRow>,
  show: (row: DataRow) => string,
  tail: string,
): AsyncGenerator<string> {
  let piece = head;
  for await (const row of rows) {
    piece += show(row);
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  yield piece + tail;
}
