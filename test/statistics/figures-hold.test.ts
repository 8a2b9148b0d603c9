/** What must hold whatever happened: of every pair of a strict and a gross count, of every table there is, of every closing. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { machineClock } from '../../src/clock.ts';
import { entryChoices } from '../../src/entry/entry-choices.ts';
import { LEDGER, ledgerIndexes, ledgerOf } from '../../src/ledger/ledger.ts';
import type { Line } from '../../src/ledger/line.ts';
import { postLines } from '../../src/ledger/post-lines.ts';
import { SEALS, sealIndexes } from '../../src/ledger/seal.ts';
import { sealLines } from '../../src/ledger/seal-lines.ts';
import { closePeriod } from '../../src/statistics/close-period.ts';
import { CLOSINGS, closingIndexes } from '../../src/statistics/closing.ts';
import { countFigures, figuresAround } from '../../src/statistics/count-figures.ts';
import { expandTable, type Place } from '../../src/statistics/expand-table.ts';
import { fillTable } from '../../src/statistics/fill-table.ts';
import { foldIndexes, foldsOf } from '../../src/statistics/first-line.ts';
import { foldLedger } from '../../src/statistics/fold-ledger.ts';
import { readPeriod } from '../../src/statistics/period.ts';
import { carriedIn, findTable, listTables } from '../../src/statistics/read-tables.ts';
import { refold } from '../../src/statistics/refold.ts';
import { linesWhenClosed, restate } from '../../src/statistics/restate.ts';
import { insertNew } from '../../src/store/insert-new.ts';
import { openFailing } from '../support/failing-database.ts';
import { openStore } from '../support/open-store.ts';
import { lines } from './any-lines.ts';
import { entered, requestLines } from './any-requests.ts';
import { folded, on, rules, valuesIn } from './on-ledger.ts';

const place: Place = {
  words: {},
  accounts: ['website', 'wechat', 'weibo'].map((id) => ({ id, kind: id, name: id })),
  columns: [{ id: 'notices', type: '工作动态' }],
};

const MONTHS = Array.from({ length: 12 }, (_, i) => `2018-${String(i + 1).padStart(2, '0')}`);

/** Lines of any kind, among them such as count more than 1 and such as take away. */
const anything = fc.tuple(lines, requestLines).map(([some, others]) => [...some, ...others]);

/** What was asked and then, perhaps, answered: in the same kind of words for every form of the table. */
const aRequest = fc.record({
  id: fc.integer({ min: 1, max: 40 }),
  year: fc.integer({ min: 2018, max: 2022 }),
  month: fc.integer({ min: 1, max: 9 }),
  way: fc.constantFrom('request-in-person', 'request-fax', 'request-online', 'request-letter'),
  applicant: fc.constantFrom(...entryChoices.applicant.options.map((option) => option.id)),
  outcome: fc.option(fc.constantFrom(...entryChoices.outcome.options.map((option) => option.id)), { nil: null }),
  /** Months until it is answered: some in the next year. */
  after: fc.integer({ min: 0, max: 6 }),
});
const requests = fc.uniqueArray(aRequest, { selector: ({ id }) => id, maxLength: 12 }).map((all) =>
  all.flatMap(({ id, year, month, way, applicant, outcome, after }) => {
    const asked = entered(`q${id}`, `${year}-${pad(month)}-05`, { kind: way, applicant, count: 1 });
    if (outcome === null) return [asked];
    const end = month - 1 + after;
    const on = `${year + Math.floor(end / 12)}-${pad((end % 12) + 1)}-20`;
    const answered = entered(`w${id}`, on, { kind: 'request-answered', applicant, outcome, count: 1 });
    const onTime = entered(`o${id}`, on, { kind: after > 1 ? 'request-extended' : 'request-on-time', count: 1 });
    return [asked, answered, onTime, entered(`g${id}`, on, { kind: 'answer-granted', count: 1 })];
  }),
);

function pad(number: number): string {
  return String(number).padStart(2, '0');
}

describe('figures of whatever happened', function () {
  this.timeout(60_000);
  const store = openStore(ledgerIndexes, sealIndexes, closingIndexes, foldIndexes);
  const empty = async () => {
    const collections = [
      LEDGER,
      SEALS,
      CLOSINGS,
      'closed-lines',
      'first-lines',
      'totals',
      'folds',
      'packs',
      'packed-lines',
    ];
    for (const name of collections) await store().db.collection(name).deleteMany({});
  };
  const tell = (told: readonly Line[]) => insertNew(ledgerOf(store().db), told);
  const desk = (db = store().db) => ({ db, rules, clock: machineClock });

  const restarts = {
    nothing: async () => {},
    'two processes read': () =>
      Promise.all([folded(store().db), folded(store().db)]).then(() => foldLedger(store().db, rules)),
    seal: () => sealLines(store().db, machineClock.now()),
    'made anew, in runs of a few lines': (nth: number) => refold({ ...desk(), portions: { page: 3, run: 2 * nth } }),
    'killed while it folds': async (nth: number) => {
      await folded(store().db);
      const failing = openFailing(store().db);
      failing.failAt(nth, 'answer lost');
      await foldLedger(failing.db, rules).catch(() => {});
    },
    'killed while it is made anew': async (nth: number) => {
      const failing = openFailing(store().db);
      failing.failAt(nth, 'not done');
      await refold({ ...desk(failing.db), portions: { page: 3, run: 5 } }).catch(() => {});
      // Its silence is noticed after a minute; here at once.
      await foldsOf(store().db).updateMany({}, { $set: { making: null } });
    },
  } as const;
  const restart = fc.constantFrom(...(Object.keys(restarts) as (keyof typeof restarts)[]));

  it('are the same in any order of arrival, with repetitions and with deaths in between', async () => {
    const history = anything.chain((told) =>
      fc.record({
        told: fc.constant(told),
        shuffled: fc.shuffledSubarray(told, { minLength: told.length, maxLength: told.length }),
        cuts: fc.array(fc.record({ act: restart, nth: fc.integer({ min: 1, max: 8 }) }), {
          minLength: 1,
          maxLength: 4,
        }),
      }),
    );
    const property = fc.asyncProperty(history, async ({ told, shuffled, cuts }) => {
      await empty();
      await tell(told);
      const straight = await figuresByPeriod();
      await empty();
      const size = Math.ceil(shuffled.length / cuts.length);
      for (const [at, { act, nth }] of cuts.entries()) {
        // From the beginning each time: what came before comes again.
        await tell(shuffled.slice(0, (at + 1) * size));
        await restarts[act](nth);
      }
      await tell(shuffled);
      assert.deepEqual(await figuresByPeriod(), straight);
    });
    await fc.assert(property, { numRuns: 25 });
  });

  const figuresByPeriod = async () => {
    const periods = ['2018', '2020', '2018-02', '2018-11', '2021-05'];
    const told: Record<string, unknown> = {};
    for (const period of periods) told[period] = withoutNought(await valuesIn(store().db, period));
    return told;
  };

  /** Strict, and what it never exceeds. */
  const PAIRS: readonly (readonly [string, string])[] = [
    ['items', 'items-by-kind:'],
    ['items', 'items-by-column:'],
    ['items', 'posts:'],
    ['items-by-kind:', 'posts:'],
    ['topics', 'replies'],
    ['replies', 'replies-by-means:'],
  ];

  it('count strictly never more than in gross, of every pair, in the year and in every month', async () => {
    const property = fc.asyncProperty(anything, async (told) => {
      await empty();
      await tell(told);
      for (const period of ['2018', ...MONTHS]) {
        const values = await valuesIn(store().db, period);
        const sum = (start: string) =>
          sumOf(values, (id) => (start.endsWith(':') ? id.startsWith(start) : id === start));
        for (const [strict, gross] of PAIRS)
          assert.ok(sum(strict) <= sum(gross), `${period}: ${strict} ${sum(strict)} > ${gross} ${sum(gross)}`);
        for (const account of ['website', 'wechat', 'weibo'])
          assert.ok(
            sumOf(values, (id) => id === `items-by-kind:${account}`) <=
              sumOf(values, (id) => id === `posts:${account}`),
          );
      }
    });
    await fc.assert(property, { numRuns: 12 });
  });

  for (const { id, title, every, from, to } of listTables()) {
    it(`${title}: keep its printed rules`, async () => {
      const table = expandTable(findTable(id) ?? assert.fail(id), place);
      const wanted = carriedIn(table);
      const years = [2018, 2019, 2020, 2021, 2022].filter((year) => year >= from && (to === null || year <= to));
      const names = every === 'year' ? years.map(String) : ['2018-03', '2018-07'];
      const property = fc.asyncProperty(lines, requests, async (some, asked) => {
        await empty();
        await tell([...some, ...asked]);
        await folded(store().db);
        for (const name of names) {
          const carried = rules.filter((rule) => wanted.has(rule.id));
          const { figures, before } = await figuresAround(store().db, rules, { period: readPeriod(name), carried });
          const { checks } = fillTable(table, figures, { before, countingOf: () => null });
          assert.equal(checks.length, table.checks.length);
          assert.deepEqual(
            checks.filter(({ holds }) => !holds),
            [],
            name,
          );
        }
      });
      await fc.assert(property, { numRuns: 12 });
    });
  }

  it('are what was closed, with what was added since and without what dropped out', async () => {
    const property = fc.asyncProperty(anything, anything, async (before, since) => {
      await empty();
      await tell(before);
      await folded(store().db);
      const period = readPeriod('2018');
      const signer = { id: 'p1', name: 'zhou', roles: ['statistician'] } as const;
      const post = () => postLines(store().db, [CLOSINGS, SEALS]);
      const closing = await closePeriod({ ...desk(), postLines: post }, period, signer, on('2019-01-05'));
      await tell(since);
      const counted = await countFigures(store().db, rules, period);
      const moved = new Map((await restate(store().db, closing, counted)).map((one) => [one.id, one]));
      const closed = new Map(closing.figures.map((one) => [one.id, one.value]));
      for (const id of new Set([...closed.keys(), ...counted.map(({ figure }) => figure.id)])) {
        const now = counted.find(({ figure }) => figure.id === id);
        const { added = [], dropped = [] } = moved.get(id) ?? {};
        const then = await linesWhenClosed(store().db, closing, id);
        const standing = [...[...then].filter((line) => !dropped.includes(line)), ...added];
        assert.deepEqual(standing.toSorted(), [...(now?.lines ?? [])].toSorted(), id);
        if (!moved.has(id)) assert.equal(closed.get(id) ?? 0, now?.figure.value ?? 0, id);
        else
          assert.deepEqual([moved.get(id)?.closed, moved.get(id)?.now], [closed.get(id) ?? 0, now?.figure.value ?? 0]);
        const isCountedByOne = /^(items|posts|topics|replies|signals)/.test(id);
        if (isCountedByOne)
          assert.equal((closed.get(id) ?? 0) + added.length - dropped.length, now?.figure.value ?? 0, id);
      }
    });
    await fc.assert(property, { numRuns: 12 });
  });
});

function sumOf(values: Readonly<Record<string, number>>, isMine: (id: string) => boolean): number {
  return Object.entries(values).reduce((sum, [id, value]) => (isMine(id) ? sum + value : sum), 0);
}

function withoutNought(values: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== 0));
}
