/** The tables: speed and memory, single releases, kills. Each cell is the median of the rounds with their least and most. */
import type { Name } from './contender.ts';
import type { KillFigures } from './kill.ts';
import type { Figures } from './measure.ts';
import { quantile, spread } from './spread.ts';

export interface Results {
  readonly rounds: readonly Figures[];
  readonly kills: readonly KillFigures[];
}

export type All = ReadonlyMap<Name, Results>;

export function showAll(all: All): void {
  const rows = (row: (results: Results, name: Name) => Readonly<Record<string, string>>) =>
    Object.fromEntries([...all].map(([name, results]) => [name, row(results, name)]));
  console.log(
    '\nAll enqueued, then worked off; “× embedded” is how many times as fast as Sanwei’s embedded store, round by round',
  );
  console.table(rows(({ rounds }) => speedOf(rounds, all.get('embedded')?.rounds ?? [])));
  if ([...all.values()].some(({ rounds }) => rounds.some(({ singles }) => singles.length > 0))) {
    console.log('\nOne release at a time on the idle worker, until all three posts are recorded');
    console.table(rows(({ rounds }) => singlesOf(rounds)));
  }
  if ([...all.values()].every(({ kills }) => kills.length === 0)) return;
  console.log('\nkill -9 of the worker in the middle, started again at once');
  console.table(rows(({ kills }) => killsOf(kills)));
}

function speedOf(rounds: readonly Figures[], embedded: readonly Figures[]) {
  const of = (read: (one: Figures) => number | null, digits = 0) => spread(rounds.map(read), digits);
  const ratios = rounds.map(({ perSecond }, i) => perSecond / (embedded[i]?.perSecond ?? Number.NaN));
  return {
    'enqueue s': of(({ enqueueMs }) => enqueueMs / 1000, 1),
    'deliveries/s': of(({ perSecond }) => perSecond),
    '× embedded': spread(ratios, 2),
    'with enqueueing': of(({ perSecondInAll }) => perSecondInAll),
    'worker MiB': of(({ workerMiB }) => workerMiB),
    'server MiB': of(({ serverMiB }) => serverMiB),
    'doubled/lost': `${sumOf(rounds, 'doubled')} / ${sumOf(rounds, 'lost')}`,
  };
}

function singlesOf(rounds: readonly Figures[]) {
  const at = (q: number) =>
    spread(
      rounds.map(({ singles }) => quantile(singles, q)),
      1,
    );
  const worst = Math.max(...rounds.flatMap(({ singles }) => singles));
  return { 'p50 ms': at(0.5), 'p99 ms': at(0.99), 'worst ms': worst.toFixed(1) };
}

function killsOf(kills: readonly KillFigures[]): Readonly<Record<string, string>> {
  if (kills.length === 0) return { doubled: '–', lost: '–', 's until all done': '–', 'not recorded after 300 s': '–' };
  return {
    doubled: kills.map(({ doubled }) => doubled).join(', '),
    lost: kills.map(({ lost }) => lost).join(', '),
    's until all done': spread(
      kills.map(({ doneMs }) => doneMs / 1000),
      1,
    ),
    'not recorded after 300 s': kills.map(({ unrecorded }) => unrecorded).join(', '),
    'killed at': kills.map(({ at }) => `${(at * 100).toFixed(0)}%`).join(', '),
  };
}

export function sumOf<K extends string>(rows: readonly Readonly<Record<K, number>>[], key: K): number {
  return rows.reduce((sum, row) => sum + row[key], 0);
}
