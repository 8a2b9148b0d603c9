/** What an inspection comes to: parts in the order of their weight, vetoes that hold, points that are lost. Pure. */
import type { Indicator, Standing } from './api/inspection.ts';

export const standingLook: Readonly<Record<Standing, '' | 'good' | 'warn' | 'bad' | 'live'>> = {
  fails: 'bad',
  soon: 'warn',
  ok: 'good',
  unknown: '',
  'by-hand': 'live',
};

const PARTS = [
  { part: 'veto', title: '单项否决', about: '出现任何一项，整体直接判为不合格。' },
  { part: 'deduction', title: '扣分指标', about: '按规则扣分；没有写明分值的只提示。' },
  { part: 'local', title: '本地要求和提醒', about: '文件没有规定、本单位自己要求的，或需要人工核对的。' },
] as const;

export interface InspectionPart {
  readonly title: string;
  readonly about: string;
  readonly items: readonly Indicator[];
}

/** Parts that have indicators to show, those that fail first in each. */
export function partsShown(items: readonly Indicator[], onlyWrong: boolean): readonly InspectionPart[] {
  const shown = items.filter(({ standing }) => !onlyWrong || standing === 'fails' || standing === 'soon');
  return PARTS.flatMap(({ part, title, about }) => {
    const own = shown.filter((one) => one.part === part).toSorted(worstFirst);
    return own.length > 0 ? [{ title, about, items: own }] : [];
  });
}

const ORDER: readonly Standing[] = ['fails', 'soon', 'unknown', 'by-hand', 'ok'];

function worstFirst(one: Indicator, other: Indicator): number {
  return ORDER.indexOf(one.standing) - ORDER.indexOf(other.standing);
}

export interface InspectionSum {
  /** Vetoes that hold now. */
  readonly vetoes: readonly Indicator[];
  /** Points lost as it stands. */
  readonly lost: number;
  /** Indicators that fail and cost something nobody has told: `lost` is at least that much. */
  readonly unpriced: number;
}

export function sumOf(items: readonly Indicator[]): InspectionSum {
  const failing = items.filter(({ standing }) => standing === 'fails');
  const costly = failing.filter(({ part }) => part === 'deduction');
  const points = costly.reduce((sum, one) => sum + (one.points ?? 0), 0);
  return {
    vetoes: failing.filter(({ part }) => part === 'veto'),
    lost: Math.round(points * 100) / 100,
    unpriced: costly.filter((one) => one.points === null).length,
  };
}
