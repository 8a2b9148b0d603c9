/**
 * A filled table as it is set on a page, the same for paper, workbook and document: bands of rows under a common head. Rows with
 * one value each are one band; rows of a grid stand under the heads of its columns, as they are printed. Pure.
 */
import type { FilledRow, FilledTable } from '../fill-table.ts';
import type { Grid } from '../table.ts';

export interface HeadCell {
  readonly text: string;
  readonly columns: number;
  readonly rows: number;
}

export interface SetValue {
  readonly value: number | null;
  /** Instead of a number. */
  readonly words: string | null;
  readonly as: 'count' | 'rate' | 'money';
  /** `no` of its row, or `no` and column: what a formula calls it. */
  readonly name: string;
  /** Names of those it is the sum of, by its column. */
  readonly total: readonly string[];
}

export interface SetRow {
  readonly row: FilledRow;
  /** None for a heading. */
  readonly values: readonly SetValue[];
}

export interface Band {
  /** Heads of the columns with values, line by line. */
  readonly head: readonly (readonly HeadCell[])[];
  /** Ids of the columns; [null] where each row has one value. */
  readonly columns: readonly (string | null)[];
  readonly rows: readonly SetRow[];
}

export function setTable({ rows, grids = [] }: FilledTable): readonly Band[] {
  const bands: { grid: string | undefined; rows: FilledRow[] }[] = [];
  let headings: FilledRow[] = [];
  for (const row of rows) {
    if (isHeading(row)) {
      headings.push(row);
      continue;
    }
    const last = bands.at(-1);
    if (last && last.grid === row.grid) last.rows.push(...headings, row);
    else bands.push({ grid: row.grid, rows: [...headings, row] });
    headings = [];
  }
  bands.at(-1)?.rows.push(...headings);
  return bands.map((band) => setBand(band.rows, grids.find(({ id }) => id === band.grid) ?? null));
}

/** What a value is called in formulas. */
export function nameOf(no: string, column: string | null): string {
  return column === null ? no : `${no} ${column}`;
}

/** As it is printed; '' for what is empty. */
export function printed({ value, words, as }: SetValue): string {
  if (words !== null) return words;
  if (value === null) return '';
  if (as === 'rate') return value.toFixed(2);
  return as === 'money' ? String(Number(value.toFixed(6))) : String(value);
}

function isHeading({ unit, words }: FilledRow): boolean {
  return unit === null && words === undefined;
}

function setBand(rows: readonly FilledRow[], grid: Grid | null): Band {
  if (!grid) {
    const head = [[{ text: '数值', columns: 1, rows: 1 }]];
    return { head, columns: [null], rows: rows.map((row) => ({ row, values: isHeading(row) ? [] : [ownValue(row)] })) };
  }
  return {
    head: headOf(grid),
    columns: grid.columns.map(({ id }) => id),
    rows: rows.map((row) => ({ row, values: isHeading(row) ? [] : valuesIn(row, grid) })),
  };
}

function ownValue({ no, value, words, unit, rate }: FilledRow): SetValue {
  return { value, words: words ?? null, as: rate ? 'rate' : asIn(unit), name: nameOf(no, null), total: [] };
}

function valuesIn({ no, unit, cells = [] }: FilledRow, { columns }: Grid): readonly SetValue[] {
  return columns.map((column) => {
    const value = cells.find((cell) => cell.column === column.id)?.value ?? null;
    const total = (column.total ?? []).map((id) => nameOf(no, id));
    return { value, words: null, as: asIn(column.unit ?? unit), name: nameOf(no, column.id), total };
  });
}

function asIn(unit: string | null): 'count' | 'money' {
  return unit === '万元' ? 'money' : 'count';
}

/** Heads that several columns stand under are one cell. */
function headOf({ columns }: Grid): readonly (readonly HeadCell[])[] {
  const paths = columns.map(({ under, title }) => [...under, title]);
  const depth = Math.max(...paths.map((path) => path.length));
  return Array.from({ length: depth }, (_, level) =>
    paths.flatMap((path, at) => {
      const text = path[level];
      if (text === undefined) return [];
      if (level === path.length - 1) return [{ text, columns: 1, rows: depth - level }];
      const start = path.slice(0, level + 1).join('\n');
      const isUnder = (other: readonly string[] | undefined) =>
        other !== undefined && other.length > level + 1 && other.slice(0, level + 1).join('\n') === start;
      if (isUnder(paths[at - 1])) return [];
      let span = 1;
      while (isUnder(paths[at + span])) span++;
      return [{ text, columns: span, rows: 1 }];
    }),
  );
}
