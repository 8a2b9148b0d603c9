/** Which values of a table are worked out of others by its own printed rules: sums of rows, totals of columns, rates. Pure. */
import type { Table } from '../table.ts';
import { nameOf, type SetValue } from './set-table.ts';

/** Name of a value → its cell, such as D5. */
export type Cells = ReadonlyMap<string, string>;

/** By what values are worked out: the rows, and those of the printed rules that hold. */
export type Worked = Pick<Table, 'rows' | 'checks'>;

/** The formula of a value without its sign, or null when it is counted. */
export function formulaOf(
  value: SetValue,
  { no, column }: { readonly no: string; readonly column: string | null },
  { worked: table, cells }: { readonly worked: Worked; readonly cells: Cells },
): string | null {
  if (value.total.length > 0) return value.total.map((name) => cells.get(name)).join('+');
  const sum = (numbers: readonly string[]) => numbers.map((one) => cells.get(nameOf(one, column))).join('+');
  const row = table.rows.find((one) => one.no === no && no !== '');
  if (row && 'part' in row) return `IF((${sum(row.whole)})=0,"",ROUND((${sum(row.part)})/(${sum(row.whole)})*100,2))`;
  const check = table.checks.find(
    ({ is, left, right }) => is === '=' && left.length === 1 && left[0] === no && right.length > 1,
  );
  return check ? sum(check.right) : null;
}

/** ✓ or ✗ as a formula: so it follows what the office fills in. */
export function formulaOfCheck(check: Table['checks'][number], columns: readonly (string | null)[], cells: Cells) {
  const sumIn = (numbers: readonly string[], column: string | null) =>
    numbers.flatMap((no) => cells.get(nameOf(no, column)) ?? []).join('+') || '0';
  // Money has six decimals; what is added up in binary is not equal before it is rounded.
  const holds = columns.map((column) => {
    const [left, right] = [sumIn(check.left, column), sumIn(check.right, column)];
    return `ROUND(${left},6)${check.is}ROUND(${right},6)`;
  });
  return `IF(AND(${holds.join(',')}),"✓","✗")`;
}
