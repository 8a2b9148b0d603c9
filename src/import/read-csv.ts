/** Rows of a CSV file, read as it comes: however long the file, what is held is a few rows. */
import { Readable } from 'node:stream';
import { CsvError, type Options, parse } from 'csv-parse';
import { invalid } from '../errors.ts';

const LONGEST_ROW = 1024 * 1024;

const SIGNS = [',', '\t', ';', '，'] as const;

/** `text` in any pieces; throws 'invalid-input' naming the row that cannot be read. */
export async function* readCsv(text: AsyncIterable<string>): AsyncGenerator<readonly string[]> {
  const [head, all] = await peek(text);
  const options: Options = {
    ...{ bom: true, delimiter: signIn(head), relax_column_count: true, relax_quotes: true },
    ...{ skip_empty_lines: false, max_record_size: LONGEST_ROW },
  };
  const parser = Readable.from(all, { objectMode: false }).pipe(parse(options));
  let row = 0;
  try {
    for await (const record of parser) {
      row += 1;
      yield record as readonly string[];
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const isOpen = error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE';
    const problem = isOpen ? `从第 ${row + 1} 行起引号没有闭合，或一行超过 1 MB` : `第 ${row + 1} 行读不出`;
    throw invalid('文件', problem, '请用表格软件打开核对，另存为 CSV（UTF-8）后重新上传');
  }
}

/** The separator that stands most often in the first line. */
function signIn(head: string): string {
  const line = head.replace(/^\ufeff/, '').split(/\r?\n/, 1)[0] ?? '';
  const outside = line.replace(/"[^"]*"/g, '');
  const counts = SIGNS.map((sign) => outside.split(sign).length);
  return SIGNS[counts.indexOf(Math.max(...counts))] ?? ',';
}

async function peek(text: AsyncIterable<string>): Promise<[string, AsyncIterable<string>]> {
  const iterator = text[Symbol.asyncIterator]();
  let head = '';
  while (!head.includes('\n') && head.length < LONGEST_ROW) {
    const { value, done } = await iterator.next();
    if (done) break;
    head += value;
  }
  async function* again() {
    yield head;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  }
  return [head, again()];
}
