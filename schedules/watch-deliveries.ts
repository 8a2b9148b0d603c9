/** Every minute unless told otherwise: is anything approved and due, but not out? */
import { monitorDesk } from '../src/monitor/monitor-desk.ts';
import { startMonitor } from '../src/monitor/run-monitor.ts';
import type { Schedule } from '../src/schedule/schedule.ts';

const watchDeliveries: Schedule = {
  name: 'watch-deliveries',
  purpose: '监测逾期未出的发布件和投递',
  cron: (config) => config.watch.deliveriesCron,
  missed: { make: 'skip' },
  run: async (app) => {
    const started = await startMonitor(monitorDesk(app), 'due-not-out', 'recent');
    await started?.ended;
  },
};

export default watchDeliveries;
