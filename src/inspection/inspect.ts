/** An inspection of our own site and accounts: each indicator with what was measured, its limit, and how it stands. */
import { toDay } from '../clock.ts';
import type { Finding } from '../monitor/finding.ts';
import { FINDINGS } from '../monitor/monitor-store.ts';
import type { Indicator } from './inspection-config.ts';
import type { InspectionDesk, Look } from './inspection-desk.ts';
import { limitWords, type Standing, type Subject } from './judge.ts';
import { measureAccounts, measureAnswers } from './measure-accounts.ts';
import { measureColumns, measureEmpty, measureHome } from './measure-pages.ts';
import { measureLate, measureOld } from './measure-topics.ts';

export interface Inspected {
  readonly id: string;
  readonly title: string;
  readonly part: Indicator['part'];
  readonly scope: Indicator['scope'];
  readonly standing: Standing;
  /** What was measured: days since the last time, or how many; null for nothing. */
  readonly value: number | null;
  /** Chinese. */
  readonly unit: string;
  readonly limit: string;
  readonly daysLeft: number | null;
  /** What it costs as it stands; null for a veto and where no document tells. */
  readonly points: number | null;
  readonly rule: string;
  readonly source: string;
  readonly mark: Indicator['mark'];
  readonly note: string;
  /** The worst first. */
  readonly subjects: readonly Subject[];
}

/** Findings named in an answer; the number tells of all. */
const NAMED = 50;

export async function inspect(desk: InspectionDesk, now: Date): Promise<readonly Inspected[]> {
  const look: Look = { now, today: toDay(now) };
  return await Promise.all(desk.config.indicators.map((indicator) => measure(desk, indicator, look)));
}

async function measure(desk: InspectionDesk, indicator: Indicator, look: Look): Promise<Inspected> {
  switch (indicator.measure) {
    case 'home-age':
      return byAge(indicator, await measureHome(desk, look, indicator.limit));
    case 'account-age':
      return byAge(indicator, await measureAccounts(desk, look, indicator.limit));
    case 'answer-age':
      return byAge(indicator, await measureAnswers(desk, look, indicator.limit));
    case 'stale-columns':
      return byNumber(indicator, await measureColumns(desk, look, indicator.duties));
    case 'empty-columns':
      return byNumber(indicator, await measureEmpty(desk));
    case 'old-messages': {
      const { count, subjects } = await measureOld(desk, look, indicator.limit);
      return shown(indicator, { subjects, value: count, unit: '件', limit: limitWords(indicator.limit) }, count > 0);
    }
    case 'late-topics':
      return byCount(indicator, await measureLate(desk, look));
    case 'late-corrections':
      return byCount(indicator, await measureLate(desk, look, 'correction'));
    case 'unset-marks':
      return byNumber(indicator, desk.unset.map(unsetMark));
    case 'findings':
      return byCount(indicator, await measureFindings(desk, indicator.finding));
    case 'by-hand':
      return {
        ...shown(indicator, { subjects: [], value: null, unit: '', limit: '人工核对' }, false),
        standing: 'by-hand',
      };
  }
}

type Counted = Extract<Indicator, { readonly limit: { readonly unit: 'columns' | 'items' } }>;
type Aged = Exclude<Indicator, Counted | { readonly measure: 'by-hand' }>;

/** By the one that stood still longest: its days where there is only one, else how many are beyond the limit. */
function byAge(indicator: Aged, subjects: readonly Subject[]): Inspected {
  const left = subjects.flatMap(({ daysLeft }) => (daysLeft === null ? [] : [daysLeft]));
  const worst = subjects.toSorted(worstFirst)[0];
  const fails = subjects.some(({ standing }) => standing === 'fails');
  const [only] = subjects.length === 1 ? subjects : [];
  const value = only ? only.age : subjects.filter(({ standing }) => standing === 'fails').length;
  const measured = { subjects, value, unit: only ? '天' : '个', limit: limitWords(indicator.limit) };
  const whole = shown(indicator, measured, fails);
  return { ...whole, standing: worst?.standing ?? 'unknown', daysLeft: left.length > 0 ? Math.min(...left) : null };
}

function byNumber(indicator: Counted, subjects: readonly Subject[]): Inspected {
  const failing = subjects.filter(({ standing }) => standing === 'fails');
  return byCount(indicator, { count: failing.length, subjects });
}

function byCount(
  indicator: Counted,
  { count, subjects }: { readonly count: number; readonly subjects: readonly Subject[] },
): Inspected {
  const unit = indicator.limit.unit === 'columns' ? '个' : '件';
  const measured = { subjects, value: count, unit, limit: `${indicator.limit.amount} ${unit}` };
  return shown(indicator, measured, count >= indicator.limit.amount);
}

type Measured = Pick<Inspected, 'subjects' | 'value' | 'unit' | 'limit'>;

/** Below its limit it is warned of as soon as one of its subjects is beyond its own, or about to be. */
function shown(indicator: Indicator, measured: Measured, fails: boolean): Inspected {
  const { id, title, part, scope, rule, source, mark, note, points, perItem } = indicator;
  const subjects = measured.subjects.toSorted(worstFirst);
  const isNear = subjects.some(({ standing }) => standing === 'fails' || standing === 'soon');
  const left = subjects.flatMap(({ daysLeft }) => (daysLeft === null || daysLeft < 0 ? [] : [daysLeft]));
  const cost = points === undefined ? null : fails ? points * (perItem ? (measured.value ?? 1) : 1) : 0;
  return {
    ...{ id, title, part, scope, standing: fails ? 'fails' : isNear ? 'soon' : 'ok', ...measured },
    ...{ daysLeft: left.length > 0 ? Math.min(...left) : null, points: cost, rule, source, mark, note, subjects },
  };
}

const ORDER: readonly Standing[] = ['fails', 'soon', 'unknown', 'ok', 'by-hand'];

function worstFirst(one: Subject, other: Subject): number {
  const apart = ORDER.indexOf(one.standing) - ORDER.indexOf(other.standing);
  return apart || (one.daysLeft ?? 0) - (other.daysLeft ?? 0);
}

async function measureFindings({ db }: InspectionDesk, kind: Finding['kind']) {
  const open = { monitor: 'content', state: 'open', kind };
  const findings = db.collection<Finding>(FINDINGS);
  const [count, found] = await Promise.all([
    findings.countDocuments(open),
    findings.find(open, { sort: { since: 1 }, limit: NAMED }).toArray(),
  ]);
  const subjects = found.map(
    ({ subject, there, since }): Subject => ({
      ...{ id: subject, title: there, href: `/p/${encodeURIComponent(subject)}.html`, standing: 'fails' },
      ...{ lastOn: toDay(since), age: null, daysLeft: null, says: there },
    }),
  );
  return { count, subjects };
}

function unsetMark(field: string): Subject {
  const says = `config/site.json 的 ${field} 尚未设置`;
  return { id: field, title: field, href: '/', standing: 'fails', lastOn: null, age: null, daysLeft: null, says };
}
