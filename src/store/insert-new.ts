/**
 * Inserts what is not there yet. With computed ids this is how a step is done twice and makes one record.
 */
import type { Collection, Row } from './collection.ts';
import { DUPLICATE_KEY, isTaken } from './is-taken.ts';

export interface Inserted {
  /** Places, in the list given, of the rows whose _id or unique key was already there, in order. */
  readonly taken: readonly number[];
}

/** Inserts every row whose keys are free. Any other failure is thrown; rows before it may be in. */
export async function insertNew<T extends Row>(collection: Collection<T>, rows: readonly T[]): Promise<Inserted> {
  if (rows.length === 0) return { taken: [] };
  try {
    await collection.insertMany(rows, { ordered: false });
    return { taken: [] };
  } catch (error) {
    const refused = refusedIn(error);
    if (refused === null) throw error;
    return { taken: refused.toSorted((a, b) => a - b) };
  }
}

/** The places refused, or null when anything but a taken key was the reason for one of them. */
function refusedIn(error: unknown): readonly number[] | null {
  if (!isTaken(error) || !('writeErrors' in error)) return null;
  // The driver gives one error by itself and several as a list.
  const refused = [error.writeErrors].flat() as readonly { readonly index: number; readonly code: number }[];
  return refused.every((one) => one.code === DUPLICATE_KEY) ? refused.map((one) => one.index) : null;
}
