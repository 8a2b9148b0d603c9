/** Every hour: seals the lines of the ledger that no seal covers yet. */
import { hours } from '../src/clock.ts';
import { sealLines } from '../src/ledger/seal-lines.ts';
import type { Schedule } from '../src/schedule/schedule.ts';

const sealLedger: Schedule = {
  name: 'seal-ledger',
  purpose: '封存新入账的台账记录',
  cron: () => '47 * * * *',
  missed: { make: 'once', within: hours(24) },
  run: async (app) => {
    await app.postLines();
    await sealLines(app.db, app.clock.now());
    app.nudge();
  },
};

export default sealLedger;
