/** The tables of the annual report as they come out of small made-up ledgers, and what must hold for any. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LEDGER, ledgerIndexes } from '../../src/ledger/ledger.ts';
import type { Line } from '../../src/ledger/line.ts';
import { sealIndexes } from '../../src/ledger/seal.ts';
import { figuresAround } from '../../src/statistics/count-figures.ts';
import { type FilledTable, fillTable } from '../../src/statistics/fill-table.ts';
import { foldIndexes } from '../../src/statistics/first-line.ts';
import { flatRows } from '../../src/statistics/flat-rows.ts';
import { readPeriod } from '../../src/statistics/period.ts';
import { carriedIn, findTable } from '../../src/statistics/read-tables.ts';
import { openStore } from '../support/open-store.ts';
import { closed, entered, reopened, requested, requestLines } from './any-requests.ts';
import { folded, rules, tell } from './on-ledger.ts';

describe('the annual tables', () => {
  const store = openStore(ledgerIndexes, sealIndexes, foldIndexes);

  async function fill(year: number): Promise<FilledTable> {
    const table = findTable(year < 2021 ? 'annual-2019' : 'annual-2021') ?? assert.fail();
    await folded(store().db);
    const wanted = carriedIn(table);
    const carried = rules.filter(({ id }) => wanted.has(id));
    const { figures, before } = await figuresAround(store().db, rules, { period: readPeriod(String(year)), carried });
    const countingOf = (figure: string) => rules.find(({ id }) => id === figure.split(':')[0])?.counting ?? null;
    return fillTable(table, figures, { before, countingOf });
  }
  /** What is not nought, as `row.column`. */
  const golden = (filled: FilledTable) =>
    Object.fromEntries(flatRows(filled).flatMap(({ no, value }) => (value ? [[no, value]] : [])));
  const given = (...lines: readonly Line[]) => tell(store().db, ...lines);

  const ledger = () => [
    entered('e1', '2020-12-31', { kind: 'request-carried-in', applicant: 'company', count: 2 }),
    entered('e2', '2021-03-02', { kind: 'request-letter', applicant: 'person', count: 3 }),
    requested('website:1', '2021-04-01', { applicant: 'legal' }),
    requested('website:2', '2021-12-30'),
    entered('e3', '2021-05-02', { kind: 'request-answered', applicant: 'company', outcome: 'granted', count: 1 }),
    entered('e4', '2021-06-02', { kind: 'request-answered', applicant: 'person', outcome: 'partly', count: 2 }),
    entered('e5', '2021-06-03', { kind: 'request-answered', applicant: 'person', outcome: 'not-held', count: 1 }),
    entered('e5', '2021-06-03', { kind: 'request-answered', applicant: 'person', outcome: 'not-held', count: 1 }, true),
    closed('t1', '2021-05-01', { outcome: 'granted', applicant: 'legal' }, 2),
    reopened('t1', '2021-05-06', { outcome: 'granted', applicant: 'legal' }, 3),
    closed('t1', '2021-05-07', { outcome: 'petition', applicant: 'legal' }, 4),
    closed('t2', '2021-05-07', {}, 2), // about something else
    entered('n1', '2019-12-31', { kind: 'normative-document-before', count: 40 }),
    entered('n2', '2020-02-01', { kind: 'normative-document', count: 5 }),
    entered('n3', '2021-02-01', { kind: 'normative-document', count: 7 }),
    entered('n4', '2021-02-01', { kind: 'normative-document-repealed', count: 4 }),
    entered('d1', '2021-07-01', { kind: 'decision', matter: 'permit', count: 812 }),
    entered('f1', '2021-08-01', { kind: 'fee-income', count: 1, fen: 12_340_001 }),
    entered('f2', '2021-09-01', { kind: 'fee-income', count: 1, fen: 20_000_000 }),
    entered('l1', '2020-08-01', { kind: 'dispute-filed', route: 'review', count: 2 }),
    entered('l2', '2021-08-01', { kind: 'dispute-filed', route: 'lawsuit', count: 1 }),
    entered('l3', '2021-09-01', { kind: 'dispute-concluded', route: 'review', result: 'upheld', count: 1 }),
  ];

  it('print the year in the format of 2021', async () => {
    await given(...ledger());
    const filled = await fill(2021);
    assert.deepEqual(golden(filled), {
      ...{ '20.1.2.made': 7, '20.1.2.repealed': 4, '20.1.2.valid': 48 },
      ...{ '20.5.1.decided': 812, '20.8.1.amount': 32.340001 },
      ...{ '三.一.person': 4, '三.一.legal': 1, '三.一.total': 5 },
      ...{ '三.二.company': 2, '三.二.total': 2 },
      ...{ '三.三.一.company': 1, '三.三.一.total': 1, '三.三.二.person': 2, '三.三.二.total': 2 },
      ...{ '三.三.五.1.legal': 1, '三.三.五.1.total': 1 },
      ...{ '三.三.七.person': 2, '三.三.七.company': 1, '三.三.七.legal': 1, '三.三.七.total': 4 },
      ...{ '三.四.person': 2, '三.四.company': 1, '三.四.total': 3 },
      ...{ '四.1.review.upheld': 1, '四.1.review.pending': 1, '四.1.review.total': 2 },
      ...{ '四.1.lawsuit.pending': 1, '四.1.lawsuit.total': 1 },
    });
    assert.deepEqual(
      filled.checks.map(({ holds, left, right }) => [holds, left, right]),
      [
        [true, 7, 7],
        [true, 4, 4],
        [true, 4, 7],
      ],
    );
  });

  it('carry over into the next year what was left of this one', async () => {
    await given(...ledger());
    const [last, next] = [golden(await fill(2021)), golden(await fill(2022))];
    for (const column of ['person', 'company', 'total']) assert.equal(next[`三.二.${column}`], last[`三.四.${column}`]);
    assert.equal(next['20.1.2.valid'], 48);
  });

  it('print the year in the trial format of 2019', async () => {
    await given(
      entered('m1', '2018-12-31', { kind: 'matter-added', matter: 'permit', count: 300 }),
      entered('m2', '2019-06-01', { kind: 'matter-dropped', matter: 'permit', count: 12 }),
      entered('m3', '2019-06-01', { kind: 'procurement', count: 3, fen: 1_234_567_890 }),
      entered('n1', '2018-12-31', { kind: 'normative-document-before', count: 10 }),
      entered('n2', '2019-03-01', { kind: 'normative-document', count: 6 }),
      entered('n3', '2019-03-01', { kind: 'normative-document-public', count: 5 }),
      entered('r1', '2019-03-01', { kind: 'request-fax', applicant: 'charity', count: 1 }),
      entered('r2', '2019-03-01', { kind: 'request-answered', applicant: 'charity', outcome: 'not-paid', count: 1 }),
    );
    assert.deepEqual(golden(await fill(2019)), {
      ...{ '20.1.2.made': 6, '20.1.2.published': 5, '20.1.2.public': 15 },
      ...{ '20.5.1.before': 300, '20.5.1.change': -12 },
      ...{ '20.9.1.projects': 3, '20.9.1.amount': 1234.56789 },
      ...{ '三.一.charity': 1, '三.一.total': 1, '三.三.六.charity': 1, '三.三.六.total': 1 },
      ...{ '三.三.七.charity': 1, '三.三.七.total': 1 },
    });
  });

  it('name in which column a printed rule does not hold', async () => {
    await given(
      entered('r1', '2021-03-01', { kind: 'request-letter', applicant: 'person', count: 2 }),
      entered('r2', '2021-03-01', { kind: 'request-answered', applicant: 'company', outcome: 'granted', count: 1 }),
    );
    const { checks } = await fill(2021);
    const { says: _, ...broken } = checks.find(({ holds }) => !holds) ?? assert.fail();
    assert.deepEqual(broken, { holds: false, left: 1, right: 0, column: 'company' });
  });

  it('say for every number how it counts, also where there is nothing', async () => {
    for (const year of [2019, 2021]) {
      for (const { no, unit, counting, byOffice } of flatRows(await fill(year)))
        assert.ok(unit === null || byOffice || counting.length > 0, `${year} ${no}`);
    }
  });

  it('keep their printed rule of balance in every column, whatever arrived in whatever order', async () => {
    const property = fc.asyncProperty(requestLines, fc.integer({ min: 2019, max: 2023 }), async (told, year) => {
      for (const name of [LEDGER, 'first-lines', 'totals', 'folds']) await store().db.collection(name).deleteMany({});
      if (told.length > 0) await given(...told);
      const filled = await fill(year);
      const equal = filled.checks.slice(0, 2);
      assert.deepEqual(
        equal.map(({ holds, column }) => [holds, column]),
        [
          [true, undefined],
          [true, undefined],
        ],
      );
      const cells = filled.rows.find(({ no }) => no === '三.一')?.cells ?? [];
      const sum = cells.reduce((all, { column, value }) => (column === 'total' ? all : all + (value ?? 0)), 0);
      assert.equal(cells.at(-1)?.value, sum, 'the columns add up to the total');
    });
    await fc.assert(property, { numRuns: 40 });
  });
});
