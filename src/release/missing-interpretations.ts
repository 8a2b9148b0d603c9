/**
 * 政策与解读: which documents are public and still want their interpretation, and until when (config/inspection.json).
 * What counts is the link: an approved release of kind interpretation that names the document.
 */
import { z } from 'zod';
import inspection from '../../config/inspection.json' with { type: 'json' };
import { endOfPeriod } from '../calendar/period.ts';
import type { Calendar } from '../calendar/working-days.ts';
import { after, days, toDay, toMinute } from '../clock.ts';
import type { Database } from '../store/collection.ts';
import { listColumns } from './columns.ts';
import { releasesOf } from './release.ts';

const { types, workingDays, lookBackDays } = z
  .object({
    types: z.array(z.string()),
    workingDays: z.number().int().min(1),
    lookBackDays: z.number().int().min(1),
  })
  .parse(inspection.interpretation);

const MOST = 200;

/** Documents without a published interpretation, the most urgent first. */
export async function missingInterpretations(db: Database, calendar: Calendar, now: Date) {
  const since = after(now, -days(lookBackDays));
  const columns = listColumns().filter(({ type }) => types.includes(type));
  const wanted = {
    'text.column': { $in: columns.map(({ id }) => id) },
    state: 'approved',
    publishedAt: { $gte: since },
  };
  const documents = await releasesOf(db)
    .find(wanted, { sort: { publishedAt: -1 }, limit: MOST, projection: { 'text.body': 0 } })
    .toArray();
  const own = documents.filter(({ text }) => text.kind !== 'interpretation');
  const ids = own.map(({ _id }) => _id);
  const linked = await releasesOf(db)
    .find({ 'text.interprets': { $in: ids } }, { projection: { 'text.body': 0 } })
    .toArray();
  const items = own.flatMap(({ _id, text, publishedAt }) => {
    const mine = linked.filter((one) => one.text.interprets === _id && one.state !== 'withdrawn');
    if (publishedAt === null || mine.some(({ approved }) => approved !== null)) return [];
    const { at: dueAt, explanation, provisional } = dueOf(publishedAt, calendar);
    const [underWay] = mine;
    const draft = underWay ? { id: underWay._id, title: underWay.text.title, state: underWay.state } : null;
    return [
      { release: _id, title: text.title, publishedAt, dueAt, passed: dueAt < now, explanation, provisional, draft },
    ];
  });
  return { workingDays, items: items.toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime()) };
}

/** Several places have 3 working days from publication (从江县、郑州、太康县); where the State Council says so was not found. */
const SOURCE = '多地规定解读不迟于文件公开后 3 个工作日（国家层面的原文未核到，可在 config/inspection.json 调整）';

function dueOf(publishedAt: Date, calendar: Calendar) {
  const period = { amount: workingDays, unit: 'working-days' } as const;
  const { at, words, notes, provisional } = endOfPeriod(publishedAt, period, { calendar, sessions: [] });
  const began = `自 ${toMinute(publishedAt)}（文件公开）起算`;
  const explanation = [
    `政策文件：公开解读，${words}`,
    began,
    ...notes,
    `至 ${toDay(at)} 24:00 前`,
    `依据：${SOURCE}`,
  ].join('；');
  return { at, explanation, provisional };
}
