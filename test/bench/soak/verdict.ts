/** Whether memory stayed flat and nothing drifted. Judged over the last life of the process alone: a kill frees everything. */
import { median } from '../fanout/spread.ts';
import type { Inside } from './inside.ts';
import type { Account } from './reconcile.ts';
import type { Sample } from './sample.ts';

/** A service that has just started is still loading and compiling its code, and filling SQLite's page cache. */
const WARM_UP_SHARE = 0.1;
/** Above what two collections of the same heap differ by. */
const HEAP_MAY_GROW = { share: 0.1, MiB: 4 };
/** SQLite keeps up to 64 MiB of pages for reading and as much for writing (connection.ts): they fill as the file grows. */
const RSS_MAY_GROW = { share: 0.1, MiB: 128 };

export interface Grown {
  readonly what: string;
  readonly first: number;
  readonly last: number;
  /** MiB per minute, by least squares over all its samples. */
  readonly perMinute: number;
  readonly isFlat: boolean;
}

/** First third against last third, in MiB. */
export function growthOf(samples: readonly Sample[]): readonly Grown[] {
  const life = samples.at(-1)?.life;
  const mine = samples.filter((one) => one.life === life && one.inside !== null);
  const warm = mine.slice(Math.floor(mine.length * WARM_UP_SHARE));
  const collected = warm.filter(({ inside }) => inside?.isCollected);
  return [
    grown('heap after gc', collected, { read: (inside) => inside.heap, typical: median, may: HEAP_MAY_GROW }),
    // Nobody can order a collection in another thread: the least of a third comes after one.
    grown('heap of the threads', warm, { read: (inside) => inside.threadsHeap, typical: least, may: HEAP_MAY_GROW }),
    grown('RSS', warm, { read: (inside) => inside.rss, typical: median, may: RSS_MAY_GROW }),
  ];
}

const least = (values: readonly number[]) => Math.min(...values);

interface Reading {
  read(inside: Inside): number;
  typical(values: readonly number[]): number;
  readonly may: { readonly share: number; readonly MiB: number };
}

function grown(what: string, samples: readonly Sample[], { read, typical, may }: Reading): Grown {
  const points = samples.flatMap(({ minute, inside }) => (inside ? [[minute, read(inside)] as const] : []));
  const third = Math.max(1, Math.floor(points.length / 3));
  const values = points.map(([, value]) => value);
  const [first, last] = [typical(values.slice(0, third)), typical(values.slice(-third))];
  return { what, first, last, perMinute: slope(points), isFlat: last - first <= Math.max(first * may.share, may.MiB) };
}

function slope(points: readonly (readonly [number, number])[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const spread = points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
  return points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) / spread;
}

export interface Ended {
  readonly growth: readonly Grown[];
  readonly accounts: readonly Account[];
  /** Open findings of each monitor, all of the store looked at. */
  readonly findings: Readonly<Record<string, number>>;
  readonly complaints: readonly string[];
  readonly arrivedInPause: number;
  readonly exitCode: number | null;
}

/** What is wrong, one sentence each; empty when all is well. */
export function whatIsWrong({ growth, accounts, findings, complaints, arrivedInPause, exitCode }: Ended): string[] {
  const drift = accounts.filter(({ missing, doubled, foreign }) => missing + doubled + foreign > 0);
  const told = Object.entries(findings).filter(([, open]) => open > 0);
  return [
    ...growth.flatMap(({ what, first, last, isFlat }) =>
      isFlat ? [] : [`${what} grew from ${first.toFixed(1)} to ${last.toFixed(1)} MiB`],
    ),
    ...drift.map(({ what, missing, doubled, foreign }) => {
      return `${what}: ${missing} missing, ${doubled} doubled, ${foreign} nobody asked for`;
    }),
    ...told.map(([monitor, open]) => `monitor ${monitor} has ${open} open findings`),
    ...(arrivedInPause > 0 ? [`${arrivedInPause} calls arrived while everything was paused`] : []),
    ...(complaints.length > 0 ? [`${complaints.length} steps of the load failed, such as: ${complaints[0]}`] : []),
    ...(exitCode === 0 ? [] : [`the service left with ${exitCode} on SIGTERM`]),
  ];
}
