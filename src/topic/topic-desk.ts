/** What the work on topics needs. */
import type { Calendar } from '../calendar/working-days.ts';
import type { Database } from '../store/collection.ts';
import type { ClassRules } from './class-rule.ts';
import type { Deadlines } from './deadline-rule.ts';
import type { Units } from './unit.ts';
import type { WatchRules } from './watch-rule.ts';

export interface TopicDesk {
  readonly db: Database;
  readonly calendar: Calendar;
  readonly deadlines: Deadlines;
  readonly classes: ClassRules;
  readonly units: Units;
  /** Watch words of the file; those of staff come beside them (watch-word.ts). */
  readonly watch: WatchRules;
}
