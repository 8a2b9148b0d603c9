/** Reads config/deadlines.json; what the rules mean is in deadline-rule.ts. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { toMinutes } from '../calendar/office-hours.ts';
import { dayAfter } from '../calendar/working-days.ts';
import {
  classNames,
  type DeadlineRule,
  type Deadlines,
  type Matter,
  matterNames,
  type Told,
  type TopicClass,
  toldNames,
} from './deadline-rule.ts';

export const classSchema = z.enum(Object.keys(classNames) as [TopicClass, ...TopicClass[]]);
export const matterSchema = z.enum(Object.keys(matterNames) as [Matter, ...Matter[]]);

const unit = z.enum(['clock-hours', 'working-hours', 'working-days']);
const amount = z.int().min(1).max(1000);
const words = z.string().min(1);
const time = z.string().transform((text, context) => {
  try {
    return toMinutes(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: String(error) });
    return z.NEVER;
  }
});

const warningsSchema = z.strictObject({
  before: z.array(z.strictObject({ amount, unit })).max(9),
  after: z
    .array(
      z.strictObject({
        amount: z.int().min(0).max(1000),
        unit,
        tell: z.enum(Object.keys(toldNames) as [Told, ...Told[]]),
      }),
    )
    .max(9),
});

const ruleSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  class: classSchema,
  matter: matterSchema.nullable(),
  until: z.enum(['taken', 'assigned', 'answered']).default('answered'),
  from: z.iso.date().nullable().default(null),
  to: z.iso.date().nullable().default(null),
  name: words,
  scope: words,
  amount,
  unit,
  extension: z.strictObject({ amount, source: words }).nullable().default(null),
  warnings: warningsSchema.nullable().default(null),
  source: words,
  doubtful: words.nullable(),
});

const USUAL_HOURS = [
  { from: '08:30', to: '12:00' },
  { from: '14:30', to: '18:00' },
];
const THIRD_PARTY = { amount: 15, unit: 'working-days', source: '《政府信息公开条例》第三十二条' } as const;
const silent = { before: [], after: [] };

const fileSchema = z
  .strictObject({
    startsAt: z.enum(['received', 'written']),
    officeHours: z
      .array(z.strictObject({ from: time, to: time }))
      .min(1)
      .prefault(USUAL_HOURS)
      .refine((sessions) => sessions.every(({ from, to }, i) => from < to && from >= (sessions[i - 1]?.to ?? 0)), {
        error: 'are not in order',
      }),
    warnings: z
      .strictObject({ 'clock-hours': warningsSchema, 'working-hours': warningsSchema, 'working-days': warningsSchema })
      .default({ 'clock-hours': silent, 'working-hours': silent, 'working-days': silent }),
    thirdParty: z.strictObject({ amount, unit, source: words }).default(THIRD_PARTY),
    rules: z.array(ruleSchema),
  })
  .refine(({ rules }) => new Set(rules.map(({ id }) => id)).size === rules.length, { error: 'names one rule twice' })
  .refine(({ rules }) => classSchema.options.every((one) => coversAll(rules, one)), {
    error: 'has a class, or a time of one, without a rule for its answer that holds for all of it',
  });

/** On every day some rule for the answer holds for all kinds: looked at where rules begin and after they end. */
function coversAll(rules: readonly DeadlineRule[], topicClass: TopicClass): boolean {
  const ofClass = rules.filter((rule) => rule.class === topicClass);
  const edges = ofClass.flatMap(({ from, to }) => [from ?? '1949-10-01', ...(to === null ? [] : [dayAfter(to)])]);
  const general = ofClass.filter(
    ({ until, matter }) => until === 'answered' && (matter === null || matter === 'general'),
  );
  return ['1949-10-01', ...edges].every((day) =>
    general.some(({ from, to }) => (from === null || from <= day) && (to === null || to >= day)),
  );
}

/** Throws an Error naming the file when it is not what it should be. */
export async function readDeadlines(file: string): Promise<Deadlines> {
  const parsed = fileSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
