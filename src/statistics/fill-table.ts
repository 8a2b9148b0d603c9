/** A table with its values. Pure: figures in, rows out; what does not add up is said, never mended. */
import type { Figure } from './figure.ts';
import type { Table, TableRow } from './table.ts';

export interface FilledRow {
  readonly no: string;
  readonly title: string;
  readonly level: number;
  readonly unit: string | null;
  /** null for a heading, for what the office fills in, and for a rate of nothing. */
  readonly value: number | null;
  /** For a rate: what the value is a hundred times the quotient of. */
  readonly rate: { readonly numerator: number; readonly denominator: number } | null;
  /** Figures whose lines are behind the value. */
  readonly figures: readonly string[];
  /** How they count, in their own sentences. */
  readonly counting: readonly string[];
  readonly byOffice: boolean;
  readonly mark: TableRow['mark'];
  readonly source: string;
  readonly note: string;
}

export interface Checked {
  readonly says: string;
  readonly holds: boolean;
  readonly left: number;
  readonly right: number;
}

export interface FilledTable {
  readonly rows: readonly FilledRow[];
  readonly checks: readonly Checked[];
}

export function fillTable({ rows, checks }: Table, figures: readonly Figure[]): FilledTable {
  const filled: FilledRow[] = [];
  for (const row of rows) filled.push(fillRow(row, figures, filled));
  const sumOf = (numbers: readonly string[]) => sumOfRows(numbers, filled);
  return {
    rows: filled,
    checks: checks.map(({ says, left: one, is, right: other }) => {
      const [left, right] = [sumOf(one), sumOf(other)];
      return { says, holds: is === '=' ? left === right : left <= right, left, right };
    }),
  };
}

function fillRow(row: TableRow, figures: readonly Figure[], above: readonly FilledRow[]): FilledRow {
  const { no, title, level, mark, source, note } = row;
  const about = { no, title, level, mark, source, note, byOffice: 'by' in row, rate: null };
  const nothing = { ...about, value: null, figures: [], counting: [] };
  if ('heading' in row) return { ...nothing, unit: null };
  if ('by' in row) return { ...nothing, unit: row.unit };
  if ('sum' in row) {
    const mine = row.sum.flatMap((wanted) => figures.filter(({ id }) => isMeant(id, wanted)));
    const value = mine.reduce((sum, figure) => sum + figure.value, 0);
    const counting = [...new Set(mine.map((figure) => figure.counting))];
    return { ...about, unit: row.unit, value, figures: mine.map(({ id }) => id), counting };
  }
  const [numerator, denominator] = [sumOfRows(row.part, above), sumOfRows(row.whole, above)];
  // Two decimals, as the reports print it: 2523 of 2670 is 94.49.
  const value = denominator === 0 ? null : Math.round((numerator / denominator) * 10_000) / 100;
  return { ...nothing, unit: row.unit, value, rate: { numerator, denominator } };
}

/** `posts:*` means every group of a rule. */
function isMeant(id: string, wanted: string): boolean {
  return wanted.endsWith(':*') ? id.startsWith(wanted.slice(0, -1)) : id === wanted;
}

function sumOfRows(numbers: readonly string[], rows: readonly FilledRow[]): number {
  return rows.reduce((sum, { no, value }) => (numbers.includes(no) ? sum + (value ?? 0) : sum), 0);
}
