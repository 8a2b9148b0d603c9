/** The tables there are. A new one is a file in tables/ and a line here; a doubtful row is mended in its file. */
import { type Table, tableSchema } from './table.ts';
import annual2014 from './tables/annual-2014.json' with { type: 'json' };
import monthly from './tables/monthly.json' with { type: 'json' };

const tables: readonly Table[] = [monthly, annual2014].map((raw) => tableSchema.parse(raw));

export function listTables(): readonly Table[] {
  return tables;
}

export function findTable(id: string): Table | null {
  return tables.find((table) => table.id === id) ?? null;
}
