/** Fetches what the platforms counted. Yesterday's figures are there in the morning; what is late is asked for again. */
import { hours } from '../src/clock.ts';
import { pullAllFigures } from '../src/figures/pull-figures.ts';
import type { Schedule } from '../src/schedule/schedule.ts';

const pullFigures: Schedule = {
  name: 'pull-figures',
  purpose: '取回各平台的阅读、转发等数据',
  cron: (config) => config.figuresCron,
  missed: { make: 'once', within: hours(12) },
  run: async (app) => await pullAllFigures(app, app.clock.now()),
};

export default pullFigures;
