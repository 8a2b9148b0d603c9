/**
 * One call on behalf of a delivery. The latest try stands in the delivery itself, written before the call by the very
 * update that claims it; a further try moves the one before into this collection first. A try without outcome past its lease
 * is a lost answer.
 */
import type { Action } from '../channel/contract.ts';
import type { Collection, Database, IndexDeclaration } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import { DELIVERIES, type Delivery } from './delivery.ts';
import type { Outcome } from './outcome.ts';

export interface Try {
  /** `<delivery>#<number>`. */
  readonly _id: string;
  readonly delivery: string;
  readonly number: number;
  readonly account: string;
  readonly action: Action;
  /** Process that made it. */
  readonly by: string;
  readonly at: Date;
  /** Until when the process has the floor; moved on by each finished step. */
  readonly leaseUntil: Date;
  /** Answers of finished steps, so that a resumed order does not repeat them. */
  readonly steps: readonly Step[];
  readonly outcome: Outcome | null;
  readonly endedAt: Date | null;
}

export type StepValue = string | number | boolean | null;

export interface Step {
  readonly name: string;
  readonly value: StepValue;
}

/** Earlier tries: all but each delivery's latest. */
export const TRIES = 'tries';

export const tryIndexes: readonly IndexDeclaration[] = [
  { collection: TRIES, keys: { delivery: 1, number: 1 }, serves: 'the earlier tries of a delivery, in order' },
  { collection: TRIES, keys: { account: 1, action: 1, at: -1 }, serves: "how much of an account's quota is used?" },
  {
    collection: DELIVERIES,
    keys: { account: 1, 'latest.action': 1, 'latest.at': -1 },
    serves: "how much of an account's quota is used?",
  },
];

export function triesOf(db: Database): Collection<Try> {
  return db.collection<Try>(TRIES);
}

export function tryId(delivery: string, number: number): string {
  return `${delivery}#${number}`;
}

/** All tries of a delivery, in order. */
export async function triesMade(db: Database, { _id, latest }: Delivery): Promise<readonly Try[]> {
  if (!latest) return [];
  if (latest.number === 1) return [latest];
  const earlier = await triesOf(db)
    .find({ delivery: _id, number: { $lt: latest.number } }, { sort: { number: 1 } })
    .toArray();
  return [...earlier, latest];
}

/** Keeps the latest try before a further one takes its place. Doing it twice keeps it once. */
export async function keepLatest(db: Database, { latest }: Delivery): Promise<void> {
  if (latest) await insertNew(triesOf(db), [latest]);
}

/** How many tries of an account were made since `since` and may have happened. */
export async function countTries(
  db: Database,
  { account, action, since }: { readonly account: string; readonly action: Action; readonly since: Date },
): Promise<number> {
  const projection = { _id: 1, tries: 1 } as const;
  // A try that ended in waiting certainly did not happen: an account that is locked out or out of reach uses nothing up.
  const latest = await db
    .collection<Delivery>(DELIVERIES)
    .find(
      { account, 'latest.action': action, 'latest.at': { $gte: since }, 'latest.outcome.state': { $ne: 'waiting' } },
      { projection },
    )
    .toArray();
  const earlier = await triesOf(db)
    .find({ account, action, at: { $gte: since }, 'outcome.state': { $ne: 'waiting' } }, { projection })
    .toArray();
  // A crash between keeping a try and replacing it leaves it in both places.
  return new Set([...latest.map(({ _id, tries }) => tryId(_id, tries)), ...earlier.map(({ _id }) => _id)]).size;
}

/** What finished steps of the tries after `freshAfter` remembered, by name. */
export function stepsOf(tries: readonly Try[], freshAfter: number): Readonly<Record<string, StepValue>> {
  const resumed = tries.filter(({ number }) => number > freshAfter);
  return Object.fromEntries(resumed.flatMap(({ steps }) => steps.map(({ name, value }) => [name, value])));
}
