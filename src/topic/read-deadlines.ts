/** Reads config/deadlines.json; what the periods mean is in deadline.ts. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { classNames, type Deadlines, type Matter, matterNames, type TopicClass } from './deadline.ts';

export const classSchema = z.enum(Object.keys(classNames) as [TopicClass, ...TopicClass[]]);
export const matterSchema = z.enum(Object.keys(matterNames) as [Matter, ...Matter[]]);

const ruleSchema = z.strictObject({
  id: z.string().regex(/^[a-z-]+$/),
  class: classSchema,
  matter: matterSchema.nullable(),
  name: z.string().min(1),
  scope: z.string().min(1),
  amount: z.int().min(1).max(1000),
  unit: z.enum(['clock-hours', 'working-days']),
  source: z.string().min(1),
  doubtful: z.string().min(1).nullable(),
});

const fileSchema = z
  .strictObject({ startsAt: z.enum(['received', 'written']), rules: z.array(ruleSchema) })
  .refine(({ rules }) => new Set(rules.map(({ id }) => id)).size === rules.length, { error: 'names one rule twice' })
  .refine(({ rules }) => classSchema.options.every((one) => rules.some((rule) => covers(rule, one))), {
    error: 'has a class without a rule that holds for all of it',
  });

function covers(rule: z.infer<typeof ruleSchema>, topicClass: TopicClass): boolean {
  return rule.class === topicClass && (rule.matter === null || rule.matter === 'general');
}

/** Throws an Error naming the file when it is not what it should be. */
export async function readDeadlines(file: string): Promise<Deadlines> {
  const parsed = fileSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
