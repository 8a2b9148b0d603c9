/** Every working morning before the office opens: can we log in everywhere, may we publish, is our address allowed. */
import { checkAccounts } from '../src/channel/check-accounts.ts';
import { hours } from '../src/clock.ts';
import type { Schedule } from '../src/schedule/schedule.ts';

const check: Schedule = {
  name: 'check-accounts',
  purpose: '检查各账号能否登录、有无权限、地址是否放行',
  cron: () => '40 7 * * *',
  missed: { make: 'once', within: hours(12) },
  run: async (app) => {
    await checkAccounts(app, app.clock.now());
  },
};

export default check;
