/**
 * The columns (栏目) of the county's site: where a release is filed and what its page tags say. The list is data,
 * config/columns.json; ids stand in records and addresses and are never renamed.
 */
import { z } from 'zod';
import list from '../../config/columns.json' with { type: 'json' };

export const columnSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z-]*$/),
  name: z.string().min(1),
  /** ColumnType of the page tags (国办发〔2017〕47号, annex on page tags); its list is open at the end. */
  type: z.string().min(1),
  description: z.string().min(1),
  keywords: z.array(z.string().min(1)).min(1),
  /** The column this one is part of: units' own pages under 政务公开. */
  parent: z.string().optional(),
  /** Listed as a catalogue, to be narrowed by theme and year. */
  isCatalogue: z.boolean().optional(),
});

export type Column = Readonly<z.infer<typeof columnSchema>>;

/** A checked list of columns, in the order of the navigation. Throws when one is incomplete or an id stands twice. */
export function readColumns(raw: unknown): readonly Column[] {
  const columns = z.array(columnSchema).min(1).parse(raw);
  const twice = columns.find((column, index) => columns.findIndex(({ id }) => id === column.id) < index);
  if (twice) throw new Error(`config/columns.json: column id ${twice.id} stands twice`);
  const orphan = columns.find(
    ({ parent }) => parent && !columns.some(({ id, parent: above }) => id === parent && !above),
  );
  if (orphan)
    throw new Error(`config/columns.json: column ${orphan.id} has no parent ${orphan.parent} of the first level`);
  return columns;
}

const columns = readColumns(list);

/** All columns, in the order of the navigation. */
export function listColumns(): readonly Column[] {
  return columns;
}

/** Those of the navigation: without sub-columns. */
export function listTopColumns(): readonly Column[] {
  return columns.filter(({ parent }) => parent === undefined);
}

/** The sub-columns of a column. */
export function columnsUnder(id: string): readonly Column[] {
  return columns.filter(({ parent }) => parent === id);
}

export function findColumn(id: string): Column | null {
  return columns.find((column) => column.id === id) ?? null;
}
