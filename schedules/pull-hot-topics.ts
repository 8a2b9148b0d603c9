/** Reads the hot lists. How often: config; collectors answer out of their caches in between. */
import type { Schedule } from '../src/schedule/schedule.ts';
import { pullAllHotTopics } from '../src/signal/pull-hot-topics.ts';

const pullHotTopics: Schedule = {
  name: 'pull-hot-topics',
  purpose: '读取各热榜',
  cron: (config) => config.hot.cron,
  // A list shows what is hot now: what a missed look would have shown is gone.
  missed: { make: 'skip' },
  run: async (app) => {
    await pullAllHotTopics(app, app.clock.now());
    app.nudge();
  },
};

export default pullHotTopics;
