/** What every operation promises when it refuses: the code it names, and nothing changed, not a record and not a line. */
import assert from 'node:assert/strict';
import type { Database } from '../../src/store/collection.ts';

export interface Refusing {
  readonly db: Database;
  readonly collections: readonly string[];
}

export async function refusesCleanly({ db, collections }: Refusing, code: string, operation: () => Promise<unknown>) {
  const all = () =>
    Promise.all(
      collections.map((name) =>
        db
          .collection(name)
          .find({}, { sort: { _id: 1 } })
          .toArray(),
      ),
    );
  const before = await all();
  await assert.rejects(operation, (error: Error & { code?: string }) => {
    assert.equal(error.name, 'Problem', error.stack);
    assert.equal(error.code, code);
    assert.match(error.message, /[一-鿿]/, 'a refusal speaks Chinese');
    return true;
  });
  assert.deepEqual(await all(), before);
}
