/** The plain way to count, as the rules say it: every line of the ledger read each time. What the folded figures are held against. */
import { ledgerOf } from '../../src/ledger/ledger.ts';
import type { Line } from '../../src/ledger/line.ts';
import type { Period } from '../../src/statistics/period.ts';
import { readMerges } from '../../src/statistics/read-merges.ts';
import type { Database } from '../../src/store/collection.ts';
import { rules } from './on-ledger.ts';

/** Ids of the lines behind each figure of the period that has any, in the order of the ledger. */
export async function scanLedger(db: Database, period: Period): Promise<Readonly<Record<string, readonly string[]>>> {
  const { become } = await readMerges(db);
  const lines = await ledgerOf(db)
    .find({}, { sort: { at: 1, _id: 1 } })
    .toArray();
  const figures = new Map<string, Map<string, Line>>();
  for (const line of lines) {
    for (const rule of rules.filter((one) => one.of.includes(line.what) && one.counts(line))) {
      const id = rule.group ? `${rule.id}:${rule.group.of(line)}` : rule.id;
      const key = rule.byTopic ? become(rule.key(line)) : rule.key(line);
      const first = figures.get(id) ?? new Map<string, Line>();
      figures.set(id, first);
      if (!first.has(key)) first.set(key, line);
    }
  }
  const found = [...figures].map(([id, first]) => {
    const mine = [...first.values()].filter(({ on }) => on >= period.from && on <= period.to);
    return [id, mine.map(({ _id }) => _id)] as const;
  });
  return Object.fromEntries(found.filter(([, ids]) => ids.length > 0));
}
