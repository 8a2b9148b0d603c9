/** Reads config/units.json; what it means is in unit.ts. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { wordsSchema } from './read-classes.ts';
import { type UnitKind, type Units, unitKindNames } from './unit.ts';

const fileSchema = z
  .strictObject({
    office: z.string(),
    list: z.array(
      z.strictObject({
        id: z.string().regex(/^[a-z][a-z0-9-]*$/),
        name: z.string().trim().min(1),
        kind: z.enum(Object.keys(unitKindNames) as [UnitKind, ...UnitKind[]]),
        words: wordsSchema.prefault({}),
      }),
    ),
  })
  .refine(({ list }) => new Set(list.map(({ id }) => id)).size === list.length, { error: 'names one unit twice' })
  .refine(({ office, list }) => list.some(({ id }) => id === office), { error: 'has no unit that is the office' });

/** Throws an Error naming the file when it is not what it should be. */
export async function readUnits(file: string): Promise<Units> {
  const parsed = fileSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
