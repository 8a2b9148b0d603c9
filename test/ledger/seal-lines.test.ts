import assert from 'node:assert/strict';
import { ledgerIndexes, ledgerOf } from '../../src/ledger/ledger.ts';
import { aLine, type Line } from '../../src/ledger/line.ts';
import { postLines } from '../../src/ledger/post-lines.ts';
import { aSeal, hashOfLine, hashOfSeal, keptLinesOf, SEALS, sealIndexes, sealsOf } from '../../src/ledger/seal.ts';
import { sealLines } from '../../src/ledger/seal-lines.ts';
import type { Database } from '../../src/store/collection.ts';
import { at } from '../support/builders.ts';
import { openFailing, type Trouble } from '../support/failing-database.ts';
import { openStore } from '../support/open-store.ts';

const told = (n: number, changes: Partial<Line> = {}): Line => ({
  ...aLine({ what: 'delivery.done', subject: `d${n}`, at: at('09:00'), by: 'system', facts: { account: 'weibo', n } }),
  ...changes,
});
const many = (count: number) => Array.from({ length: count }, (_, n) => told(n));

describe('hashOfLine', () => {
  it('is the same whatever order a store gives the facts in', () => {
    const { facts, ...rest } = told(1);
    const turned = Object.fromEntries(Object.entries(facts).reverse());
    assert.equal(hashOfLine({ ...rest, facts: turned }), hashOfLine(told(1)));
  });

  const changes: readonly Partial<Line>[] = [
    { what: 'delivery.stuck' },
    { subject: 'd2' },
    { at: at('09:01') },
    { on: '2026-03-03' },
    { by: 'p-1' },
    { facts: { account: 'weibo', n: 2 } },
    { facts: { account: 'weibo', n: '1' } },
    { facts: { account: 'weibo' } },
  ];
  for (const change of changes) {
    it(`differs with ${JSON.stringify(change)}`, () => {
      assert.notEqual(hashOfLine(told(1, change)), hashOfLine(told(1)));
    });
  }
});

describe('aSeal', () => {
  it('takes in the seal before it and the order of its lines', () => {
    const first = aSeal(null, [told(1), told(2)], at('10:00'));
    const next = aSeal(first, [told(3)], at('11:00'));
    assert.deepEqual([first.number, first.previous, next.number, next.previous], [1, '', 2, first.hash]);
    assert.notEqual(hashOfSeal({ ...first, lines: first.lines.toReversed() }), first.hash);
    assert.notEqual(hashOfSeal({ ...next, previous: '' }), next.hash);
  });
});

describe('sealLines', () => {
  const store = openStore(ledgerIndexes, sealIndexes);
  const seals = (db = store().db) =>
    sealsOf(db)
      .find({}, { sort: { _id: 1 } })
      .toArray();
  const sealedIds = async () => (await seals()).flatMap(({ lines }) => lines.map(({ id }) => id));

  /** Everything is under one seal and marked with it. */
  async function assertSealedOnce(ids: readonly string[]): Promise<void> {
    const mine = (await sealedIds()).filter((id) => !id.startsWith('ledger.sealed'));
    assert.deepEqual(mine.toSorted(), ids.toSorted());
    const marks = new Map((await keptLinesOf(store().db).find({}).toArray()).map(({ _id, seal }) => [_id, seal]));
    for (const { _id, lines } of await seals()) for (const { id } of lines) assert.equal(marks.get(id), _id);
  }

  it('seals each line once, in the order of the ledger, and changes nothing of it', async () => {
    await ledgerOf(store().db).insertMany([told(2, { at: at('08:00') }), told(1)]);
    assert.equal(await sealLines(store().db, at('10:00')), 1);
    assert.deepEqual(await sealedIds(), ['delivery.done:d2', 'delivery.done:d1']);
    assert.equal(await sealLines(store().db, at('11:00')), 0);
    const { seal, ...line } = (await keptLinesOf(store().db).findOne({ _id: 'delivery.done:d1' }))!;
    assert.deepEqual([seal, line], ['000000001', told(1)]);
  });

  it('makes as many seals as it takes', async () => {
    await ledgerOf(store().db).insertMany(many(600));
    assert.equal(await sealLines(store().db, at('10:00')), 3);
    await assertSealedOnce(many(600).map(({ _id }) => _id));
  });

  it('tells each seal in the ledger, where the next one covers it, and makes none for that alone', async () => {
    const { db } = store();
    await ledgerOf(db).insertOne(told(1));
    await sealLines(db, at('10:00'));
    await postLines(db, [SEALS]);
    assert.equal(await sealLines(db, at('11:00')), 0);
    await ledgerOf(db).insertOne(told(2));
    await sealLines(db, at('12:00'));
    assert.deepEqual(
      (await seals())[1]?.lines.map(({ id }) => id),
      ['delivery.done:d2', 'ledger.sealed:000000001'],
    );
    const line = await ledgerOf(db).findOne({ _id: 'ledger.sealed:000000001' });
    assert.deepEqual(line?.facts, { number: 1, lines: 1, hash: (await seals())[0]?.hash });
  });

  it('seals a line that comes late', async () => {
    const { db } = store();
    await ledgerOf(db).insertOne(told(1));
    await sealLines(db, at('10:00'));
    await ledgerOf(db).insertOne(told(2, { at: at('08:00') }));
    await sealLines(db, at('11:00'));
    await assertSealedOnce(['delivery.done:d1', 'delivery.done:d2']);
  });

  for (const trouble of ['not done', 'answer lost', 'outage'] satisfies Trouble[]) {
    it(`seals each line once when any one of its writes fails: ${trouble}`, async () => {
      const ids: string[] = [];
      for (let nth = 1; nth <= 4; nth++) {
        await ledgerOf(store().db).insertMany(many(300).map((line) => ({ ...line, _id: `${line._id}:${nth}` })));
        ids.push(...many(300).map(({ _id }) => `${_id}:${nth}`));
        const failing = openFailing(store().db);
        failing.failAt(nth, trouble);
        await assert.rejects(sealLines(failing.db, at('10:00')), { name: 'DatabaseStalled' });
        await sealLines(store().db, at('11:00'));
        await assertSealedOnce(ids);
      }
    });
  }

  it('seals each line once from two processes at the same moment', async () => {
    const other: Database = await store().again();
    await ledgerOf(store().db).insertMany(many(900));
    await Promise.all([sealLines(store().db, at('10:00')), sealLines(other, at('10:00'))]);
    await sealLines(other, at('11:00'));
    await assertSealedOnce(many(900).map(({ _id }) => _id));
    assert.deepEqual(
      (await seals()).map(({ number }) => number),
      [1, 2, 3, 4],
    );
  });
});
