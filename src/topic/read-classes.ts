/** Reads config/classes.json; what the rules mean is in class-rule.ts. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { ClassRules } from './class-rule.ts';
import { classSchema, matterSchema } from './read-deadlines.ts';

const list = z.array(z.string().trim().min(1)).default([]);

export const wordsSchema = z.strictObject({ any: list, also: list, never: list });
const noWords = { any: [], also: [], never: [] };

const fileSchema = z
  .strictObject({
    classes: z.array(
      z.strictObject({
        id: z.string().regex(/^[a-z][a-z0-9-]*$/),
        class: classSchema,
        name: z.string().min(1),
        kinds: list,
        accounts: list,
        words: wordsSchema.default(noWords),
        signals: z.int().min(1).default(1),
        recent: z.int().min(0).default(0),
        sources: z.int().min(1).default(1),
        rank: z.int().min(0).default(0),
        inHour: z.int().min(1).default(1),
        burst: z.boolean().default(false),
        source: z.string().min(1),
      }),
    ),
    matters: z.array(z.strictObject({ matter: matterSchema, kinds: list, words: wordsSchema.default(noWords) })),
  })
  .refine(({ classes }) => new Set(classes.map(({ id }) => id)).size === classes.length, {
    error: 'names one rule twice',
  })
  // 国办发〔2016〕80号: what makes it major is the emergency, which only words can tell; heat alone is 其他舆情.
  .refine(({ classes }) => classes.every((rule) => rule.class !== 'major' || rule.words.any.length > 0), {
    error: 'a rule for class major needs words: heat and counts alone make no major topic',
  });

/** Throws an Error naming the file when it is not what it should be. */
export async function readClasses(file: string): Promise<ClassRules> {
  const parsed = fileSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
