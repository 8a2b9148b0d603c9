/** Every hour: does an account's authorisation end within days? Reads our records only and costs no platform a call. */
import { warnOfEnds } from '../src/channel/warn-of-ends.ts';
import type { Schedule } from '../src/schedule/schedule.ts';

const warn: Schedule = {
  name: 'warn-of-ends',
  purpose: '账号授权到期前 7 天、3 天、1 天各提醒一次',
  cron: () => '10 * * * *',
  missed: { make: 'skip' },
  run: async (app) => {
    if ((await warnOfEnds(app, app.clock.now())) > 0) app.nudge();
  },
};

export default warn;
