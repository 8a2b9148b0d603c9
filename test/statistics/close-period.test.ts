import assert from 'node:assert/strict';
import { ledgerIndexes, ledgerOf } from '../../src/ledger/ledger.ts';
import type { Line } from '../../src/ledger/line.ts';
import { postLines } from '../../src/ledger/post-lines.ts';
import { keptLinesOf, SEALS, sealIndexes } from '../../src/ledger/seal.ts';
import type { Person } from '../../src/staff/person.ts';
import { closePeriod, reopenPeriod } from '../../src/statistics/close-period.ts';
import { CLOSINGS, closedLinesOf, closingIndexes, closingsOf } from '../../src/statistics/closing.ts';
import { countFigures } from '../../src/statistics/count-figures.ts';
import { foldIndexes } from '../../src/statistics/first-line.ts';
import { readPeriod } from '../../src/statistics/period.ts';
import { linesWhenClosed, restate } from '../../src/statistics/restate.ts';
import { openFailing } from '../support/failing-database.ts';
import { openStore } from '../support/open-store.ts';
import { folded, logged, merged, on, published, rules, tell } from './on-ledger.ts';

const signer: Person = { id: 'p-signer', name: 'zhou', roles: ['statistician'] };
const july = readPeriod('2018-07');
const augustFirst = new Date('2018-08-01T00:00:00+08:00');

describe('closing a period', () => {
  const store = openStore(ledgerIndexes, sealIndexes, closingIndexes, foldIndexes);
  const desk = (db = store().db) => ({ db, rules, postLines: () => postLines(db, [CLOSINGS, SEALS]) });
  const given = (...lines: readonly Line[]) => tell(store().db, ...lines);
  const close = async (now = augustFirst, by = signer) => {
    await folded(store().db);
    return await closePeriod(desk(), july, by, now);
  };
  const reopen = (reason = '漏报两条') => reopenPeriod(desk(), { period: july, reason }, signer, on('2018-08-10'));
  const valueIn = (figures: readonly { id: string; value: number }[], id: string) =>
    figures.find((one) => one.id === id)?.value;
  /** What differs now from when it was closed. */
  const restated = async () => {
    const closing = await closingsOf(store().db).findOne({ _id: july.name });
    assert.ok(closing);
    return await restate(store().db, closing, await countFigures(store().db, rules, july));
  };

  it('keeps the figures with their lines, under the name of who closed it, and seals what was counted', async () => {
    await given(published('r1', 'website', { day: '2018-07-03' }), published('r1', 'weibo', { day: '2018-07-03' }));
    const closing = await close();
    assert.deepEqual(
      [closing.state, closing.nth, closing.closedBy, closing.closedAt],
      ['closed', 1, 'p-signer', augustFirst],
    );
    assert.deepEqual(
      ['items', 'posts:website', 'posts:weibo', 'topics'].map((id) => valueIn(closing.figures, id)),
      [1, 1, 1, 0],
    );
    assert.equal(closing.sealedUpTo?.number, 1);
    assert.equal(await keptLinesOf(store().db).countDocuments({ seal: null }), 0);
    const lines = [...(await linesWhenClosed(store().db, closing, 'posts:weibo'))];
    assert.deepEqual(lines, ['delivery.done:r1:1:weibo:publish']);
    assert.deepEqual(await restated(), []);
  });

  it('writes the closed values into the ledger, where a seal will cover them', async () => {
    await given(published('r1', 'website', { day: '2018-07-03' }));
    await close();
    await desk().postLines();
    const line = await ledgerOf(store().db).findOne({ _id: 'period.closed:2018-07:1' });
    assert.equal(line?.by, 'p-signer');
    assert.match(String(line?.facts.values), /(^|,)items=1(,|$)/);
    assert.match(String(line?.facts.sealHash), /^[0-9a-f]{64}$/);
  });

  it('leaves the closed figure as it was when something arrives late, and names it beside', async () => {
    await given(published('r1', 'website', { day: '2018-07-03' }));
    await close();
    await given(published('r2', 'website', { day: '2018-07-31' }));
    const found = await restated();
    const items = found.find(({ id }) => id === 'items');
    assert.deepEqual([items?.closed, items?.now], [1, 2]);
    assert.deepEqual(items?.added, ['delivery.done:r2:1:website:publish']);
    assert.deepEqual(
      found.map(({ id }) => id),
      ['items', 'items-by-column:notices', 'items-by-kind:website', 'posts:website'],
    );
  });

  it('names a figure that appears only afterwards', async () => {
    await close();
    await given(logged('a1', 't1', 'phone', { day: '2018-07-20' }));
    const found = await restated();
    assert.deepEqual(
      found.map(({ id, closed, now }) => [id, closed, now]),
      [
        ['topics', 0, 1],
        ['replies', 0, 1],
        ['replies-by-means:phone', 0, 1],
      ],
    );
  });

  it('names the lines that no longer count: two topics were merged afterwards', async () => {
    await given(logged('a1', 't1', 'phone', { day: '2018-07-10' }), logged('a2', 't2', 'phone', { day: '2018-07-11' }));
    await close();
    await given(merged('t2', 't1', '2018-08-05'));
    const topics = (await restated()).find(({ id }) => id === 'topics');
    assert.deepEqual([topics?.closed, topics?.now, topics?.added, topics?.dropped], [2, 1, [], ['reply.logged:a2:1']]);
  });

  it('names what changed places under an unchanged value', async () => {
    await given(published('r1', 'website', { day: '2018-07-03' }));
    await close();
    await given(published('r1', 'weibo', { day: '2018-07-02' }));
    const items = (await restated()).find(({ id }) => id === 'items');
    assert.deepEqual([items?.closed, items?.now, items?.added.length, items?.dropped.length], [1, 1, 1, 1]);
  });

  it('is refused before the period is over, to the minute in Beijing', async () => {
    const refusal = { code: 'wrong-state', message: /2018-07 还没有结束，2018-08-01 起/ };
    await assert.rejects(close(new Date('2018-07-31T23:59:59+08:00')), refusal);
    const year = closePeriod(desk(), readPeriod('2018'), signer, new Date('2018-12-31T23:59:59+08:00'));
    await assert.rejects(year, { message: /2019-01-01 起/ });
    assert.equal(await closingsOf(store().db).countDocuments({}), 0);
  });

  it('is refused twice, and to who may not sign', async () => {
    await close();
    await assert.rejects(close(), { code: 'wrong-state', message: /已经结账.*重新打开/ });
    await assert.rejects(close(augustFirst, { ...signer, roles: ['drafter'] }), { code: 'no-right' });
  });

  it('is opened again with a reason on record, and closed anew with what has come since', async () => {
    await given(published('r1', 'website', { day: '2018-07-03' }));
    await close();
    await given(published('r2', 'website', { day: '2018-07-31' }));
    const opened = await reopen();
    assert.deepEqual(
      [opened.state, opened.reopened?.by, opened.reopened?.reason],
      ['reopened', 'p-signer', '漏报两条'],
    );
    await assert.rejects(reopen(), { code: 'wrong-state' });
    const again = await close(on('2018-08-11'));
    assert.deepEqual([again.nth, valueIn(again.figures, 'items')], [2, 2]);
    assert.deepEqual(await restated(), []);
    await desk().postLines();
    const told = await ledgerOf(store().db)
      .find({ subject: '2018-07' }, { sort: { at: 1 } })
      .toArray();
    assert.deepEqual(
      told.map(({ _id }) => _id),
      ['period.closed:2018-07:1', 'period.reopened:2018-07:1', 'period.closed:2018-07:2'],
    );
    assert.equal(told[1]?.facts.reason, '漏报两条');
  });

  it('is not opened again when it never was closed', async () => {
    await assert.rejects(reopen(), { code: 'not-found' });
  });

  it('is made once by two who close at the same moment', async () => {
    await given(published('r1', 'website', { day: '2018-07-03' }));
    const both = await Promise.allSettled([close(), close()]);
    assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    assert.deepEqual(await restated(), []);
  });

  it('keeps more lines than fit into one record', async () => {
    const many = Array.from({ length: 2500 }, (_, n) => published(`r${n}`, 'website', { day: '2018-07-03' }));
    await given(...many);
    const closing = await close();
    assert.equal(valueIn(closing.figures, 'items'), 2500);
    assert.equal(await closedLinesOf(store().db).countDocuments({ figure: 'items' }), 2);
    assert.equal((await linesWhenClosed(store().db, closing, 'items')).size, 2500);
    assert.deepEqual(await restated(), []);
  });

  for (const trouble of ['not done', 'answer lost'] as const) {
    it(`leaves a period that can be closed when any one of its writes fails: ${trouble}`, async () => {
      await given(published('r1', 'website', { day: '2018-07-03' }));
      for (let nth = 1; ; nth++) {
        const failing = openFailing(store().db);
        await folded(store().db);
        failing.failAt(nth, trouble);
        const outcome = await closePeriod(desk(failing.db), july, signer, augustFirst).then(
          () => 'closed',
          ({ name, code }) => code ?? name,
        );
        if (outcome === 'closed' || outcome === 'wrong-state') break;
        assert.equal(outcome, 'DatabaseStalled');
        assert.ok(nth < 12, failing.failed().join());
      }
      const closing = await closingsOf(store().db).findOne({ _id: july.name });
      assert.deepEqual([closing?.state, valueIn(closing?.figures ?? [], 'items')], ['closed', 1]);
      assert.deepEqual(await restated(), []);
    });
  }
});
