/**
 * Reads config/calendar/YYYY.json. A file that contradicts itself is refused at start rather than believed: a wrong holiday
 * moves legal deadlines. How days are counted is in working-days.ts.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Calendar, CalendarYear } from './working-days.ts';

const fileSchema = z
  .strictObject({
    year: z.int().min(2000).max(2100),
    source: z.string().min(1),
    holidays: z.array(z.iso.date()),
    workdays: z.array(z.iso.date()),
    /** True until the State Council's notice for the year is out. */
    provisional: z.boolean().default(false),
  })
  .refine(({ year, holidays, workdays }) => [...holidays, ...workdays].every((day) => day.startsWith(`${year}-`)), {
    error: 'holds a day of another year',
  })
  .refine(({ holidays, workdays }) => !workdays.some((day) => holidays.includes(day)), {
    error: 'names one day both holiday and working day',
  });

/** All years found in the folder. Throws an Error naming the file when one is no calendar. */
export async function readCalendar(folder: string): Promise<Calendar> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}\.json$/.test(name)).sort();
  const years = await Promise.all(names.map((name) => readYear(folder, name)));
  return new Map(years.map((year) => [year.year, year]));
}

async function readYear(folder: string, name: string): Promise<CalendarYear> {
  const parsed = fileSchema.safeParse(JSON.parse(await readFile(join(folder, name), 'utf8')));
  if (!parsed.success) throw new Error(`${name}: ${z.prettifyError(parsed.error)}`);
  const { year, source, holidays, workdays, provisional } = parsed.data;
  if (name !== `${year}.json`) throw new Error(`${name}: its year is ${year}`);
  return { year, source, provisional, holidays: new Set(holidays), workdays: new Set(workdays) };
}
