/**
 * The columns (栏目) of the county's site: where a release is filed and what its page tags say. The list is data,
 * config/columns.json; ids stand in records and addresses and are never renamed. Units' sub-columns follow config/units.json.
 */
import { z } from 'zod';
import list from '../../config/columns.json' with { type: 'json' };

export const columnSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  name: z.string().min(1),
  /** ColumnType of the page tags (国办发〔2017〕47号, annex on page tags); its list is open at the end. */
  type: z.string().min(1),
  description: z.string().min(1),
  keywords: z.array(z.string().min(1)).min(1),
  /** The column this one is part of: units' own pages under 政务公开. */
  parent: z.string().optional(),
  /** Listed as a catalogue, to be narrowed by theme and year. */
  isCatalogue: z.boolean().optional(),
  /** Every unit the service knows has a sub-column here, `<id>-<unit>`, unless the list itself has one of that id. */
  forUnits: z.boolean().optional(),
  /** The unit whose sub-column this is, where it follows from the units: the public is led there once something stands in it. */
  unit: z.string().optional(),
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

const configured = readColumns(list);

/** What is asked of units: config/units.json, read and read again by the rulebook. */
export interface ColumnUnits {
  readonly list: readonly { readonly id: string; readonly name: string }[];
}

let followed: ColumnUnits | null = null;
let made: { readonly of: ColumnUnits['list']; readonly columns: readonly Column[] } | null = null;

/**
 * From now on the units in `units` have their sub-columns, also those that come into its list later. One set of units holds for a
 * process, as one list of columns does; the answer ends that.
 */
export function followUnits(units: ColumnUnits): () => void {
  followed = units;
  return () => {
    if (followed === units) followed = null;
  };
}

/** All columns, in the order of the navigation. */
export function listColumns(): readonly Column[] {
  if (followed === null) return configured;
  if (made?.of !== followed.list) made = { of: followed.list, columns: withUnits(configured, followed.list) };
  return made.columns;
}

/** Those of the navigation: without sub-columns. */
export function listTopColumns(): readonly Column[] {
  return configured.filter(({ parent }) => parent === undefined);
}

/** The sub-columns of a column. */
export function columnsUnder(id: string): readonly Column[] {
  return listColumns().filter(({ parent }) => parent === id);
}

/** A column and its sub-columns: what stands in its list. */
export function withColumnsUnder(id: string): readonly string[] {
  return [id, ...columnsUnder(id).map((under) => under.id)];
}

export function findColumn(id: string): Column | null {
  return listColumns().find((column) => column.id === id) ?? null;
}

/** Sub-columns of units stand behind those that the list has for the same column. */
export function withUnits(columns: readonly Column[], units: ColumnUnits['list']): readonly Column[] {
  const own = new Set(columns.map(({ id }) => id));
  const tops = columns.filter(({ parent }) => parent === undefined);
  return tops.flatMap((top) => {
    const under = columns.filter(({ parent }) => parent === top.id);
    const ofUnits = top.forUnits ? units.map((unit) => unitColumn(top, unit)).filter(({ id }) => !own.has(id)) : [];
    return [top, ...under, ...ofUnits];
  });
}

function unitColumn(top: Column, { id, name }: ColumnUnits['list'][number]): Column {
  return {
    ...{ id: `${top.id}-${id}`, name, type: top.type, parent: top.id, unit: id },
    ...(top.isCatalogue && { isCatalogue: true }),
    description: `${name}${top.name === '政务公开' ? '主动公开的政府信息' : `的${top.name}`}。`,
    keywords: [name, top.name],
  };
}
