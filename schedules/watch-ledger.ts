/** Every hour unless told otherwise: do ledger and records of the last days agree? All of it: POST /api/monitors/ledger/run. */
import { hours } from '../src/clock.ts';
import { monitorDesk } from '../src/monitor/monitor-desk.ts';
import { startMonitor } from '../src/monitor/run-monitor.ts';
import type { Schedule } from '../src/schedule/schedule.ts';

const watchLedger: Schedule = {
  name: 'watch-ledger',
  purpose: '核对近日的台账与原始记录',
  cron: (config) => config.watch.ledgerCron,
  missed: { make: 'once', within: hours(24) },
  run: async (app) => {
    const started = await startMonitor(monitorDesk(app), 'ledger', 'recent');
    await started?.ended;
  },
};

export default watchLedger;
