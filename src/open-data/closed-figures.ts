/** The figures of closed months and years, as they were closed; a period that was opened again is left out until it is closed anew. */
import { type Closing, closingsOf } from '../statistics/closing.ts';
import { isMeant } from '../statistics/fill-cell.ts';
import type { Database } from '../store/collection.ts';
import { type DataRow, type Dataset, type Field, toInstant } from './dataset.ts';

const fields: readonly Field[] = [
  { name: 'period', title: '统计期', type: 'string', description: '月份如 2018-07，年度如 2018' },
  { name: 'figure', title: '指标编号', type: 'string', description: '指标的编号，不变' },
  { name: 'title', title: '指标', type: 'string', description: '指标名称' },
  { name: 'value', title: '数值', type: 'integer', description: '结账时的数' },
  { name: 'unit', title: '单位', type: 'string', description: '计量单位' },
  { name: 'counting', title: '计数规则', type: 'string', description: '怎样计数' },
  { name: 'source', title: '依据', type: 'string', description: '计数规则的出处', optional: true },
  { name: 'closed_at', title: '结账时间', type: 'datetime', description: '结账的时间，UTC' },
];

/** `opened` are the figures that may be read by anybody. */
export function closedFigures(db: Database, opened: readonly string[]): Dataset {
  const read = () =>
    closingsOf(db)
      .find({ state: 'closed' }, { sort: { _id: 1 } })
      .toArray();
  const rowsIn = (closing: Closing) => rowsOf(closing, opened);
  return {
    ...{ id: 'figures', title: '已结账的统计指标', key: ['period', 'figure'], fields },
    description: '已结账月份和年度的指标值，每个数附计数规则；结账后的变动不改写已结账的数。',
    standing: async () => {
      const all = await closingsOf(db).find({}).toArray();
      const times = all.flatMap(({ closedAt, reopened }) => [closedAt, ...(reopened ? [reopened.at] : [])]);
      const changedAt = times.length === 0 ? null : new Date(Math.max(...times.map((at) => at.getTime())));
      const closed = all.filter(({ state }) => state === 'closed');
      return { changedAt, rows: closed.reduce((sum, closing) => sum + rowsIn(closing).length, 0) };
    },
    rows: async function* () {
      for (const closing of await read()) yield* rowsIn(closing);
    },
  };
}

function rowsOf({ _id, figures, closedAt }: Closing, opened: readonly string[]): readonly DataRow[] {
  return figures
    .filter(({ id }) => opened.some((wanted) => isMeant(id, wanted)))
    .map(({ id, title, value, unit, counting, source }) => {
      return { period: _id, figure: id, title, value, unit, counting, source, closed_at: toInstant(closedAt) };
    });
}
