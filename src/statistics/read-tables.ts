/** The tables there are. A new one is a file in tables/ and a line here; a doubtful row is mended in its file. */
import { type Cell, type Table, tableSchema } from './table.ts';
import annual2014 from './tables/annual-2014.json' with { type: 'json' };
import annual2019 from './tables/annual-2019.json' with { type: 'json' };
import annual2021 from './tables/annual-2021.json' with { type: 'json' };
import monthly from './tables/monthly.json' with { type: 'json' };
import websiteYearly from './tables/website-yearly.json' with { type: 'json' };

const tables: readonly Table[] = [monthly, annual2014, annual2019, annual2021, websiteYearly].map((raw) =>
  tableSchema.parse(raw),
);

export function listTables(): readonly Table[] {
  return tables;
}

export function findTable(id: string): Table | null {
  return tables.find((table) => table.id === id) ?? null;
}

/** Everything in the table that is counted: its single values and the cells of its grids. */
export function cellsOf({ rows }: Table): readonly Exclude<Cell, { by: 'office' }>[] {
  return rows.flatMap((row) => {
    if ('sum' in row) return [row];
    if ('mean' in row) return [{ sum: [...row.mean, ...row.of] }];
    return 'grid' in row ? Object.values(row.cells).flatMap((cell) => ('sum' in cell ? [cell] : [])) : [];
  });
}

/** Ids of the rules whose figures it carries over from before its period. */
export function carriedIn(table: Table): ReadonlySet<string> {
  const carried = cellsOf(table).filter(({ upTo }) => upTo !== undefined);
  const named = carried.flatMap(({ sum, less = [] }) => [...sum, ...less]);
  return new Set(named.map((figure) => figure.split(':', 1)[0] ?? ''));
}
