import assert from 'node:assert/strict';
import { findOption } from '../../src/entry/entry-choices.ts';
import { listEntryKinds } from '../../src/entry/entry-kinds.ts';
import { toCsv } from '../../src/statistics/export/to-csv.ts';
import type { Figure } from '../../src/statistics/figure.ts';
import { fillTable } from '../../src/statistics/fill-table.ts';
import { cellsOf, findTable, listTables } from '../../src/statistics/read-tables.ts';
import { type Table, tableSchema } from '../../src/statistics/table.ts';
import { rules } from './on-ledger.ts';

const figure = (id: string, value: number): Figure => {
  return { id, title: id, unit: '件', value, counting: `${id} 的规则`, source: '' };
};
const table = (id: string): Table => findTable(id) ?? assert.fail(`no table ${id}`);
const row = (filled: ReturnType<typeof fillTable>, no: string) => filled.rows.find((one) => one.no === no);

describe('fillTable', () => {
  it('fills each row from its figures and names them', () => {
    const filled = fillTable(table('annual-2014'), [
      figure('items', 8269),
      figure('requests:online', 6),
      figure('requests:letter', 6),
    ]);
    assert.deepEqual([row(filled, '1')?.value, row(filled, '1')?.figures], [8269, ['items']]);
    assert.deepEqual([row(filled, '17')?.value, row(filled, '20')?.value, row(filled, '18')?.value], [12, 6, 0]);
    assert.deepEqual(row(filled, '1')?.counting, ['items 的规则']);
    assert.equal(row(filled, '30-35')?.value, null);
    assert.equal(row(filled, '30-35')?.byOffice, true);
  });

  it('gives a rate with what it is a quotient of, to two decimals', () => {
    const filled = fillTable(table('monthly'), [
      figure('entries:case-received', 2670),
      figure('entries:case-closed', 2523),
    ]);
    const { value, rate } = row(filled, '14') ?? {};
    assert.deepEqual([value, rate], [94.49, { numerator: 2523, denominator: 2670 }]);
  });

  it('has no rate of nothing', () => {
    const { value, rate } = row(fillTable(table('monthly'), []), '14') ?? {};
    assert.deepEqual([value, rate], [null, { numerator: 0, denominator: 0 }]);
  });

  it('sums all groups of a rule where a row says so', () => {
    const filled = fillTable(table('monthly'), [
      figure('posts:weibo', 193),
      figure('posts:wechat', 1813),
      figure('items', 3),
    ]);
    assert.equal(row(filled, '5')?.value, 2006);
  });

  it('says which of the printed rules do not hold', () => {
    const { checks } = fillTable(table('monthly'), [figure('topics', 3), figure('replies', 2)]);
    assert.deepEqual(
      checks.filter(({ holds }) => !holds).map(({ left, right }) => [left, right]),
      [[3, 2]],
    );
  });
});

describe('the tables', () => {
  const kinds = new Set(listEntryKinds().map(({ id }) => id));
  for (const { id, title } of listTables()) {
    it(`${title}: every row is filled by a figure that there is`, () => {
      const named = cellsOf(findTable(id) ?? assert.fail(id)).flatMap(({ sum, less = [] }) => [...sum, ...less]);
      for (const wanted of named) {
        const [rule = '', group = ''] = wanted.split(':');
        assert.ok(
          rules.some((one) => one.id === rule),
          `${id}: ${wanted}`,
        );
        const [kind = '', ...chosen] = group.split('.');
        if (['entries', 'entries-by', 'people', 'amounts'].includes(rule))
          assert.ok(kinds.has(kind), `${id}: ${wanted}`);
        const isWritten = (option: string) => option !== '*' && option !== '{column}';
        for (const option of rule === 'entries-by' ? chosen.filter(isWritten) : [])
          assert.ok(findOption(option), `${id}: ${wanted}`);
        if (rule === 'request-outcomes') assert.ok(findOption(kind), `${id}: ${wanted}`);
      }
    });
  }

  it('refuse a row that stands twice and a check on a row that there is not', () => {
    const one = { no: '1', title: 't', level: 0, unit: '件', sum: ['items'] };
    const raw = { id: 'x', title: 't', source: 's', every: 'year', from: 2014, to: null, rows: [one] };
    assert.ok(tableSchema.safeParse(raw).success);
    assert.equal(tableSchema.safeParse({ ...raw, rows: [one, one] }).success, false);
    const checks = [{ says: 's', left: ['1'], is: '=', right: ['2'] }];
    assert.equal(tableSchema.safeParse({ ...raw, checks }).success, false);
  });
});

describe('toCsv', () => {
  it('quotes what needs it and lets no cell begin a formula', () => {
    const heading = {
      title: '=SUM(A1)',
      period: '2018',
      organiser: '县政府办',
      source: '',
      rule: '',
      countedAt: '',
      closing: '',
      seal: '',
    };
    const about = {
      level: 0,
      unit: '件',
      rate: null,
      figures: [],
      counting: ['甲，"乙"'],
      byOffice: false,
      mark: 'C',
    } as const;
    const text = toCsv(
      { rows: [{ ...about, no: '1', title: '@x,y', value: 3, source: '', note: '' }], checks: [] },
      heading,
    );
    assert.equal(text.charCodeAt(0), 0xfeff);
    assert.deepEqual(text.slice(1).split('\r\n'), [
      "'=SUM(A1)（2018）",
      '行号,项目,单位,数值,分子,分母,计数规则,来源',
      '1,"\'@x,y",件,3,,,"甲，""乙""",',
      '',
    ]);
  });
});
