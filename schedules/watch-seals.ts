/** Nightly: does everything in the ledger still stand as it was sealed? At once: POST /api/ledger/verify. */
import { hours } from '../src/clock.ts';
import { monitorDesk } from '../src/monitor/monitor-desk.ts';
import { startMonitor } from '../src/monitor/run-monitor.ts';
import type { Schedule } from '../src/schedule/schedule.ts';

const watchSeals: Schedule = {
  name: 'watch-seals',
  purpose: '核验台账自封存以来有无改动',
  cron: () => '10 4 * * *',
  missed: { make: 'once', within: hours(24) },
  run: async (app) => {
    const started = await startMonitor(monitorDesk(app), 'seals', 'full');
    await started?.ended;
  },
};

export default watchSeals;
