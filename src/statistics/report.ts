/**
 * The annual report as a text: its parts and sentences are data (config/annual-report.json), since every office words them in
 * its own way; what stands in braces is filled in from figures. `{items}` is a figure, `{a+b}` a sum, `{a/b}` a rate in percent,
 * `posts:*` all groups of a rule, `{each posts：…}` a phrase for each of them. What the office must add stands in 【】.
 */
import { z } from 'zod';
import raw from '../../config/annual-report.json' with { type: 'json' };

const paragraphSchema = z.union([
  z.string().min(1),
  /** Left out when this comes to nothing. */
  z.strictObject({ when: z.string().min(1), text: z.string().min(1) }),
]);
const leafSchema = z.strictObject({ heading: z.string().min(1), paragraphs: z.array(paragraphSchema).min(1) });
const partSchema = z.union([
  leafSchema,
  z.strictObject({ heading: z.string().min(1), parts: z.array(leafSchema).min(1) }),
  /** The rows of the table that stand under its heading of this number. */
  z.strictObject({ heading: z.string().min(1), rows: z.string().min(1) }),
]);

const reportSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  /** First and last year it is valid for; null for open-ended. */
  from: z.number().int(),
  to: z.number().int().nullable(),
  /** Id of the table that belongs to it. */
  table: z.string(),
  title: z.string().min(1),
  opening: z.array(paragraphSchema),
  parts: z.array(partSchema).min(1),
  /** Title of the table behind the text; null where its rows stand within it. */
  annex: z.string().min(1).nullable(),
});

export type Report = Readonly<z.infer<typeof reportSchema>>;
export type Paragraph = z.infer<typeof paragraphSchema>;
export type Part = Report['parts'][number];

/** Checked. Throws what is wrong with it. */
export function readReports(list: unknown): readonly Report[] {
  return z.array(reportSchema).min(1).parse(list);
}

const reports = readReports(raw);

export function listReports(): readonly Report[] {
  return reports;
}

/** The report of a year, or null when there is none. */
export function findReport(year: number): Report | null {
  return reports.find(({ from, to }) => year >= from && (to === null || year <= to)) ?? null;
}
