/** Every minute: looks whether anything waits that no nudge announced, after a crash or from another process. */
import { letAllFollow } from '../src/delivery/let-follow.ts';
import type { Schedule } from '../src/schedule/schedule.ts';

const pulse: Schedule = {
  name: 'pulse',
  purpose: '每分钟检查有无到时未办的事',
  cron: () => '* * * * *',
  missed: { make: 'skip' },
  run: async (app) => {
    await letAllFollow(app.db);
    app.nudge();
  },
};

export default pulse;
