import assert from 'node:assert/strict';
import { ledgerIndexes } from '../../src/ledger/ledger.ts';
import { sealIndexes } from '../../src/ledger/seal.ts';
import { foldIndexes } from '../../src/statistics/first-line.ts';
import { openStore } from '../support/open-store.ts';
import { logged, merged, tell, undone, valuesIn } from './on-ledger.ts';

describe('figures of merged topics', () => {
  const store = openStore(ledgerIndexes, sealIndexes, foldIndexes);
  const given = (...lines: Parameters<typeof tell>[1][]) => tell(store().db, ...lines);
  const values = (period: string) => valuesIn(store().db, period);

  const both = () =>
    given(logged('y1', 't1', 'phone', { day: '2018-07-01' }), logged('y2', 't2', 'letter', { day: '2018-07-02' }));

  it('counts them as one', async () => {
    await both();
    await given(merged('t2', 't1', '2018-07-03'));
    assert.deepEqual([(await values('2018-07')).topics, (await values('2018-07')).replies], [1, 2]);
  });

  it('counts chains as one', async () => {
    await both();
    await given(
      logged('y3', 't3', 'visit', { day: '2018-07-02' }),
      merged('t3', 't2', '2018-07-03'),
      merged('t2', 't1', '2018-07-04'),
    );
    assert.equal((await values('2018-07')).topics, 1);
  });

  it('counts them apart again when the merge was undone', async () => {
    await both();
    await given(merged('t2', 't1', '2018-07-03'), undone('t2', 'merge', 't1', '2018-07-04'));
    assert.equal((await values('2018-07')).topics, 2);
  });

  it('goes by the last word when it was merged, undone and merged again', async () => {
    await both();
    await given(
      merged('t2', 't1', '2018-07-03', 2),
      undone('t2', 'merge', 't1', '2018-07-04', 3),
      merged('t2', 't1', '2018-07-05', 4),
    );
    assert.equal((await values('2018-07')).topics, 1);
  });

  it('counts what was split off as one with it when the split was undone', async () => {
    await both();
    await given(undone('t2', 'split', 't1', '2018-07-05'));
    assert.equal((await values('2018-07')).topics, 1);
  });

  it('comes to an end though the lines go round in a ring', async () => {
    await both();
    await given(merged('t1', 't2', '2018-07-03'), merged('t2', 't1', '2018-07-04'));
    assert.ok(Number((await values('2018-07')).topics) >= 1);
  });
});
