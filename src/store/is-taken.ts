/**
 * Tells "somebody was first" from every other failure of an insert. Both engines say it with MongoDB's code 11000
 * (mongodb.com/docs/manual/reference/error-codes, DuplicateKey).
 */
export const DUPLICATE_KEY = 11000;

/** True when an insert, upsert or update failed only because its _id or a unique index key is already there. */
export function isTaken(error: unknown): error is Error & { readonly code: typeof DUPLICATE_KEY } {
  return error instanceof Error && 'code' in error && error.code === DUPLICATE_KEY;
}
