/** What the work on topics needs. */
import type { Calendar } from '../calendar/working-days.ts';
import type { Database } from '../store/collection.ts';
import type { Deadlines } from './deadline.ts';

export interface TopicDesk {
  readonly db: Database;
  readonly calendar: Calendar;
  readonly deadlines: Deadlines;
}
