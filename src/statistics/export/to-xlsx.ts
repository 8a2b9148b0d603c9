/** A filled table as a workbook: where the printed rules say that a row is the sum of others, or a rate of two, it is a formula. */
import writeExcelFile, { type CellObject, type Row } from 'write-excel-file/node';
import type { FilledRow, FilledTable } from '../fill-table.ts';
import { flatRows } from '../flat-rows.ts';
import type { Table } from '../table.ts';
import type { Heading } from './heading.ts';

const HEADER = ['行号', '项目', '单位', '数值', '计数规则', '来源与说明'];
const WIDTHS = [6, 40, 5, 8, 20, 16]; // characters; together they fit on a landscape A4
/** Title, period, header. */
const ROWS_ABOVE = 3;
const VALUE = 'D';
const BORDER = { borderStyle: 'thin', borderColor: '#bfbfbf' } as const;

export async function toXlsx(table: Table, filled: FilledTable, heading: Heading): Promise<Buffer> {
  const { title, period, organiser, closing, countedAt } = heading;
  const flat = flatRows(filled);
  const cellOf = new Map(flat.map(({ no }, at) => [no, `${VALUE}${ROWS_ABOVE + 1 + at}`]));
  const rows: Row[] = [
    [{ value: title, fontWeight: 'bold', fontSize: 16 }],
    [{ value: `统计期：${period}　填报单位：${organiser}　${closing}　取数时间：${countedAt}` }],
    HEADER.map((value) => ({ value, fontWeight: 'bold', ...BORDER })),
    ...flat.map((row) => toRow(row, formulaFor(table, row, cellOf))),
    [],
    ...filled.checks.map(({ says, holds }) => [null, `${holds ? '✓' : '✗'} ${says}`]),
  ];
  const columns = WIDTHS.map((width) => ({ width }));
  const options = { sheet: '统计表', columns, stickyRowsCount: ROWS_ABOVE, orientation: 'landscape' } as const;
  return await writeExcelFile(rows, options).toBuffer();
}

function toRow(row: FilledRow, formula: string | null): Row {
  const { no, title, level, unit, counting, source, note } = row;
  const weight = unit === null ? ({ fontWeight: 'bold' } as const) : {};
  const text = (value: string, indent = 0): CellObject => ({
    align: 'left',
    value,
    wrap: true,
    alignVertical: 'top',
    indent,
    ...BORDER,
    ...weight,
  });
  const notes = [source, note].filter(Boolean).join('；');
  return [
    text(no),
    text(title, level),
    text(unit ?? ''),
    valueCell(row, formula),
    text(counting.join('；')),
    text(notes),
  ];
}

function valueCell({ value, rate, words, unit }: FilledRow, formula: string | null): CellObject {
  if (words !== undefined) return { value: words, wrap: true, ...BORDER };
  const format = rate ? '0.00' : unit === '万元' ? '0.######' : '0';
  if (formula) return { type: 'Formula', value: formula, format, ...BORDER };
  return value === null ? { ...BORDER } : { type: Number, value, format, ...BORDER };
}

/** By the table's own rules: an '=' with one row on its left, or a rate. */
function formulaFor({ rows, checks }: Table, { no }: FilledRow, cellOf: ReadonlyMap<string, string>): string | null {
  const sum = (numbers: readonly string[]) => numbers.map((one) => cellOf.get(one)).join('+');
  const row = rows.find((one) => one.no === no && no !== '');
  if (row && 'part' in row) return `IF((${sum(row.whole)})=0,"",ROUND((${sum(row.part)})/(${sum(row.whole)})*100,2))`;
  const check = checks.find(({ is, left }) => is === '=' && left.length === 1 && left[0] === no);
  return check ? sum(check.right) : null;
}
