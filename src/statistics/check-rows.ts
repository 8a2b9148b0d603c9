/** Whether a rule that is printed with a table holds for what it was filled with; in every column where there are several. Pure. */
import type { FilledRow } from './fill-table.ts';
import type { Table } from './table.ts';

export interface Checked {
  readonly says: string;
  readonly holds: boolean;
  readonly left: number;
  readonly right: number;
  /** Where it is about a grid and does not hold: the first column in which it does not. */
  readonly column?: string;
}

export function checkRows({ says, left, is, right }: Table['checks'][number], rows: readonly FilledRow[]): Checked {
  const compare = (column: string | null) => {
    const [one, other] = [sumIn(left, rows, column), sumIn(right, rows, column)];
    return { says, holds: is === '=' ? one === other : one <= other, left: one, right: other };
  };
  const columns = rows.find(({ no, cells }) => cells && left.includes(no))?.cells?.map(({ column }) => column);
  if (!columns) return compare(null);
  const broken = columns.find((column) => !compare(column).holds);
  return broken === undefined ? compare(columns.at(-1) ?? null) : { ...compare(broken), column: broken };
}

/** Money is added up in 分: whole numbers, that are equal when they should be. */
function sumIn(numbers: readonly string[], rows: readonly FilledRow[], column: string | null): number {
  return rows.reduce((sum, row) => {
    if (!numbers.includes(row.no)) return sum;
    const cell = column === null ? row : row.cells?.find((one) => one.column === column);
    return sum + (cell?.fen ?? cell?.value ?? 0);
  }, 0);
}
