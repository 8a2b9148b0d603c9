/** Fetches the public's comments from every channel that has them. How often: config, since platforms count the calls. */
import type { Schedule } from '../src/schedule/schedule.ts';
import { pullAllComments } from '../src/signal/pull-comments.ts';

const pullComments: Schedule = {
  name: 'pull-comments',
  purpose: '从各渠道取回公众评论',
  cron: (config) => config.pullCron,
  // The next pull fetches what a missed one would have.
  missed: { make: 'skip' },
  run: async (app) => {
    await pullAllComments(app, app.clock.now());
    app.nudge();
  },
};

export default pullComments;
