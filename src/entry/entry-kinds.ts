/**
 * What may be entered by hand, because it happens where Sanwei is not: trainings, press conferences, requests for disclosure.
 * The list is data, config/entry-kinds.json; ids stand in the ledger and are never renamed. Which row of which table counts
 * them is said in statistics/tables/.
 */
import { z } from 'zod';
import list from '../../config/entry-kinds.json' with { type: 'json' };
import { allChoiceNames } from './entry-choices.ts';

const kindSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z-]*$/),
  title: z.string().min(1),
  unit: z.string().min(1),
  /** Unit of the people who took part, where that is counted too. */
  people: z.string().min(1).optional(),
  /** Unit of the money it was about, where that is counted too. */
  amount: z.literal('万元').optional(),
  /** What must be chosen besides, of entry-choices.ts; of what happened before `choicesFrom` it may be left open. */
  choices: z.array(z.enum(allChoiceNames)).min(1).optional(),
  choicesFrom: z.number().int().optional(),
  /** Years in which the tables know it; both included, open where missing. */
  from: z.number().int().optional(),
  to: z.number().int().optional(),
  /** 'MM-DD': the only day of a year it may be entered for; what was there before Sanwei is carried over on that day. */
  on: z
    .string()
    .regex(/^\d\d-\d\d$/)
    .optional(),
  /** Says how many there are on that day, where the others say how many came about: the latest of a period counts. */
  standing: z.literal(true).optional(),
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
