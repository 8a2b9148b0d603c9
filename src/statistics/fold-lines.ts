/**
 * Folds lines into first lines. Doing it twice, in any order, by two processes at once, comes to the same: of all lines of a key
 * the earliest stays.
 */
import type { Line } from '../ledger/line.ts';
import type { Database } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import type { Rule } from './figure.ts';
import { type FirstLine, firstLinesOf, isFirst } from './first-line.ts';
import { markStale } from './total-months.ts';

export interface Folding {
  readonly generation: string;
  readonly rules: readonly Rule[];
}

/** Throws what the store throws; then it is to be done again. What it changes is counted by recount() (total-months.ts). */
export async function foldLines(db: Database, folding: Folding, lines: readonly Line[]): Promise<void> {
  const wanted = new Map<string, FirstLine>();
  for (const one of lines.flatMap((line) => firstLinesFrom(line, folding))) {
    const other = wanted.get(one._id);
    if (!other || isFirst(one, other)) wanted.set(one._id, one);
  }
  const known = await firstLinesOf(db)
    .find({ _id: { $in: [...wanted.keys()] } })
    .toArray();
  const there = new Map(known.map((one) => [one._id, one]));
  const fresh = [...wanted.values()].filter(({ _id }) => !there.has(_id));
  const earlier = [...wanted.values()].filter((one) => isEarlier(one, there.get(one._id)));
  await markStale(db, [...fresh, ...earlier, ...earlier.flatMap(({ _id }) => there.get(_id) ?? [])]);
  const { taken } = await insertNew(firstLinesOf(db), fresh);
  const late = taken.flatMap((place) => fresh[place] ?? []); // another process was faster, with this line or another
  for (const one of [...late, ...earlier]) await bringForward(db, one);
}

function firstLinesFrom(line: Line, { generation, rules }: Folding): FirstLine[] {
  const counting = rules.filter((rule) => rule.of.includes(line.what) && rule.counts(line));
  return counting.map((rule) => {
    const figure = `${generation}|${rule.group ? `${rule.id}:${rule.group.of(line)}` : rule.id}`;
    const weight = rule.weight?.(line) ?? 1;
    const place = { figure, month: line.on.slice(0, 7), at: line.at };
    return { _id: `${figure}|${rule.key(line)}`, ...place, line: line._id, weight };
  });
}

function isEarlier(one: FirstLine, known: FirstLine | undefined): boolean {
  return known !== undefined && isFirst(one, known);
}

async function bringForward(db: Database, { _id, month, at, line, weight }: FirstLine): Promise<void> {
  const isLater = { $or: [{ at: { $gt: at } }, { at, line: { $gt: line } }] };
  await firstLinesOf(db).updateOne({ _id, ...isLater }, { $set: { month, at, line, weight } });
}
