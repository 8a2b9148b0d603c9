/** What a platform counted as JSON for staff: what it counts, and whether it may still change, in words. Pure. */
import { toMinute } from '../clock.ts';
import type { Observation } from './observation.ts';

const BASES = {
  day: '当日新增',
  'until-day': '发布起至当日末累计',
  'until-now': '发布起至取数时累计',
} as const satisfies Record<Observation['basis'], string>;

export function showFigures(observation: Observation, accountName: string) {
  const { account, delivery, release, day, basis, values, final, learntAt, earlier } = observation;
  return {
    ...{ account, accountName, delivery, release, day, basis, basisName: BASES[basis], values },
    ...{ final, standing: standingOf(observation), learntAt, earlier },
  };
}

function standingOf({ final, basis, learntAt, earlier }: Observation): string {
  if (basis === 'until-now') return `未定稿：截至 ${toMinute(learntAt)} 的累计数，平台随时更新`;
  if (!final) return `未定稿：平台的统计尚未完成（取于 ${toMinute(learntAt)}），以后自动再取`;
  const restated = earlier.length > 0 ? `，平台更正过 ${earlier.length} 次` : '';
  return `已定稿（${toMinute(learntAt)} 取得${restated}）`;
}
