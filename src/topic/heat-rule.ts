/**
 * How hot a topic is. Pure; the numbers are config/heat.json.
 *
 *   heat(now) = Σ weight · 2^(−(now − written) / half-life),   weight = signal + like · likes + source where another account joins in
 *               + hotRank.most · (1 − (rank − 1) / ranks) for an entry of a hot list
 *
 * All of it cools at one pace, so topics keep their order until something new is said: kept is log2 of the heat as of a fixed time
 * (`heatKey`), which needs no touching as time goes by.
 */
import config from '../../config/heat.json' with { type: 'json' };
import { after, days, hours } from '../clock.ts';

/** One signal, as far as heat goes. */
export interface Voice {
  readonly writtenAt: Date;
  readonly account: string;
  readonly likes: number;
  /** Best rank of a hot-list entry, 1 for the top; null for everything else. */
  readonly rank: number | null;
}

const FIXED = Date.UTC(2010, 0, 1);
const HALF_LIFE_MS = hours(config.halfLifeHours);

function weightOf({ likes, rank }: Voice, isAnotherSource: boolean): number {
  const liked = config.like * Math.min(likes, config.mostLikes);
  const source = isAnotherSource ? config.source : 0;
  const { most, ranks } = config.hotRank;
  const listed = rank === null ? 0 : most * Math.max(0, 1 - (rank - 1) / ranks);
  return config.signal + liked + source + listed;
}

/** The earliest first. */
function weighed(voices: readonly Voice[]): readonly { readonly at: Date; readonly weight: number }[] {
  const sources = new Set<string>();
  const ordered = voices.toSorted((a, b) => a.writtenAt.getTime() - b.writtenAt.getTime());
  return ordered.map((voice) => {
    const isFirst = sources.size > 0 && !sources.has(voice.account);
    sources.add(voice.account);
    return { at: voice.writtenAt, weight: weightOf(voice, isFirst) };
  });
}

/** Log2 of the heat as of a fixed time; topics are in order of heat by it at any time. Needs at least one voice. */
export function heatKeyOf(voices: readonly Voice[]): number {
  const exponents = weighed(voices).map(({ at, weight }) => Math.log2(weight) + halfLivesAt(at));
  const largest = Math.max(...exponents);
  return largest + Math.log2(exponents.reduce((sum, exponent) => sum + 2 ** (exponent - largest), 0));
}

/** Heat at a time, to two digits. */
export function heatAt(heatKey: number, at: Date): number {
  return Math.round(2 ** (heatKey - halfLivesAt(at)) * 100) / 100;
}

function halfLivesAt(at: Date): number {
  return (at.getTime() - FIXED) / HALF_LIFE_MS;
}

export interface HeatPoint {
  readonly at: Date;
  readonly heat: number;
  readonly signals: number;
}

/** One point for each step until the end: the heat then, and how many signals were new since the one before. */
export function heatCurve(
  voices: readonly Voice[],
  { from, to, stepMs }: { from: Date; to: Date; stepMs: number },
): readonly HeatPoint[] {
  const all = weighed(voices);
  const points: HeatPoint[] = [];
  for (let at = from; at <= to; at = after(at, stepMs)) {
    const said = all.filter((one) => one.at <= at);
    const heat = said.reduce(
      (sum, one) => sum + one.weight * 2 ** (-(at.getTime() - one.at.getTime()) / HALF_LIFE_MS),
      0,
    );
    const signals = said.filter((one) => one.at > after(at, -stepMs)).length;
    points.push({ at, heat: Math.round(heat * 100) / 100, signals });
  }
  return points;
}

export interface Burst {
  /** When the last of its signals was written. */
  readonly at: Date;
  readonly signals: number;
  /** A day, before it. */
  readonly usual: number;
}

/** Much more in the last hours than there used to be; measured at the latest signal. Null for none. */
export function burstOf(voices: readonly Voice[]): Burst | null {
  const written = voices.map(({ writtenAt }) => writtenAt.getTime()).sort((a, b) => a - b);
  return burstAmong(written, written.length - 1, { from: 0, before: 0 });
}

/**
 * As of the signal at a place of `written` (the earliest first). `start` is where to begin looking for the span and for the days before
 * it; it is moved on, so that asking for one place after the other passes over all of them once.
 */
export function burstAmong(
  written: readonly number[],
  place: number,
  start: { from: number; before: number },
): Burst | null {
  const { hours: span, signals: least, times, beforeDays } = config.burst;
  const latest = written[place] ?? 0;
  const from = latest - hours(span);
  while ((written[start.from] ?? latest) <= from) start.from++;
  while ((written[start.before] ?? latest) <= from - days(beforeDays)) start.before++;
  const signals = place - start.from + 1;
  const usual = (start.from - start.before) / beforeDays;
  const isBurst = signals >= least && signals >= times * Math.max(usual, 0.5);
  return isBurst ? { at: new Date(latest), signals, usual } : null;
}
