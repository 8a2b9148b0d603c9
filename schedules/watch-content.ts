/** Nightly: wrong words, dead links within our own site, documents without their interpretation. At once: POST /api/monitors/content/run. */
import { hours } from '../src/clock.ts';
import { monitorDesk } from '../src/monitor/monitor-desk.ts';
import { startMonitor } from '../src/monitor/run-monitor.ts';
import type { Schedule } from '../src/schedule/schedule.ts';

const watchContent: Schedule = {
  name: 'watch-content',
  purpose: '自查已公开的页面：用词、站内链接、政策解读',
  cron: () => '40 4 * * *',
  missed: { make: 'once', within: hours(24) },
  run: async (app) => {
    const started = await startMonitor(monitorDesk(app), 'content', 'full');
    await started?.ended;
  },
};

export default watchContent;
