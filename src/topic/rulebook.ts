/**
 * Everything the desk goes by that is data: calendar, deadlines, classes, units, watch words. Read at start, and again when the files change:
 * whoever holds one of its parts holds it for good, a new reading replaces what is inside. A file that is no good is told and
 * changes nothing.
 */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readCalendar } from '../calendar/read-calendar.ts';
import type { Calendar, CalendarYear } from '../calendar/working-days.ts';
import { seconds } from '../clock.ts';
import { wordsOf } from '../log.ts';
import type { ClassRules } from './class-rule.ts';
import type { Deadlines } from './deadline-rule.ts';
import { readClasses } from './read-classes.ts';
import { readDeadlines } from './read-deadlines.ts';
import { readUnits } from './read-units.ts';
import { readWatchWords } from './read-watch-words.ts';
import type { Units } from './unit.ts';
import type { WatchRules } from './watch-rule.ts';

export interface Rules {
  readonly calendar: Calendar;
  readonly deadlines: Deadlines;
  readonly classes: ClassRules;
  readonly units: Units;
  readonly watch: WatchRules;
}

export interface RulebookState {
  readonly readAt: Date;
  /** Why the files as they are now were not taken over; null when they were. */
  readonly problem: string | null;
}

export interface Rulebook {
  readonly rules: Rules;
  readonly state: () => RulebookState;
  /** Looks at the files, no more often than every few seconds unless `atOnce`. True when something else holds from now on. */
  lookAgain(now: Date, atOnce?: boolean): Promise<boolean>;
}

const BETWEEN_LOOKS_MS = seconds(10);

/** `folder` holds calendar/, deadlines.json, classes.json, units.json and, if it likes, watch-words.json. Throws an Error naming the file that is no good. */
export async function openRulebook(folder: string, now: Date): Promise<Rulebook> {
  let marks = await marksOf(folder);
  const held = await readRules(folder);
  const calendar = new Map<number, CalendarYear>(held.calendar);
  const { deadlines, classes, units, watch } = held;
  const rules = {
    ...{ calendar, deadlines: { ...deadlines }, classes: { ...classes } },
    ...{ units: { ...units }, watch: { ...watch } },
  };
  let state: RulebookState = { readAt: now, problem: null };
  let lookedAt = now;
  const lookAgain = async (at: Date, atOnce = false) => {
    if (!atOnce && at.getTime() - lookedAt.getTime() < BETWEEN_LOOKS_MS) return false;
    lookedAt = at;
    const seen = await marksOf(folder).catch(() => '');
    if (seen === marks) return false;
    marks = seen;
    try {
      adopt(rules, await readRules(folder));
      state = { readAt: at, problem: null };
      return true;
    } catch (error) {
      state = { ...state, problem: wordsOf(error) };
      return false;
    }
  };
  return { rules, state: () => state, lookAgain };
}

async function readRules(folder: string): Promise<Rules> {
  const [calendar, deadlines, classes, units, watch] = await Promise.all([
    readCalendar(join(folder, 'calendar')),
    readDeadlines(join(folder, 'deadlines.json')),
    readClasses(join(folder, 'classes.json')),
    readUnits(join(folder, 'units.json')),
    readWatchWords(join(folder, 'watch-words.json')),
  ]);
  return { calendar, deadlines, classes, units, watch };
}

function adopt(rules: Rules & { readonly calendar: Map<number, CalendarYear> }, fresh: Rules): void {
  rules.calendar.clear();
  for (const [year, days] of fresh.calendar) rules.calendar.set(year, days);
  Object.assign(rules.deadlines, fresh.deadlines);
  Object.assign(rules.classes, fresh.classes);
  Object.assign(rules.units, fresh.units);
  Object.assign(rules.watch, fresh.watch);
}

/** When each file was last written and how long it is: tells without reading that nothing has changed. */
async function marksOf(folder: string): Promise<string> {
  const years = (await readdir(join(folder, 'calendar'))).filter((name) => /^\d{4}\.json$/.test(name)).sort();
  const files = ['deadlines.json', 'classes.json', 'units.json', ...years.map((name) => join('calendar', name))];
  const marks = await Promise.all(files.map((file) => stat(join(folder, file))));
  const own = await stat(join(folder, 'watch-words.json')).catch(() => null);
  const all = [...files.map((file, i) => [file, marks[i]] as const), ['watch-words.json', own] as const];
  return all.map(([file, mark]) => `${file} ${mark?.mtimeMs} ${mark?.size}`).join('\n');
}
