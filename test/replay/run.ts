/**
 * The county's 2018 through the real service, on the played-back platforms with a moved clock: `npm run replay:2018`, or
 * `-- --share 0.1` for a tenth of it, `-- --months 2` for its beginning. Prints the annual table beside what the report says,
 * and where the time went. `-- --kills 20 --seed 7` lives through the year twice, the second time killed with -9 at so many
 * moments drawn by the seed: every figure of every month must be the same. `-- --exports folder` keeps the year's files there.
 */
import { parseArgs } from 'node:util';
import { readCalendar } from '../../src/calendar/read-calendar.ts';
import { days, startOfDay } from '../../src/clock.ts';
import type { Desk } from './desk.ts';
import { differences, type Figures, findClosed, readFigures } from './figures.ts';
import { drawKills, type Kill } from './kills.ts';
import { liveYear } from './live-year.ts';
import { openOffice } from './open-office.ts';
import { print } from './print.ts';
import { readProcessor } from './processor.ts';
import { takeExports } from './take-exports.ts';
import { REPORTED, scaled, workingDaysOf2018 } from './year-2018.ts';

const { values } = parseArgs({
  options: {
    share: { type: 'string', default: '1' },
    months: { type: 'string', default: '12' },
    kills: { type: 'string', default: '0' },
    exports: { type: 'string' },
    seed: { type: 'string', default: process.env.SANWEI_SEED ?? String(Math.floor(performance.timeOrigin % 1e6)) },
  },
});
const share = Number(values.share);
const [months, kills, seed] = [Number(values.months), Number(values.kills), Number(values.seed)];
if (!(share > 0 && share <= 1)) throw new Error('--share is above 0 and at most 1');
if (!(Number.isInteger(months) && months >= 1 && months <= 12)) throw new Error('--months is 1 to 12');

const calendar = await readCalendar(new URL('../../config/calendar/', import.meta.url).pathname);
const dates = workingDaysOf2018(calendar).filter((day) => Number(day.slice(5, 7)) <= months);
const wanted = scaled(REPORTED, (share * months) / 12);

const undisturbed = await live([]);
if (kills > 0) {
  const drawn = drawKills(kills, seed, dates.length);
  const moments = drawn.map(({ day, share: far }) => `${dates[day]} ${Math.round(far * 100)}%`);
  console.log(`\nAgain, killed ${kills} times, seed ${seed}: ${moments.join(', ')}\n`);
  const killed = await live(drawn);
  const different = differences(undisturbed.figures, killed.figures);
  for (const one of different) console.log(`✗ ${one}`);
  const count = Object.values(undisturbed.figures).reduce((sum, figures) => sum + Object.keys(figures).length, 0);
  console.log(
    `${killed.kills} kills (seed ${seed}): ${count - different.length} of ${count} figures of the year and its months are the same; ` +
      `${seconds(undisturbed.tookMs)} undisturbed, ${seconds(killed.tookMs)} with kills`,
  );
  if (different.length > 0 || killed.kills !== kills) process.exitCode = 1;
}

interface Lived {
  readonly figures: Figures;
  readonly kills: number;
  readonly tookMs: number;
}

async function live(drawn: readonly Kill[]): Promise<Lived> {
  const office = await openOffice(new Date(startOfDay('2018-01-01').getTime() - days(1)));
  const desk: Desk = { office, spent: new Map() };
  const tell = (day: string) => void (process.stderr.isTTY && process.stderr.write(`\r${day}`));
  const [startedMs, begun] = [performance.now(), readProcessor()];
  try {
    await liveYear(desk, { dates, wanted, share: (share * months) / 12, kills: drawn, tell });
    const tookMs = performance.now() - startedMs;
    const figures = await readFigures(desk, [...new Set(dates.map((day) => day.slice(0, 7)))]);
    const closed = await findClosed(desk, '2018', figures['2018'] ?? {});
    for (const one of closed) console.log(`✗ not open to its lines: ${one}`);
    const isRight = await print(desk, { wanted, share: (share * months) / 12, tookMs });
    if (months === 12 && drawn.length === 0) await takeExports(desk, values.exports ?? null);
    if (!isRight || closed.length > 0) process.exitCode = 1;
    return { figures, kills: office.lives.killed, tookMs };
  } finally {
    await office.close();
    const { here, service } = readProcessor();
    const told = service === null ? '' : `, ${(service - (begun.service ?? 0)).toFixed(1)} s in the service`;
    console.log(`Processor: ${(here - begun.here).toFixed(1)} s for people and platforms${told}.`);
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
