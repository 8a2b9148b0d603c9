/**
 * A filled table as a workbook, set as it is printed: what the printed rules say is the sum of others, or a rate of two, is a
 * formula, and so are the rules themselves. A second sheet says of each row how it counts and where that stands.
 */
import writeExcelFile, { type CellObject, type Row } from 'write-excel-file/node';
import type { FilledRow, FilledTable } from '../fill-table.ts';
import type { Table } from '../table.ts';
import { type Cells, formulaOf, formulaOfCheck, type Worked } from './formulas.ts';
import type { Heading } from './heading.ts';
import { type Band, type SetRow, type SetValue, setTable } from './set-table.ts';

/** 行号, 项目, 单位; values follow. */
const LEAD = ['行号', '项目', '单位'] as const;
const LEAD_WIDTHS = [7, 44, 6];
const VALUE_WIDTH = 9;
/** Title, period, an empty line. */
const ROWS_ABOVE = 3;
const LINE_POINTS = 16;
const BORDER = { borderStyle: 'thin', borderColor: '#bfbfbf' } as const;
const MIDDLE = { alignVertical: 'center' } as const;
const HEAD = { fontWeight: 'bold', align: 'center', alignVertical: 'center', wrap: true, ...BORDER } as const;
const FORMATS = { count: '0', rate: '0.00', money: '0.######' } as const;

export async function toXlsx(table: Table, filled: FilledTable, heading: Heading): Promise<Buffer> {
  const { title, period, organiser, closing, countedAt } = heading;
  const bands = setTable(filled);
  const cells = placeOf(bands);
  // What does not add up stays as it was counted: a sum would hide it.
  const worked = { rows: table.rows, checks: table.checks.filter((_, at) => filled.checks[at]?.holds) };
  const rows: Row[] = [
    [{ value: title, fontWeight: 'bold', fontSize: 16 }],
    [{ value: `统计期：${period}　填报单位：${organiser}　${closing}　取数时间：${countedAt}` }],
    [],
    ...bands.flatMap((band) => [...headRows(band), ...band.rows.map((row) => toRow(row, band, { worked, cells }))]),
    [],
    ...table.checks.map((check) => {
      const columns = bands.find(({ rows: mine }) => mine.some(({ row }) => check.left.includes(row.no)))?.columns;
      return [formula(formulaOfCheck(check, columns ?? [null], cells)), { value: check.says }];
    }),
  ];
  const widest = Math.max(...bands.map(({ columns }) => columns.length));
  const columns = [...LEAD_WIDTHS, ...Array<number>(widest).fill(VALUE_WIDTH)].map((width) => ({ width }));
  const main = { data: rows, sheet: '统计表', columns, stickyRowsCount: 2, orientation: 'landscape' } as const;
  return await writeExcelFile([main, rulesSheet(filled, heading)], { features: [ONE_PAGE_WIDE] }).toBuffer();
}

/** Printed, a sheet is as wide as the paper and as long as it is (ECMA-376, 18.3.1.63 and 18.3.1.65). */
const ONE_PAGE_WIDE = {
  files: {
    transform: {
      'xl/worksheets/sheet{id}.xml': {
        transform: (xml: string) =>
          xml.replace('<sheetViews>', '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>'),
        transformElementAttributes: (tag: string, attributes: Record<string, string | number>) =>
          tag === 'pageSetup' ? { ...attributes, fitToWidth: 1, fitToHeight: 0 } : attributes,
      },
    },
  },
};

/** Rows keep the height they are given: as many lines as the longest text needs, a Chinese character being two wide. */
function heightFor(...texts: readonly (readonly [text: string, width: number])[]): number {
  const lines = texts.map(([text, width]) => Math.ceil((text.length * 2) / width));
  return LINE_POINTS * Math.max(1, ...lines);
}

/** Where each value stands. */
function placeOf(bands: readonly Band[]): Cells {
  const cells = new Map<string, string>();
  let line = ROWS_ABOVE;
  for (const { head, rows } of bands) {
    line += head.length;
    for (const { values } of rows) {
      line += 1;
      for (const [at, { name }] of values.entries()) cells.set(name, `${letterOf(LEAD.length + at)}${line}`);
    }
  }
  return cells;
}

/** 0 is A; a table has less than 26 columns. */
function letterOf(column: number): string {
  return String.fromCharCode(65 + column);
}

function headRows({ head, columns }: Band): Row[] {
  const width = LEAD.length + columns.length;
  const grid: (CellObject | null)[][] = head.map(() => Array<CellObject | null>(width).fill(null));
  const taken = head.map(() => Array<boolean>(width).fill(false));
  const put = (line: number, at: number, cell: { text: string; columns: number; rows: number }) => {
    for (let down = 0; down < cell.rows; down++)
      for (let along = 0; along < cell.columns; along++) (taken[line + down] ?? [])[at + along] = true;
    const spans = {
      ...(cell.columns > 1 && { columnSpan: cell.columns }),
      ...(cell.rows > 1 && { rowSpan: cell.rows }),
    };
    const height = heightFor([cell.text, VALUE_WIDTH * cell.columns * cell.rows]);
    (grid[line] ?? [])[at] = { value: cell.text, ...HEAD, ...spans, height };
  };
  for (const [at, text] of LEAD.entries()) put(0, at, { text, columns: 1, rows: head.length });
  for (const [line, cells] of head.entries())
    for (const cell of cells) put(line, (taken[line] ?? []).indexOf(false), cell);
  return grid;
}

function toRow({ row, values }: SetRow, { columns }: Band, around: { worked: Worked; cells: Cells }): Row {
  const { no, title, level, unit } = row;
  const weight = values.length === 0 ? ({ fontWeight: 'bold' } as const) : {};
  const text = (value: string, indent = 0): CellObject => {
    return { align: 'left', value, wrap: true, alignVertical: 'center', indent, ...BORDER, ...weight };
  };
  const height = heightFor([title, (LEAD_WIDTHS[1] ?? 0) - 3 * level], [values[0]?.words ?? '', VALUE_WIDTH]);
  const lead = [{ ...text(no), height }, text(title, level), text(unit ?? '')];
  const told = values.map((value, at) => {
    const worked = formulaOf(value, { no, column: columns[at] ?? null }, around);
    return valueCell(value, worked);
  });
  return [...lead, ...(values.length > 0 ? told : columns.map(() => ({ ...BORDER })))];
}

function valueCell({ value, words, as }: SetValue, worked: string | null): CellObject {
  if (words !== null) return { value: words, wrap: true, ...BORDER };
  if (worked) return { ...formula(worked), format: FORMATS[as], ...BORDER, ...MIDDLE };
  return value === null ? { ...BORDER } : { type: Number, value, format: FORMATS[as], ...BORDER, ...MIDDLE };
}

function formula(text: string): CellObject {
  return { type: 'Formula', value: text };
}

/** How each row counts. */
function rulesSheet({ rows }: FilledTable, { source, rule, seal }: Heading) {
  const widths = [7, 44, 60, 50];
  const cell = (value: string): CellObject => ({ value, wrap: true, alignVertical: 'top', ...BORDER });
  const told = rows
    .filter(({ unit, words }) => unit !== null || words !== undefined)
    .map((row: FilledRow) => {
      const notes = [row.source, row.note, row.byOffice ? '由填报单位填写' : ''].filter(Boolean).join('；');
      const counting = row.counting.join('；');
      const height = heightFor([row.title, 44], [counting, 60], [notes, 50]);
      return [{ ...cell(row.no), height }, cell(row.title), cell(counting), cell(notes)];
    });
  const data: Row[] = [
    [{ value: rule }],
    [{ value: `依据：${source}${seal ? `　台账封存：${seal}` : ''}` }],
    ['行号', '项目', '计数规则', '来源与说明'].map((value) => ({ value, ...HEAD })),
    ...told,
  ];
  const columns = widths.map((width) => ({ width }));
  return { data, sheet: '计数规则', columns, stickyRowsCount: 3, orientation: 'landscape' } as const;
}
