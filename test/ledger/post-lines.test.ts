import assert from 'node:assert/strict';
import { LEDGER, ledgerIndexes, ledgerOf } from '../../src/ledger/ledger.ts';
import { aLine, type Line, type Telling } from '../../src/ledger/line.ts';
import { postLines } from '../../src/ledger/post-lines.ts';
import type { Collection, Database, Row } from '../../src/store/collection.ts';
import { at } from '../support/builders.ts';
import { openStore } from '../support/open-store.ts';

type Record = Row & Telling;

const told = (n: number, changes: Partial<Line> = {}): Line => {
  const facts = { account: 'weibo', tags: ['a', 'b'], nothing: null, count: n, isTrue: true };
  return { ...aLine({ what: 'delivery.done', subject: `d${n}`, at: at('09:00'), by: 'system', facts }), ...changes };
};

describe('postLines', () => {
  const indexes = ['records', 'others'].map(
    (collection) => ({ collection, keys: { 'unposted._id': 1 }, serves: '' }) as const,
  );
  const store = openStore(ledgerIndexes, indexes);
  const records = (name = 'records', db = store().db) => db.collection<Record>(name);
  const put = (_id: string, ...unposted: readonly Line[]) => records().insertOne({ _id, unposted });
  const ledger = () =>
    ledgerOf(store().db)
      .find({}, { sort: { _id: 1 } })
      .toArray();
  const waiting = async () => (await records().find({}).toArray()).flatMap(({ unposted }) => unposted);

  it('copies what waits to the ledger as it is, and takes it out of the record', async () => {
    await put('r1', told(1), told(2));
    await put('r2');
    assert.equal(await postLines(store().db, ['records']), 2);
    assert.deepEqual(await ledger(), [told(1), told(2)]);
    assert.deepEqual(await waiting(), []);
  });

  it('posts once what is posted twice: after a crash between copying and taking out', async () => {
    await put('r1', told(1), told(2));
    await ledgerOf(store().db).insertOne(told(1));
    await postLines(store().db, ['records']);
    await postLines(store().db, ['records']);
    assert.deepEqual(await ledger(), [told(1), told(2)]);
    assert.deepEqual(await waiting(), []);
  });

  it('never changes a line that stands', async () => {
    await ledgerOf(store().db).insertOne(told(1));
    await put('r1', told(1, { by: 'somebody else' }));
    await postLines(store().db, ['records']);
    assert.deepEqual(await ledger(), [told(1)]);
    assert.deepEqual(await waiting(), []);
  });

  it('leaves a line that is told while it posts, for the next time', async () => {
    await put('r1', told(1));
    const db = whileCopying(store().db, () => records().updateOne({ _id: 'r1' }, { $push: { unposted: told(2) } }));
    await postLines(db, ['records']);
    assert.deepEqual(await ledger(), [told(1), told(2)], 'the same call comes round to it');
    assert.deepEqual(await waiting(), []);
  });

  it('posts once when two processes post at once', async () => {
    for (let n = 0; n < 40; n++) await put(`r${n}`, told(n), told(n + 100));
    const other = await store().again();
    await Promise.all([postLines(store().db, ['records']), postLines(other, ['records'])]);
    assert.equal((await ledger()).length, 80);
    assert.deepEqual(await waiting(), []);
  });

  it('goes through every collection, and through more records than it reads at once', async () => {
    const many = Array.from({ length: 510 }, (_, n) => ({ _id: `r${n}`, unposted: [told(n)] }));
    await records().insertMany(many);
    await records('others').insertOne({ _id: 'o1', unposted: [told(1000)] });
    assert.equal(await postLines(store().db, ['records', 'others']), 511);
    assert.equal(await store().db.collection(LEDGER).countDocuments({}), 511);
  });

  it('has nothing to do where nothing waits', async () => {
    assert.equal(await postLines(store().db, ['records', 'others']), 0);
  });
});

describe('aLine', () => {
  it('tells the Beijing day, on a machine in New York', () => {
    const line = (time: string) => aLine({ what: 'reply.logged', subject: 'r', at: at(time), by: 'system' });
    assert.deepEqual([line('00:00').on, line('23:59:59').on], ['2026-03-02', '2026-03-02']);
  });

  it('has one id for one event, and another for its repetition', () => {
    const line = (nth?: number) =>
      aLine({ what: 'delivery.stuck', subject: 'd1', at: at('09:00'), by: 'system', ...(nth && { nth }) });
    assert.deepEqual([line()._id, line(2)._id], ['delivery.stuck:d1', 'delivery.stuck:d1:2']);
  });
});

/** The database, in which something happens once while lines are copied to the ledger. */
function whileCopying(db: Database, meanwhile: () => Promise<unknown>): Database {
  let isFirst = true;
  const copying = async (ledger: Collection<never>, ...given: Parameters<Collection<never>['insertMany']>) => {
    if (isFirst) await meanwhile();
    isFirst = false;
    return await ledger.insertMany(...given);
  };
  return {
    collection: <T extends Row>(name: string): Collection<T> => {
      const collection = db.collection<T>(name);
      if (name !== LEDGER) return collection;
      return new Proxy(collection, {
        get: (target, key) => {
          if (key === 'insertMany') return copying.bind(null, target as unknown as Collection<never>);
          const value = Reflect.get(target, key);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      });
    },
  };
}
