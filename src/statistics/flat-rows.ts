/** A filled table as a list of single values: each cell of a grid becomes a row of its own, named by its row and its column. Pure. */
import type { FilledRow, FilledTable } from './fill-table.ts';

export function flatRows({ rows, grids = [] }: FilledTable): readonly FilledRow[] {
  return rows.flatMap((row) => {
    const columns = grids.find(({ id }) => id === row.grid)?.columns;
    if (!columns || !row.cells) return [row];
    const { cells, grid: _grid, fen: _fen, ...own } = row;
    return cells.map(({ column, ...cell }) => {
      const { title = column, under = [], unit = row.unit } = columns.find(({ id }) => id === column) ?? {};
      const name = [...under, title].join('／');
      return { ...own, ...cell, no: `${row.no}.${column}`, title: `${row.title}－${name}`, unit };
    });
  });
}
