/** The table of a run: per store and moment of death, how often, and what it did. */
import type { Proof } from './prove.ts';
import { groupNames, groupOf } from './step-groups.ts';

const HEAD = ['store', 'killed', 'kills', 'restarts', 'expected', 'missing', 'doubled', 'wrong', 'person', 'seconds'];

/** A seed that was killed at several moments counts in each of them, and once in the last line. */
export function showTable(proofs: readonly Proof[]): string {
  const stores = [...new Set(proofs.map(({ store }) => store))];
  const rows = stores.flatMap((store) => {
    const own = proofs.filter((proof) => proof.store === store);
    const groups = groupNames.flatMap((name) => {
      const struck = own.filter((proof) => killsIn(proof, name) > 0);
      return struck.length > 0 ? [row(store, name, struck, (proof) => killsIn(proof, name))] : [];
    });
    return [...groups, row(store, `all ${own.length} seeds`, own, (proof) => proof.lived?.struck.length ?? 0)];
  });
  const widths = HEAD.map((head, at) => Math.max(head.length, ...rows.map((cells) => cells[at]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells.map((cell, at) => (at < 2 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  ');
  return [HEAD, ...rows].map(line).join('\n');
}

function killsIn({ lived }: Proof, group: string): number {
  return lived?.struck.filter((kill) => groupOf(kill) === group).length ?? 0;
}

function row(store: string, name: string, proofs: readonly Proof[], kills: (proof: Proof) => number): string[] {
  const sum = (of: (proof: Proof) => number) => String(Math.round(proofs.reduce((total, one) => total + of(one), 0)));
  return [
    store,
    name,
    sum(kills),
    sum(({ lived }) => (lived?.lives ?? 1) - 1),
    sum(({ verdict }) => verdict.expected),
    sum(({ verdict }) => verdict.missing.length),
    sum(({ verdict }) => verdict.doubled.length),
    sum(({ verdict }) => verdict.wrong.length),
    sum(({ verdict }) => verdict.waiting),
    sum(({ lived }) => lived?.seconds ?? 0),
  ];
}
