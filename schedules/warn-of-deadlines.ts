/** Every minute: does a topic's time run out, or has it? Reads and writes our own records only. */
import type { Schedule } from '../src/schedule/schedule.ts';
import { warnOfDeadlines } from '../src/topic/warn-of-deadlines.ts';

const warn: Schedule = {
  name: 'warn-of-deadlines',
  purpose: '事项到期前提醒承办人，超期后逐级提醒',
  cron: () => '* * * * *',
  // The next run tells what a missed one would have.
  missed: { make: 'skip' },
  run: async (app) => {
    if ((await warnOfDeadlines(app, app.clock.now())) > 0) app.nudge();
  },
};

export default warn;
