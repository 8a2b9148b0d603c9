/** A filled table as CSV (RFC 4180), with the mark that makes spreadsheet programs read it as UTF-8. */
import type { FilledTable } from '../fill-table.ts';
import { flatRows } from '../flat-rows.ts';
import type { Heading } from './heading.ts';

/** Makes spreadsheet programs read a file as UTF-8. */
export const UTF8_MARK = '\uFEFF';

export function toCsv(filled: FilledTable, { title, period }: Heading): string {
  const head = ['行号', '项目', '单位', '数值', '分子', '分母', '计数规则', '来源'];
  const lines = flatRows(filled).map(({ no, title: name, unit, value, words, rate, counting, source }) => {
    const parts = rate ? [rate.numerator, rate.denominator] : ['', ''];
    return [no, name, unit ?? '', words ?? value ?? '', ...parts, counting.join('；'), source];
  });
  return UTF8_MARK + [[`${title}（${period}）`], head, ...lines].map(csvLine).join('');
}

/** A line with its end. */
export function csvLine(cells: readonly (string | number)[]): string {
  return `${cells.map(quoted).join(',')}\r\n`;
}

/** A cell that begins like a formula is made text: the file may be opened where formulas run (OWASP, CSV injection). */
function quoted(cell: string | number): string {
  if (typeof cell === 'number') return String(cell);
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
