/** A table with its values. Pure: figures in, rows out; what does not add up is said, never mended. */
import { type Checked, checkRows } from './check-rows.ts';
import type { Figure } from './figure.ts';
import { type FilledCell, type Filling, fillCell } from './fill-cell.ts';
import { type FilledColumn, fillGridRow } from './fill-grid-row.ts';
import type { Grid, Table, TableRow } from './table.ts';

export interface FilledRow {
  readonly no: string;
  readonly title: string;
  readonly level: number;
  readonly unit: string | null;
  /** null for a heading, for words, for what the office fills in, for a rate of nothing, and for a grid without a total. */
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
  /** For a row of a grid: its id, and one cell for each of its columns, in their order. The value is that of the last total. */
  readonly grid?: string;
  readonly cells?: readonly FilledColumn[];
  /** Words instead of a number. */
  readonly words?: string;
  readonly fen?: number;
  readonly upTo?: FilledCell['upTo'];
}

export interface FilledTable {
  readonly rows: readonly FilledRow[];
  readonly checks: readonly Checked[];
  readonly grids?: readonly Grid[];
}

const NOTHING_ELSE: Omit<Filling, 'figures'> = { before: [], countingOf: () => null };

export function fillTable(
  { rows, checks, grids }: Table,
  figures: readonly Figure[],
  also: Omit<Filling, 'figures'> = NOTHING_ELSE,
): FilledTable {
  const filling = { ...also, figures };
  const filled: FilledRow[] = [];
  for (const row of rows) filled.push(fillRow(row, { filling, grids: grids ?? [], above: filled }));
  return { rows: filled, checks: checks.map((check) => checkRows(check, filled)), ...(grids && { grids }) };
}

interface Around {
  readonly filling: Filling;
  readonly grids: readonly Grid[];
  readonly above: readonly FilledRow[];
}

function fillRow(row: TableRow, { filling, grids, above }: Around): FilledRow {
  const { no, title, level, mark, source, note } = row;
  const about = { no, title, level, mark, source, note, byOffice: 'by' in row, rate: null };
  const nothing = { ...about, value: null, figures: [], counting: row.counting ? [row.counting] : [] };
  if ('heading' in row) return { ...nothing, unit: null };
  if ('words' in row) return { ...nothing, unit: null, words: row.words };
  if ('by' in row) return { ...nothing, unit: row.unit };
  if ('grid' in row) {
    const grid = grids.find(({ id }) => id === row.grid);
    return { ...about, unit: row.unit, ...fillGridRow(row, grid, filling) };
  }
  if ('sum' in row) {
    const filled = fillCell(row, row.unit, filling);
    return { ...about, unit: row.unit, ...filled, ...(row.counting && { counting: [row.counting] }) };
  }
  if ('mean' in row) return { ...nothing, unit: row.unit, ...fillMean(row, filling) };
  const [numerator, denominator] = [sumOfRows(row.part, above), sumOfRows(row.whole, above)];
  // Two decimals, as the reports print it: 2523 of 2670 is 94.49.
  const value = denominator === 0 ? null : Math.round((numerator / denominator) * 10_000) / 100;
  return { ...nothing, unit: row.unit, value, rate: { numerator, denominator } };
}

/** One decimal, as the yearly return prints it. */
function fillMean(
  { mean, of, per, unit, counting }: Extract<TableRow, { mean: string[] }>,
  filling: Filling,
): Pick<FilledRow, 'value' | 'rate' | 'figures' | 'counting'> {
  const [sum, count] = [fillCell({ sum: mean }, unit, filling), fillCell({ sum: of }, unit, filling)];
  const [numerator, denominator] = [sum.value ?? 0, (count.value ?? 0) * per];
  return {
    value: denominator === 0 ? null : Math.round((numerator / denominator) * 10) / 10,
    rate: { numerator, denominator },
    figures: [...sum.figures, ...count.figures],
    counting: counting ? [counting] : [...sum.counting, ...count.counting],
  };
}

function sumOfRows(numbers: readonly string[], rows: readonly FilledRow[]): number {
  return rows.reduce((sum, { no, value }) => (numbers.includes(no) ? sum + (value ?? 0) : sum), 0);
}
