/** Figures as the page shows them: by what they are about, those counted strictly beside those counted gross. Pure. */
import type { Closing, Figure, Months } from './api/statistics.ts';

export interface FigureGroup {
  readonly title: string;
  readonly figures: readonly Figure[];
}

/** Title → ids of the rules in it (src/statistics/rules-of-*.ts), in the order of the flow. */
const GROUPS: readonly (readonly [string, readonly string[]])[] = [
  ['公开', ['items', 'posts', 'items-by-kind', 'items-by-column']],
  ['回应', ['topics', 'replies', 'replies-by-means', 'signals']],
  ['依申请公开', ['requests', 'requests-from', 'requests-done', 'request-outcomes', 'requests-open']],
];

export function ruleOf(id: string): string {
  return id.split(':', 1)[0] ?? id;
}

/** Every figure stands in one group; what none names stands in the last. */
export function groupFigures(figures: readonly Figure[]): readonly FigureGroup[] {
  const named = new Set(GROUPS.flatMap(([, rules]) => rules));
  const groups = GROUPS.map(([title, rules]) => {
    return { title, figures: rules.flatMap((rule) => figures.filter(({ id }) => ruleOf(id) === rule)) };
  });
  const rest = { title: '补录和其他', figures: figures.filter(({ id }) => !named.has(ruleOf(id))) };
  return [...groups, rest].filter((group) => group.figures.length > 0);
}

export interface Pair {
  readonly title: string;
  readonly strict: Figure;
  /** Each of them counts on its own; their sum is shown, never made into the strict one. */
  readonly gross: readonly Figure[];
  readonly unit: string;
}

/** 不同渠道公开相同信息计1条 beside each channel's posts; 同一热点计1次 beside every reply. */
export function pairsOf(figures: readonly Figure[]): readonly Pair[] {
  const of = (rule: string) => figures.filter(({ id }) => ruleOf(id) === rule);
  const pairs = [
    { title: '公开', strict: of('items')[0], gross: of('posts'), unit: '条次' },
    { title: '回应', strict: of('topics')[0], gross: of('replies'), unit: '次' },
  ];
  return pairs.flatMap(({ strict, ...pair }) => (strict ? [{ ...pair, strict }] : []));
}

export function sumOf(figures: readonly Figure[]): number {
  return figures.reduce((sum, { value }) => sum + value, 0);
}

/** What a figure was when the period was closed, if it has moved since. */
export function movedSince(closing: Closing | null, id: string): { closed: number; now: number } | null {
  return closing?.restated.find((one) => one.id === id) ?? null;
}

/** What a year is looked at for; the rest is in the tables. Split figures are added up: every signal is of one account. */
const CURVES: readonly (readonly [string, string])[] = [
  ['items', '主动公开信息（严格）'],
  ['topics', '回应热点（严格）'],
  ['replies', '回应（总量）'],
  ['signals', '收到线索'],
];

export interface Curve {
  readonly title: string;
  /** January to December. */
  readonly values: readonly number[];
}

export function yearlyCurves(figures: Months['figures']): readonly Curve[] {
  return CURVES.flatMap(([rule, title]) => {
    const parts = figures.filter(({ id }) => ruleOf(id) === rule);
    if (parts.length === 0) return [];
    const values = Array.from({ length: 12 }, (_, month) =>
      parts.reduce((sum, one) => sum + (one.values[month] ?? 0), 0),
    );
    return [{ title, values }];
  });
}
