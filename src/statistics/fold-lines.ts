/**
 * Folds lines into first lines. Doing it twice, in any order, by two processes at once, comes to the same: of all lines of a key
 * the earliest stays.
 */
import type { Line } from '../ledger/line.ts';
import type { Database } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import type { Rule } from './figure.ts';
import { findFirsts } from './find-firsts.ts';
import { type FirstLine, firstLinesOf, isFirst } from './first-line.ts';
import { rulesBy } from './rules-by.ts';
import { type Shelf, shelfOf } from './shelf.ts';
import { markStale } from './total-months.ts';

export interface Folding {
  readonly generation: string;
  readonly rules: readonly Rule[];
}

/** Throws what the store throws; then it is to be done again. What it changes is counted by recount() (total-months.ts). */
export async function foldLines(db: Database, folding: Folding, lines: readonly Line[]): Promise<void> {
  const rulesOf = rulesBy(folding.rules);
  const wanted = new Map<string, FirstLine>();
  for (const line of lines) {
    for (const rule of rulesOf(line.what)) {
      if (!rule.counts(line)) continue;
      const one = firstLineFrom(line, rule, folding.generation);
      const other = wanted.get(one._id);
      if (!other || isFirst(one, other)) wanted.set(one._id, one);
    }
  }
  await placeFirsts(db, await shelfOf(db, folding.generation), [...wanted.values()]);
}

/** Keeps those that come before what is known of their key. Each key stands in the list once. */
export async function placeFirsts(db: Database, shelf: Shelf, wanted: readonly FirstLine[]): Promise<void> {
  const known = await findFirsts(db, shelf, wanted);
  const fresh: FirstLine[] = [];
  const earlier: FirstLine[] = [];
  for (const one of wanted) {
    const there = known.get(one._id);
    if (!there) fresh.push(one);
    else if (isFirst(one, there.first)) {
      const { month: instead, weight: insteadWeight } = there.first;
      if (there.isPacked) fresh.push({ ...one, instead, insteadWeight });
      else earlier.push(one);
    }
  }
  const changed = [...fresh, ...earlier];
  await markStale(db, [...changed, ...changed.flatMap(({ _id }) => known.get(_id)?.first ?? [])]);
  const { taken } = await insertNew(firstLinesOf(db), fresh);
  const late = taken.flatMap((place) => fresh[place] ?? []); // another process was faster, with this line or another
  for (const one of [...late, ...earlier]) await bringForward(db, one);
}

function firstLineFrom(line: Line, rule: Rule, generation: string): FirstLine {
  const figure = `${generation}|${rule.group ? `${rule.id}:${rule.group.of(line)}` : rule.id}`;
  const weight = rule.weight?.(line) ?? 1;
  const place = { figure, month: line.on.slice(0, 7), at: line.at };
  const _id = `${figure}|${rule.key(line)}`;
  return { _id, ...place, line: line._id, weight, instead: null, insteadWeight: 0 };
}

/** What it takes the place of stays as it is: that follows from the packs alone. */
async function bringForward(db: Database, { _id, month, at, line, weight }: FirstLine): Promise<void> {
  const isLater = { $or: [{ at: { $gt: at } }, { at, line: { $gt: line } }] };
  await firstLinesOf(db).updateOne({ _id, ...isLater }, { $set: { month, at, line, weight } });
}
