/** Reads config/watch-words.json; what the rules mean is in watch-rule.ts. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { WatchRules } from './watch-rule.ts';

const word = z.string().trim().min(2, 'is shorter than 2 characters').max(30);
const list = z.array(word).max(100).default([]);

const ruleSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z0-9-]*$/),
    name: z.string().trim().min(1).max(30),
    any: list,
    must: list,
    never: list,
    needsPlace: z.boolean().default(false),
  })
  .refine(({ any, must }) => any.length + must.length > 0, { error: 'has no word to look for' });

const fileSchema = z
  .strictObject({ places: list, rules: z.array(ruleSchema) })
  .refine(({ rules }) => new Set(rules.map(({ id }) => id)).size === rules.length, { error: 'names one rule twice' })
  .refine(({ places, rules }) => places.length > 0 || !rules.some(({ needsPlace }) => needsPlace), {
    error: 'has a rule that needs a place, and no places',
  });

/** A folder of rules older than this file watches for nothing. Throws an Error naming the file when it is not what it should be. */
export async function readWatchWords(file: string): Promise<WatchRules> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return { places: [], rules: [] };
  const parsed = fileSchema.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
