/**
 * A table as it is printed: its rows are data (tables/*.json), each with its title, unit, the figure that fills it and where that
 * stands. Which rows are doubtful, or filled in by hand from elsewhere, is said row by row.
 */
import { z } from 'zod';

/** How sure the row is: C confirmed by a source, P partly, U from general knowledge; see the row's `source`. */
const markSchema = z.enum(['C', 'P', 'U']);

const common = {
  no: z.string().describe('行号，如 5 或 30-35'),
  title: z.string().min(1).describe('印制的名称'),
  /** 0 for a heading's level, 1 for a row below it … */
  level: z.number().int().min(0).max(4),
  mark: markSchema.default('C'),
  source: z.string().default(''),
  note: z.string().default(''),
};

/** Filled by one figure, or by the sum of several. */
const figureRow = z.strictObject({
  ...common,
  unit: z.string().min(1),
  /** Ids of figures.ts, `rule` or `rule:group`; their sum where there are several. */
  sum: z.array(z.string()).min(1),
});
/** Filled by what others in this table say. */
const rateRow = z.strictObject({
  ...common,
  unit: z.literal('%'),
  part: z.array(z.string()),
  whole: z.array(z.string()),
});
/** Nothing here counts it; the office fills it in. */
const emptyRow = z.strictObject({ ...common, unit: z.string().min(1), by: z.literal('office') });
const headingRow = z.strictObject({ ...common, heading: z.literal(true) });

const rowSchema = z.union([headingRow, figureRow, rateRow, emptyRow]);

/** A rule that is printed with the table: the sum of some rows is, or is at most, that of others. */
const checkSchema = z.strictObject({
  says: z.string(),
  left: z.array(z.string()).min(1).describe('行号'),
  is: z.enum(['=', '<=']),
  right: z.array(z.string()).min(1).describe('行号'),
});

export const tableSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9-]+$/),
    title: z.string().min(1),
    source: z.string().min(1),
    /** 'year' or 'month': for which periods it is drawn up. */
    every: z.enum(['year', 'month']),
    /** First and last year it is valid for; null for open-ended. */
    from: z.number().int(),
    to: z.number().int().nullable(),
    rows: z.array(rowSchema).min(1),
    checks: z.array(checkSchema).default([]),
  })
  .superRefine(({ rows, checks }, context) => {
    const numbers = rows.map(({ no }) => no).filter(Boolean);
    const twice = numbers.find((no, at) => numbers.indexOf(no) < at);
    if (twice) context.addIssue({ code: 'custom', message: `row ${twice} stands twice` });
    for (const no of checks.flatMap(({ left, right }) => [...left, ...right]))
      if (!numbers.includes(no))
        context.addIssue({ code: 'custom', message: `a check names row ${no}, which there is not` });
  });

export type Table = Readonly<z.infer<typeof tableSchema>>;
export type TableRow = Table['rows'][number];
