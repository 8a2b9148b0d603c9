/** The website's yearly return and the accounts' rows of the month, as they come out of a small made-up ledger. */
import assert from 'node:assert/strict';
import { startOfDay } from '../../src/clock.ts';
import { ledgerIndexes } from '../../src/ledger/ledger.ts';
import { aLine, type Line } from '../../src/ledger/line.ts';
import { sealIndexes } from '../../src/ledger/seal.ts';
import { figuresOf } from '../../src/statistics/count-figures.ts';
import { expandTable, NOWHERE, type Place } from '../../src/statistics/expand-table.ts';
import { fillTable } from '../../src/statistics/fill-table.ts';
import { foldIndexes } from '../../src/statistics/first-line.ts';
import { readPeriod } from '../../src/statistics/period.ts';
import { findTable } from '../../src/statistics/read-tables.ts';
import { latestOf } from '../../src/statistics/standing.ts';
import type { Table } from '../../src/statistics/table.ts';
import { openStore } from '../support/open-store.ts';
import { entered } from './any-requests.ts';
import { answered, folded, linesBehind, logged, on, published, rules, tell } from './on-ledger.ts';

const place: Place = {
  words: { 'site.name': '示范县人民政府', 'site.url': 'https://www.example.gov.cn' },
  accounts: [
    { id: 'site', kind: 'website', name: '县政府网站' },
    { id: 'wx-a', kind: 'wechat', name: '示范县发布' },
    { id: 'wx-b', kind: 'wechat', name: '示范县政务' },
    { id: 'wb', kind: 'weibo', name: '微示范' },
  ],
  columns: [
    { id: 'news', type: '工作动态' },
    { id: 'about', type: '概况信息' },
    { id: 'explained', type: '政策解读' },
    { id: 'documents', type: '政策文件' },
  ],
};

const table = (id: string): Table => findTable(id) ?? assert.fail(id);

describe('the yearly return of the website', () => {
  const store = openStore(ledgerIndexes, sealIndexes, foldIndexes);
  const given = (...lines: readonly Line[]) => tell(store().db, ...lines);
  const fill = async (id: string, period: string) => {
    await folded(store().db);
    return fillTable(expandTable(table(id), place), await figuresOf(store().db, rules, readPeriod(period)));
  };
  const valuesOf = ({ rows }: Awaited<ReturnType<typeof fill>>) =>
    Object.fromEntries(rows.flatMap(({ no, value }) => (value ? [[no, value]] : [])));

  const out = (release: string, column: string, account = 'site') =>
    published(release, account, { day: '2021-03-01', facts: { column, kind: 'website' } });
  const letter = (id: string, day: string, kind = 'letter') =>
    aLine({ what: 'signal.taken', subject: `site:${id}`, at: on(day), by: 'public', facts: { account: 'site', kind } });
  const answeredOn = (id: string, came: string, day: string) => {
    const facts = {
      account: 'site',
      kind: 'website',
      action: 'reply',
      reply: `y-${id}`,
      topic: `t-${id}`,
      signal: `site:${id}`,
    };
    const told = { signalKind: 'letter', receivedAt: on(came).toISOString() };
    return answered(`y-${id}`, `t-${id}`, `site:${id}`, { day, facts: { ...facts, ...told } });
  };
  const followers = (id: string, day: string, count: number, account = 'wx-a', enteredAt = `${day}T01:00:00.000Z`) =>
    entered(id, day, { kind: 'followers', count, account, standing: true, enteredAt });

  it('is filled from what was published by type of column, what was written, answered and shown, and each account', async () => {
    await given(
      ...[
        out('r1', 'news'),
        out('r2', 'about'),
        out('r3', 'explained'),
        out('r4', 'documents'),
        out('r1', 'news', 'wx-a'),
      ],
      ...[letter('1', '2021-02-01'), letter('2', '2021-02-01'), letter('3', '2021-02-01', 'request')],
      ...[answeredOn('1', '2021-02-01', '2021-02-03'), answeredOn('2', '2021-02-01', '2021-02-06')],
      aLine({
        what: 'submission.shown',
        subject: '1',
        at: on('2021-02-09'),
        by: 'p1',
        nth: 1,
        facts: { kind: 'letter' },
      }),
      entered('e1', '2021-04-01', { kind: 'interpretation-product', count: 2 }),
      followers('f1', '2021-06-30', 9000),
      followers('f2', '2021-12-31', 12_345),
      followers('f3', '2021-11-30', 800, 'wb'),
      logged('l1', 't9', 'phone', { day: '2021-05-01' }),
    );
    const filled = await fill('website-yearly', '2021');
    assert.deepEqual(valuesOf(filled), {
      ...{ '1.1': 4, '1.2': 1, '1.3': 1, '1.4': 2, '3.1': 3, '3.2': 1, '3.3': 2, '3.5': 3, '3.5g': 3 },
      ...{ '5.2': 2, '5.3': 2, '5.4': 3.5, '5.5': 1 },
      ...{ '7.4.1': 800, '7.6.1': 1, '7.7.1': 12_345 },
    });
    assert.ok(filled.checks.every(({ holds }) => holds));
    const row = (no: string) => filled.rows.find((one) => one.no === no);
    assert.deepEqual([row('0.1')?.words, row('7.5.2')?.words], ['示范县人民政府', '示范县政务']);
    assert.equal(row('7.7.2')?.value, null, 'nobody said how many follow it');
    assert.deepEqual(row('5.4')?.rate, { numerator: 168, denominator: 48 });
    assert.deepEqual(await linesBehind(store().db, 'standing:followers.wx-a', '2021'), ['entry.made:f2']);
  });

  it('takes the last number that was entered for a period and not taken back', async () => {
    const back = entered('f2', '2021-12-31', { kind: 'followers', count: 12, account: 'wx-a', standing: true }, true);
    await given(
      followers('f1', '2021-12-31', 9000),
      followers('f2', '2021-12-31', 12, 'wx-a', '2022-01-05T01:00:00.000Z'),
      back,
    );
    assert.equal(valuesOf(await fill('website-yearly', '2021'))['7.7.1'], 9000);
    assert.equal(valuesOf(await fill('monthly', '2021-12'))['24.1'], 9000);
    assert.equal((await fill('monthly', '2021-11')).rows.find(({ no }) => no === '24.1')?.value, null);
  });

  it('counts what platforms have settled of a month, by the difference when they correct it, and says of how many days', async () => {
    const settled = (day: string, reads: number, nth = 1) =>
      aLine({
        what: 'figures.settled',
        subject: `wx-a@${day}`,
        at: startOfDay(day),
        by: 'system',
        nth,
        facts: { account: 'wx-a', day, reads },
      });
    await given(settled('2021-12-01', 300), settled('2021-12-02', 500), settled('2021-12-02', -20, 2));
    const values = valuesOf(await fill('monthly', '2021-12'));
    assert.deepEqual([values['20.1'], values['23.1'], values['20.2']], [780, 2, undefined]);
  });
});

describe('a table in an installation', () => {
  it('has no rows for kinds of accounts that there are none of, and sums over no column', () => {
    const { rows } = expandTable(table('website-yearly'), NOWHERE);
    assert.ok(!rows.some(({ no }) => no.startsWith('7.4') || no.startsWith('7.7')));
    const filled = fillTable({ ...table('website-yearly'), rows }, []);
    assert.equal(filled.rows.find(({ no }) => no === '1.3')?.value, 0);
  });

  it('leaves no braces where everything is known', () => {
    for (const id of ['website-yearly', 'monthly']) {
      const text = JSON.stringify(expandTable(table(id), place).rows.map((row) => ({ ...row, words: undefined })));
      assert.doesNotMatch(text, /\{(account|name|own|accounts of)/, id);
    }
  });
});

describe('what there is on a day', () => {
  it('is what was entered last for the latest day', () => {
    const one = (id: string, day: string, at: string) => entered(id, day, { standing: true, count: 1, enteredAt: at });
    const lines = [
      one('a', '2021-01-02', '2021-01-02'),
      one('b', '2021-01-01', '2021-01-09'),
      one('c', '2021-01-02', '2021-01-03'),
    ];
    assert.equal(latestOf(lines)?.subject, 'c');
    assert.equal(latestOf([]), null);
  });
});
