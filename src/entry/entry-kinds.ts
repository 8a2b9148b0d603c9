/**
 * What may be entered by hand, because it happens where Sanwei is not: trainings, press conferences, requests for disclosure.
 * The list is data, config/entry-kinds.json; ids stand in the ledger and are never renamed. Which row of which table counts
 * them is said in statistics/tables/.
 */
import { z } from 'zod';
import list from '../../config/entry-kinds.json' with { type: 'json' };

const kindSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z-]*$/),
  title: z.string().min(1),
  unit: z.string().min(1),
  /** Unit of the people who took part, where that is counted too. */
  people: z.string().min(1).optional(),
});

export type EntryKind = Readonly<z.infer<typeof kindSchema>>;

/** A checked list of kinds. Throws when one is incomplete or an id stands twice. */
export function readEntryKinds(raw: unknown): readonly EntryKind[] {
  const kinds = z.array(kindSchema).min(1).parse(raw);
  const twice = kinds.find((kind, index) => kinds.findIndex(({ id }) => id === kind.id) < index);
  if (twice) throw new Error(`config/entry-kinds.json: kind ${twice.id} stands twice`);
  return kinds;
}

const kinds = readEntryKinds(list);

export function listEntryKinds(): readonly EntryKind[] {
  return kinds;
}

export function findEntryKind(id: string): EntryKind | null {
  return kinds.find((kind) => kind.id === id) ?? null;
}
