/**
 * What an inspection of site and accounts looks at, as data: config/inspection.json. Limits that no document tells, or that a
 * county sets stricter, are changed there; each indicator says where it stands and how sure that is.
 */
import { z } from 'zod';
import list from '../../config/inspection.json' with { type: 'json' };

const period = z.strictObject({ amount: z.number().int().min(1), unit: z.enum(['days', 'months']) });
const number = z.strictObject({ amount: z.number().int().min(1), unit: z.enum(['columns', 'items']) });

/** How often a column must be updated. The first duty that names the column, or its type, holds; '*' is any type. */
const dutySchema = z.strictObject({
  id: z.string().min(1),
  title: z.string().min(1),
  columns: z.array(z.string()),
  types: z.array(z.string()),
  limit: period,
});

const common = {
  id: z.string().min(1),
  title: z.string().min(1),
  /** veto: fails all by itself; deduction: costs points; local: asked for here, or only a reminder. */
  part: z.enum(['veto', 'deduction', 'local']),
  scope: z.enum(['website', 'account']),
  points: z.number().optional(),
  /** The points are for each. */
  perItem: z.literal(true).optional(),
  rule: z.string().min(1),
  source: z.string().min(1),
  mark: z.enum(['C', 'P', 'U']),
  note: z.string().default(''),
};

const indicatorSchema = z.discriminatedUnion('measure', [
  z.strictObject({ ...common, measure: z.literal('home-age'), limit: period }),
  z.strictObject({ ...common, measure: z.literal('account-age'), limit: period }),
  z.strictObject({ ...common, measure: z.literal('answer-age'), limit: period }),
  z.strictObject({ ...common, measure: z.literal('old-messages'), limit: period }),
  z.strictObject({ ...common, measure: z.literal('stale-columns'), duties: z.array(z.string()).min(1), limit: number }),
  z.strictObject({ ...common, measure: z.literal('empty-columns'), limit: number }),
  z.strictObject({ ...common, measure: z.literal('late-topics'), limit: number }),
  z.strictObject({ ...common, measure: z.literal('late-corrections'), limit: number }),
  z.strictObject({ ...common, measure: z.literal('unset-marks'), limit: number }),
  z.strictObject({
    ...common,
    measure: z.literal('findings'),
    /** Kind of the monitor 内容自查. */
    finding: z.enum(['dead-link', 'wrong-word', 'interpretation-missing']),
    limit: number,
  }),
  /** Nothing here can measure it. */
  z.strictObject({ ...common, measure: z.literal('by-hand') }),
]);

const inspectionSchema = z
  .strictObject({
    /** How many days before a limit it is warned of. */
    warnDays: z.number().int().min(1),
    duties: z.array(dutySchema).min(1),
    /** Which columns hold documents that must be interpreted, and by when; 0 days back looks at none. */
    interpretation: z.strictObject({
      types: z.array(z.string()),
      workingDays: z.number().int().min(1),
      lookBackDays: z.number().int().min(0),
    }),
    indicators: z.array(indicatorSchema).min(1),
  })
  .superRefine(({ duties, indicators }, context) => {
    const tell = (message: string) => context.addIssue({ code: 'custom', message });
    const ids = indicators.map(({ id }) => id);
    const twice = ids.find((id, at) => ids.indexOf(id) < at);
    if (twice) tell(`indicator ${twice} stands twice`);
    for (const one of indicators.flatMap((indicator) => ('duties' in indicator ? indicator.duties : [])))
      if (!duties.some(({ id }) => id === one)) tell(`an indicator names duty ${one}, which there is not`);
  });

export type InspectionConfig = Readonly<z.infer<typeof inspectionSchema>>;
export type Indicator = InspectionConfig['indicators'][number];
export type Limit = z.infer<typeof period>;
export type Duty = InspectionConfig['duties'][number];

/** Throws with everything that is wrong. */
export function readInspectionConfig(raw: unknown): InspectionConfig {
  return inspectionSchema.parse(raw);
}

export const inspectionConfig = readInspectionConfig(list);

/** What a column must do; null for one that nothing is asked of. */
export function dutyOf(
  { duties }: Pick<InspectionConfig, 'duties'>,
  column: { readonly id: string; readonly type: string },
): Duty | null {
  const named = duties.find(({ columns }) => columns.includes(column.id));
  const typed = duties.find(({ types }) => types.includes(column.type) || types.includes('*'));
  return named ?? typed ?? null;
}
