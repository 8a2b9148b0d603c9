/** A printed table as it is set: rows that stand in the same columns together, under the heads that span them. Pure. */
import type { FilledRow, Grid, WholeTable } from './api/statistics.ts';

type Column = Grid['columns'][number];

export interface Head {
  readonly title: string;
  readonly span: number;
  readonly rows: number;
}

export interface Run {
  readonly key: string;
  /** None for rows that have one value. */
  readonly columns: readonly Column[];
  /** The heads of the columns, the outermost first. */
  readonly heads: readonly (readonly Head[])[];
  readonly rows: readonly FilledRow[];
  /** Nothing but headings: they stand above what follows. */
  readonly isHeading: boolean;
}

/** A heading has no unit and no words to show. */
function isHeading({ unit, words }: FilledRow): boolean {
  return unit === null && words === undefined;
}

export function runsOf({ rows, grids = [] }: Pick<WholeTable, 'rows' | 'grids'>): readonly Run[] {
  const runs: { grid: string | undefined; rows: FilledRow[] }[] = [];
  for (const row of rows) {
    const last = runs.at(-1);
    if (last && last.grid === row.grid) last.rows.push(row);
    else runs.push({ grid: row.grid, rows: [row] });
  }
  return runs.map(({ grid, rows }, at) => {
    const columns = grids.find(({ id }) => id === grid)?.columns ?? [];
    return { key: `${at} ${grid ?? ''}`, columns, heads: headsOf(columns), rows, isHeading: rows.every(isHeading) };
  });
}

function headsOf(columns: readonly Column[]): readonly (readonly Head[])[] {
  if (columns.length === 0) return [];
  const depth = Math.max(...columns.map(({ under }) => under.length)) + 1;
  return Array.from({ length: depth }, (_, level) => headsAt(columns, level, depth));
}

/** Neighbours under the same heads share one; a column's own title reaches down to the rows. */
function headsAt(columns: readonly Column[], level: number, depth: number): readonly Head[] {
  const heads: { path: string; title: string; span: number; rows: number }[] = [];
  for (const { id, title, under } of columns) {
    const isShared = level < under.length;
    if (!isShared && level > under.length) continue;
    const path = isShared ? under.slice(0, level + 1).join('\n') : id;
    const last = heads.at(-1);
    if (isShared && last?.path === path) last.span += 1;
    else
      heads.push({ path, title: isShared ? (under[level] ?? '') : title, span: 1, rows: isShared ? 1 : depth - level });
  }
  return heads;
}

/** As printed: nothing where there is nothing to say, rates with two decimals. */
export function showValue({
  value,
  rate,
}: {
  readonly value: number | null;
  readonly rate?: FilledRow['rate'];
}): string {
  if (value === null) return '—';
  return rate ? `${value.toFixed(2)}%` : value.toLocaleString('zh-CN', { maximumFractionDigits: 6 });
}
