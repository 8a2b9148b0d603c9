/**
 * What a platform told about a post of ours, for one day: kept as it was told, and what it told before when it restates.
 * Most of it changes again the next day; what is settled about an account's day is told to the ledger (settled-line.ts).
 */
import type { FigureName, FigureValues, PostFigures } from '../channel/post-figures.ts';
import type { Telling } from '../ledger/line.ts';
import type { Collection, Database, IndexDeclaration, Row } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import { settledLine } from './settled-line.ts';

/** What was told before, and when. */
export interface Restated {
  readonly values: FigureValues;
  readonly final: boolean;
  readonly learntAt: Date;
}

export interface Observation extends Row, Restated, Partial<Telling> {
  /** `<delivery or account>@<day>:<basis>`: the same told twice is one record. */
  readonly _id: string;
  readonly account: string;
  /** The delivery that put the post out; null for the account as a whole. Its ref may be completed later, its id never. */
  readonly delivery: string | null;
  readonly release: string | null;
  readonly day: string;
  readonly basis: PostFigures['basis'];
  /** Values that were told otherwise later, oldest first. */
  readonly earlier: readonly Restated[];
  /** What the ledger was told of it, all together; absent for nothing. */
  readonly told?: FigureValues;
  /** When it first had something to tell. */
  readonly createdAt?: Date;
}

/** A post as the records name it. */
export type Subject = Pick<Observation, 'account' | 'delivery' | 'release'>;

export interface Told {
  readonly subject: Subject;
  readonly figures: PostFigures;
}

export const FIGURES = 'figures';

/** Running counts change with every look: the newest of these are enough to see how. */
const MOST_EARLIER = 20;

export function figuresOf(db: Database): Collection<Observation> {
  return db.collection<Observation>(FIGURES);
}

export const figureIndexes: readonly IndexDeclaration[] = [
  { collection: FIGURES, keys: { day: -1 }, serves: 'what platforms counted lately' },
  { collection: FIGURES, keys: { release: 1, day: -1 }, serves: 'how often was this release read?' },
  { collection: FIGURES, keys: { delivery: 1, day: -1 }, serves: 'how often was this post read?' },
  { collection: FIGURES, keys: { account: 1, day: -1 }, serves: "an account's latest figures" },
  { collection: FIGURES, keys: { 'unposted._id': 1 }, serves: 'which lines still wait to be posted?' },
];

/** Keeps what was told. Doing it twice changes nothing the second time. */
export async function keepFigures(db: Database, told: readonly Told[], now: Date): Promise<void> {
  const ids = told.map(idOf);
  const rows = await figuresOf(db)
    .find({ _id: { $in: ids } })
    .toArray();
  const known = new Map(rows.map((row) => [row._id, row]));
  const fresh = told.filter((one) => !known.has(idOf(one))).map((one) => anObservation(one, now));
  await insertNew(figuresOf(db), [...new Map(fresh.map((row) => [row._id, row])).values()]);
  for (const one of told) {
    const before = known.get(idOf(one));
    const change = before && restate(before, one.figures, now);
    if (!before || !change) continue;
    const line = settledLine({ ...before, ...change }, before.told ?? {}, now);
    const { values } = { ...before, ...change };
    const telling = line && { told: values, createdAt: before.createdAt ?? now };
    const update = { $set: { ...change, ...telling }, ...(line && { $push: { unposted: line } }) };
    await figuresOf(db).updateOne({ _id: before._id, learntAt: before.learntAt, final: before.final }, update);
  }
}

function idOf({ subject, figures }: Told): string {
  return `${subject.delivery ?? subject.account}@${figures.day}:${figures.basis}`;
}

function anObservation(told: Told, now: Date): Observation {
  const { account, delivery, release } = told.subject;
  const { day, basis, values, final } = told.figures;
  const seen = { account, delivery, release, day, basis, values, final, learntAt: now, earlier: [] };
  const line = settledLine(seen, {}, now);
  return { _id: idOf(told), ...seen, ...(line && { told: values, createdAt: now, unposted: [line] }) };
}

/** What changes in a record by what is told now; null for nothing. Pure. */
export function restate(before: Observation, told: PostFigures, now: Date): Partial<Observation> | null {
  const values = { ...before.values, ...told.values };
  const names = Object.keys(values) as FigureName[];
  const changed = names.filter((name) => values[name] !== before.values[name]);
  if (changed.length === 0) return told.final === before.final ? null : { final: told.final };
  const learnt = { values, final: told.final, learntAt: now };
  if (changed.every((name) => before.values[name] === undefined)) return learnt;
  const { final, learntAt } = before;
  return { ...learnt, earlier: [...before.earlier, { values: before.values, final, learntAt }].slice(-MOST_EARLIER) };
}
