/**
 * Creates the declared indexes at start. Each declaration stands beside its record, with the question it serves.
 */
import type { Database, IndexDeclaration } from './collection.ts';

/** Creates what is missing; doing it again does nothing. An error names the index and the question it serves. */
export async function ensureIndexes(db: Database, declarations: readonly IndexDeclaration[]): Promise<void> {
  for (const { collection, keys, unique = false, serves } of declarations) {
    try {
      await db.collection(collection).createIndex(keys, unique ? { unique } : {});
    } catch (error) {
      throw new Error(`cannot create the index ${JSON.stringify(keys)} of ${collection} (${serves})`, { cause: error });
    }
  }
}
