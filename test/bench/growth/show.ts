/** The tables: size × operation, how many times as long as in the smallest store, and the exponent of the growth. */
import type { StoreName } from './options.ts';
import type { Measured } from './worker.ts';

/** Times grow as size ^ exponent. 0.15: a thousand times as much takes less than three times as long, as deeper trees and
 * pages beyond the store's own cache make it. */
const NEAR_FLAT = 0.15;
/** What takes less is flat for whoever waits. */
const NOTICED_MS = 2;

export function showGrowth(store: StoreName, all: readonly Measured[]): void {
  const [first] = all;
  if (!first) return;
  // A server's processor time is not ours.
  const by = store === 'embedded' ? 'cpu' : 'p50';
  const told = by === 'cpu' ? 'processor time' : 'median';
  console.log(`\n${store}: median ms (p95) / processor ms of one, × the ${told} in the store of ${first.size}`);
  const rows = first.timed.map(({ name }) => [
    name,
    Object.fromEntries([...cellsOf(all, { name, by }), ['exponent', exponentOf(all, { name, by }).toFixed(2)]]),
  ]);
  console.table(Object.fromEntries(rows));
  console.table(
    Object.fromEntries(
      all.map(({ size, rssMiB, fileMiB }) => {
        const perDelivery = fileMiB === null ? '–' : ((fileMiB * 2 ** 20) / size).toFixed(0);
        return [
          size,
          { 'process MiB': rssMiB.toFixed(0), 'file MiB': fileMiB?.toFixed(0) ?? '–', 'bytes each': perDelivery },
        ];
      }),
    ),
  );
  const steep = first.timed.filter(({ name }) => isSteep(all, { name, by })).map(({ name }) => name);
  console.log(steep.length === 0 ? 'Near flat throughout.' : `Not near flat: ${steep.join('; ')}`);
}

interface Row {
  readonly name: string;
  /** What growth is told by. */
  readonly by: 'cpu' | 'p50';
}

function cellsOf(all: readonly Measured[], row: Row): [string, string][] {
  const base = timeOf(all[0], row);
  return all.map((one, i) => {
    const { p50 = Number.NaN, p95 = Number.NaN, cpu = Number.NaN } = timedOf(one, row) ?? {};
    const ratio = i === 0 ? '' : ` ×${(timeOf(one, row) / base).toFixed(1)}`;
    return [String(one.size), `${p50.toFixed(2)} (${p95.toFixed(2)}) / ${cpu.toFixed(2)}${ratio}`];
  });
}

const timedOf = (one: Measured | undefined, { name }: Row) => one?.timed.find((each) => each.name === name);
const timeOf = (one: Measured | undefined, row: Row) => timedOf(one, row)?.[row.by] ?? Number.NaN;

/** Least squares over the logarithms. */
function exponentOf(all: readonly Measured[], row: Row): number {
  const points = all.map((one) => [Math.log(one.size), Math.log(timeOf(one, row))] as const);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const spread = points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
  return points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) / spread;
}

function isSteep(all: readonly Measured[], row: Row): boolean {
  return timeOf(all.at(-1), row) > NOTICED_MS && exponentOf(all, row) > NEAR_FLAT;
}

/** How SQLite answered each question in the largest store. */
export function showPlans(all: readonly Measured[]): void {
  for (const { name, plans } of all.at(-1)?.timed ?? []) {
    console.log(`\n${name}`);
    for (const { sql, times, plan } of plans)
      console.log(`  ${times}× ${sql}\n${plan.map((one) => `     ${one}`).join('\n')}`);
  }
}
