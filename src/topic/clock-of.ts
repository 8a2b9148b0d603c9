/** The part of a topic's record that says by when: its next due time, and when somebody has to be told of it. */
import type { Office } from '../calendar/office-hours.ts';
import { nextDue, type Waiting } from './deadline.ts';
import type { Topic } from './topic.ts';
import type { TopicDesk } from './topic-desk.ts';
import { stepsOf } from './warning-steps.ts';

type Rules = Pick<TopicDesk, 'deadlines' | 'calendar'>;
type Clock = Pick<Topic, 'due'> & Partial<Pick<Topic, 'warnAt' | 'warning'>>;

/**
 * For a change of the record. Where the due time has moved, or units were given other times (`before` is null), everything
 * about it is told anew: warnings that were recorded for the same time stay recorded once (warn-of-deadlines.ts).
 */
export function clockOf(
  waiting: Waiting & Pick<Topic, 'assignments'>,
  rules: Rules,
  before: Pick<Topic, 'due' | 'warnAt'> | null,
): Clock {
  const due = nextDue(waiting, rules.deadlines, rules.calendar);
  const isSame = before?.due.rule === due.rule && before.due.at.getTime() === due.at.getTime();
  if (isSame && before.warnAt !== undefined) return { due };
  const [first] = stepsOf({ due, assignments: waiting.assignments ?? [] }, rules.deadlines, officeOf(rules));
  return { due, warnAt: first?.at ?? null, warning: null };
}

export function officeOf({ deadlines, calendar }: Rules): Office {
  return { calendar, sessions: deadlines.officeHours };
}
