import assert from 'node:assert/strict';
import { ledgerOf } from '../../src/ledger/ledger.ts';
import { aLine } from '../../src/ledger/line.ts';
import { postLines } from '../../src/ledger/post-lines.ts';
import { hashOfSeal, keptLinesOf, SEALS, type Seal, sealIndexes, sealsOf } from '../../src/ledger/seal.ts';
import { sealLines } from '../../src/ledger/seal-lines.ts';
import type { Database } from '../../src/store/collection.ts';
import { at } from '../support/builders.ts';
import { openStore } from '../support/open-store.ts';
import { aDesk, monitoredIndexes, run } from './on-store.ts';

const told = (subject: string) =>
  aLine({ what: 'delivery.done', subject, at: at('09:00'), by: 'system', facts: { account: 'weibo', url: null } });

/** Three seals of two lines each, d1 to d6; the lines of the first two seals are covered as well. */
async function sealThrice(db: Database): Promise<void> {
  for (const [nth, pair] of [
    ['d1', 'd2'],
    ['d3', 'd4'],
    ['d5', 'd6'],
  ].entries()) {
    await ledgerOf(db).insertMany(pair.map(told));
    await sealLines(db, at(`09:1${nth}`));
    await postLines(db, [SEALS]);
  }
}

/** As somebody would who knows how hashes are made. */
async function remake(db: Database, _id: string, change: (seal: Seal) => Partial<Seal>): Promise<void> {
  const seal = (await sealsOf(db).findOne({ _id }))!;
  const changed = { ...seal, ...change(seal) };
  await sealsOf(db).updateOne(
    { _id },
    { $set: { lines: changed.lines, previous: changed.previous, hash: hashOfSeal(changed) } },
  );
}

interface Tampering {
  readonly name: string;
  act(db: Database): Promise<unknown>;
  /** Kind, the finding's record, and what its words must name. */
  readonly finds: readonly (readonly [kind: string, subject: string, named: RegExp])[];
}

const tamperings: readonly Tampering[] = [
  {
    name: 'a fact of a line is changed',
    act: (db) =>
      ledgerOf(db).updateOne({ _id: 'delivery.done:d3' }, { $set: { 'facts.url': 'https://weibo.example/x' } }),
    finds: [['sealed-line-changed', '000000002', /第 2 号封存.*delivery\.done:d3$/]],
  },
  {
    name: 'a line is moved to another month',
    act: (db) => ledgerOf(db).updateOne({ _id: 'delivery.done:d1' }, { $set: { on: '2026-02-28' } }),
    finds: [['sealed-line-changed', '000000001', /delivery\.done:d1$/]],
  },
  {
    name: 'a line is deleted',
    act: (db) => ledgerOf(db).deleteOne({ _id: 'delivery.done:d4' }),
    finds: [['sealed-line-missing', '000000002', /delivery\.done:d4$/]],
  },
  {
    name: 'a line is slipped in under a seal',
    act: (db) => keptLinesOf(db).insertOne({ ...told('d9'), seal: '000000002' }),
    finds: [['line-slipped-in', '000000002', /delivery\.done:d9$/]],
  },
  {
    name: 'two lines change places in a seal',
    act: (db) =>
      sealsOf(db).updateOne(
        { _id: '000000002' },
        { $set: { 'lines.0.id': 'delivery.done:d4', 'lines.1.id': 'delivery.done:d3' } },
      ),
    finds: [
      ['seal-changed', '000000002', /第 2 号封存/],
      ['sealed-line-changed', '000000002', /d4、delivery\.done:d3$/],
    ],
  },
  {
    name: 'a line and its hash are taken out and the seal is made anew',
    act: async (db) => {
      await ledgerOf(db).deleteOne({ _id: 'delivery.done:d3' });
      await remake(db, '000000002', ({ lines }) => ({ lines: lines.filter(({ id }) => id !== 'delivery.done:d3') }));
    },
    finds: [
      ['chain-broken', '000000003', /第 3 号封存/],
      ['seal-missing', 'ledger.sealed:000000002', /第 2 号封存/],
    ],
  },
  {
    name: 'the last seal is made anew',
    act: (db) => remake(db, '000000003', ({ lines }) => ({ lines: lines.slice(1) })),
    finds: [
      ['line-slipped-in', '000000003', /delivery\.done:d5$/],
      ['seal-missing', 'ledger.sealed:000000003', /校验值/],
    ],
  },
  {
    name: 'a seal in the middle is deleted',
    act: (db) => sealsOf(db).deleteOne({ _id: '000000002' }),
    finds: [
      ['chain-broken', '000000003', /第 2 号封存不见了/],
      ['seal-missing', 'ledger.sealed:000000002', /不见了/],
    ],
  },
  {
    name: 'the last seals are cut off',
    act: (db) => sealsOf(db).deleteMany({ _id: { $in: ['000000002', '000000003'] } }),
    finds: [
      ['seal-missing', 'ledger.sealed:000000002', /不见了/],
      ['seal-missing', 'ledger.sealed:000000003', /不见了/],
    ],
  },
];

describe('the monitor of the seals', () => {
  const store = openStore(...monitoredIndexes, sealIndexes);
  const foundIn = async (scope: 'recent' | 'full') =>
    (await run(aDesk(store().db), 'seals', scope)).sort((a, b) => (a.kind + a.subject < b.kind + b.subject ? -1 : 1));

  it('finds nothing wrong with a ledger that stands as it was sealed, nor with lines not sealed yet', async () => {
    await sealThrice(store().db);
    await ledgerOf(store().db).insertOne(told('d7'));
    assert.deepEqual(await foundIn('full'), []);
  });

  it('finds nothing wrong when the mark of a line is lost, and sealing sets no second seal on the last ones', async () => {
    await sealThrice(store().db);
    await keptLinesOf(store().db).updateMany({ seal: '000000003' }, { $set: { seal: null } });
    assert.deepEqual(await foundIn('full'), []);
    await sealLines(store().db, at('10:00'));
    assert.equal(await sealsOf(store().db).countDocuments({}), 3);
  });

  for (const { name, act, finds } of tamperings) {
    for (const scope of ['recent', 'full'] as const) {
      it(`names what was touched when ${name} (${scope})`, async () => {
        await sealThrice(store().db);
        await act(store().db);
        const found = await foundIn(scope);
        assert.deepEqual(
          found.map(({ kind, subject }) => [kind, subject]),
          finds.map(([kind, subject]) => [kind, subject]),
        );
        for (const [i, [, , named]] of finds.entries()) assert.match(found[i]?.there ?? '', named);
        assert.ok(found.every(({ repair }) => repair === null));
      });
    }
  }

  it('resolves a finding once what stood there is back', async () => {
    const { db } = store();
    await sealThrice(db);
    await ledgerOf(db).updateOne({ _id: 'delivery.done:d3' }, { $set: { by: 'p-evil' } });
    assert.equal((await foundIn('full')).length, 1);
    await ledgerOf(db).updateOne({ _id: 'delivery.done:d3' }, { $set: { by: 'system' } });
    assert.deepEqual(await foundIn('full'), []);
  });
});
