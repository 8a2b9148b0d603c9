/**
 * One call on behalf of a delivery, a record of its own: inserted before the call, its outcome added after it. The unique
 * insert of `<delivery>#<n>` is the claim (two processes cannot both have try n) and the written intent. A try without
 * outcome past its lease is a lost answer.
 */
import type { Action } from '../channel/contract.ts';
import type { Collection, Database, IndexDeclaration } from '../store/collection.ts';
import type { Outcome } from './outcome.ts';

export interface Try {
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
  readonly steps: readonly { readonly name: string; readonly value: string | number | boolean | null }[];
  readonly outcome: Outcome | null;
  readonly endedAt: Date | null;
}

export const TRIES = 'tries';

export const tryIndexes: readonly IndexDeclaration[] = [
  { collection: TRIES, keys: { delivery: 1, number: 1 }, serves: 'the tries of a delivery, in order' },
  { collection: TRIES, keys: { endedAt: 1 }, serves: 'which tries were never ended?' },
  { collection: TRIES, keys: { account: 1, action: 1, at: -1 }, serves: "how much of an account's quota is used?" },
];

export function triesOf(db: Database): Collection<Try> {
  return db.collection<Try>(TRIES);
}

export function tryId(delivery: string, number: number): string {
  return `${delivery}#${number}`;
}

/** What finished steps of the tries after `freshAfter` remembered, by name. */
export function stepsOf(
  tries: readonly Try[],
  freshAfter: number,
): Readonly<Record<string, string | number | boolean | null>> {
  const resumed = tries.filter(({ number }) => number > freshAfter);
  return Object.fromEntries(resumed.flatMap(({ steps }) => steps.map(({ name, value }) => [name, value])));
}
