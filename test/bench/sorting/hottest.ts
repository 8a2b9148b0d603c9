/**
 * The ten topics that were hottest at some hour of each month, as a moderator would have seen them by its end: `npm run hottest -- --data FILE --year 2019`.
 * The messages go through the stage in order of time, month by month, so nothing knows what comes later.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { hours, toDay } from '../../../src/clock.ts';
import { signalsOf } from '../../../src/signal/signal.ts';
import { takeSignals } from '../../../src/signal/take-signals.ts';
import { ensureIndexes } from '../../../src/store/ensure-indexes.ts';
import { heatAlertIndexes } from '../../../src/topic/heat-alert.ts';
import { heatCurve } from '../../../src/topic/heat-rule.ts';
import { takeHeat, voicesIn } from '../../../src/topic/heat-stage.ts';
import { sortSignals } from '../../../src/topic/sort-signals.ts';
import { topicsOf } from '../../../src/topic/topic.ts';
import { familyOf } from '../../../src/topic/topic-family.ts';
import { aComment, openDesk } from '../../topic/open-desk.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data/citizen-messages.ndjson' },
    year: { type: 'string', default: '2019' },
  },
});

interface Row {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly at: string;
  readonly likes?: number;
}

const rows: readonly Row[] = readFileSync(values.data, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const desk = await openDesk();
await ensureIndexes(desk.db, heatAlertIndexes);

/** First instant of a month, Asia/Shanghai; month 13 is January of the next year. */
function startOf(month: number): Date {
  const year = Number(values.year) + (month > 12 ? 1 : 0);
  return new Date(`${year}-${String(((month - 1) % 12) + 1).padStart(2, '0')}-01T00:00:00+08:00`);
}

async function live(from: Date, to: Date): Promise<void> {
  const month = rows.filter(({ at }) => new Date(at) >= from && new Date(at) < to);
  const heard = month.map(({ id, title, text, at, likes = 0 }) =>
    aComment({ account: 'board', kind: 'message', ref: id, title, text, writtenAt: new Date(at), likes }),
  );
  await takeSignals(desk.db, heard, { now: to, by: 'system', import: null });
  await sortSignals(desk, to);
  while ((await takeHeat(desk.db, to)) > 0);
}

/** Its hottest hour of the month. */
async function peakOf(topic: string, from: Date, to: Date): Promise<number> {
  const points = heatCurve(await voicesIn(desk.db, topic), { from, to, stepMs: hours(6) });
  return Math.max(...points.map(({ heat }) => heat));
}

async function show(from: Date, to: Date): Promise<void> {
  const spokenOf = { state: { $in: ['open', 'answered'] }, lastAt: { $gte: from } };
  const topics = await topicsOf(desk.db).find(spokenOf).toArray();
  const peaks = await Promise.all(topics.map(async (topic) => ({ ...topic, heat: await peakOf(topic._id, from, to) })));
  const hottest = peaks.toSorted((a, b) => b.heat - a.heat).slice(0, 10);
  console.log(`\n${toDay(from).slice(0, 7)}`);
  for (const [at, { _id, title, heat }] of hottest.entries()) {
    const family = { topic: { $in: await familyOf(desk.db, _id) } };
    const count = await signalsOf(desk.db).countDocuments(family);
    const inMonth = await signalsOf(desk.db).countDocuments({ ...family, writtenAt: { $gte: from } });
    const latest = await signalsOf(desk.db).findOne(family, { sort: { writtenAt: -1 } });
    const reason = latest?.sorting?.reason.replace(/^.*”/, '') ?? '';
    console.log(`${at + 1}. ${title.slice(0, 40)} | 最高热度 ${heat} | 本月 ${inMonth} 条，共 ${count} 条 | ${reason}`);
  }
}

await live(new Date(0), startOf(1));
for (let month = 1; month <= 12; month++) {
  await live(startOf(month), startOf(month + 1));
  await show(startOf(month), startOf(month + 1));
}
await desk.close();
