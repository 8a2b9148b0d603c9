/** A row of several columns with its values: what each cell counts, and the columns that are sums of others. Pure. */
import { type FilledCell, type Filling, fillCell } from './fill-cell.ts';
import type { FilledRow } from './fill-table.ts';
import { FEN_PER_WAN } from './rules-of-entries.ts';
import type { Cell, Grid, GridRow } from './table.ts';

export interface FilledColumn extends FilledCell {
  /** Id of the column. */
  readonly column: string;
}

const OFFICE: Cell = { by: 'office' };

export function fillGridRow(
  row: GridRow,
  grid: Grid | undefined,
  filling: Filling,
): Pick<FilledRow, 'grid' | 'cells' | 'value' | 'figures' | 'counting' | 'fen'> {
  const columns = grid?.columns ?? [];
  const own = new Map<string, FilledColumn>();
  for (const { id, unit } of columns.filter((column) => !column.total)) {
    const cell = row.cells[id] ?? row.cells['*'] ?? OFFICE;
    own.set(id, { column: id, ...fillCell(forColumn(cell, id), unit ?? row.unit, filling) });
  }
  const cells = columns.map(({ id, unit, total }) => own.get(id) ?? sumOf(id, total ?? [], own, unit ?? row.unit));
  const last = columns.findLast(({ total }) => total)?.id;
  const whole = cells.find(({ column }) => column === last);
  const counting = row.counting ? [row.counting] : [...new Set(cells.flatMap((cell) => cell.counting))];
  const { value = null, figures = [], fen } = whole ?? {};
  return { grid: row.grid, cells, value, figures, counting, ...(fen !== undefined && { fen }) };
}

function forColumn(cell: Cell, column: string): Cell {
  if ('by' in cell) return cell;
  const named = (ids: readonly string[]) => ids.map((id) => id.replaceAll('{column}', column));
  return { ...cell, sum: named(cell.sum), ...(cell.less && { less: named(cell.less) }) };
}

function sumOf(
  column: string,
  of: readonly string[],
  cells: ReadonlyMap<string, FilledColumn>,
  unit: string,
): FilledColumn {
  const mine = of.flatMap((id) => cells.get(id) ?? []);
  const fen = mine.reduce((sum, cell) => sum + (cell.fen ?? 0), 0);
  const value = mine.reduce((sum, cell) => sum + (cell.value ?? 0), 0);
  const upTo = mine.find((cell) => cell.upTo)?.upTo;
  return {
    column,
    value: unit === '万元' ? fen / FEN_PER_WAN : value,
    figures: [...new Set(mine.flatMap(({ figures }) => figures))],
    counting: [...new Set(mine.flatMap(({ counting }) => counting))],
    ...(unit === '万元' && { fen }),
    ...(upTo && { upTo }),
  };
}
