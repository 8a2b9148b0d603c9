/**
 * A process that writes to a store until it is killed (insert) or done (compete), for survives-kill.test.ts. Each line it
 * prints is the _id of a write that the store has acknowledged.
 */
import { writeSync } from 'node:fs';
import type { Row } from '../../../src/store/collection.ts';
import { insertNew } from '../../../src/store/insert-new.ts';
import { openDatabase } from '../../../src/store/open-database.ts';

interface Written extends Row {
  readonly batch?: string;
  readonly tags?: readonly string[];
  readonly count?: number;
}

const [how, file, name] = process.argv.slice(2);
const { db, close } = await openDatabase(`file:${file}`);
const say = (id: string) => writeSync(1, `${id}\n`);

async function insertForEver(): Promise<never> {
  const rows = db.collection<Written>('written');
  await rows.createIndex({ tags: 1 });
  await rows.createIndex({ batch: 1 });
  for (let i = 0; ; i++) {
    // Several at once share a commit; a batch of three must come whole or not at all.
    const one = (suffix: string, batch?: string): Written => {
      const _id = `${name}-${i}-${suffix}`;
      return { _id, tags: ['all', `tag-${_id}`], ...(batch ? { batch } : {}) };
    };
    const batch = ['a', 'b', 'c'].map((suffix) => one(suffix, `${name}-${i}`));
    await Promise.all([
      rows.insertOne(one('x')).then(() => say(`${name}-${i}-x`)),
      rows.insertMany(batch).then(() => batch.forEach(({ _id }) => void say(_id))),
    ]);
    await rows.updateOne({ _id: `${name}-${i}-x` }, { $push: { tags: 'more' } });
  }
}

async function compete(): Promise<void> {
  const counter = db.collection<Written>('counter');
  const claimed = db.collection<Written>('claimed');
  for (let i = 0; i < 100; i++) {
    const change = { $inc: { count: 1 } };
    await Promise.all([
      i % 2 === 0
        ? counter.updateOne({ _id: 'both' }, change)
        : counter.findOneAndUpdate({ _id: 'both' }, change, { returnDocument: 'after' }),
      insertNew(claimed, [{ _id: `name-${i}` }]).then(({ taken }) => taken.length === 0 && say(`name-${i}`)),
    ]);
  }
}

await (how === 'insert' ? insertForEver() : compete());
await close();
