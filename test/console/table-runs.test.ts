/** How the console sets a printed table: which rows stand in the same columns, and which heads span them. */
import assert from 'node:assert/strict';
import { runsOf, showValue } from '../../src/console/browser/table-runs.ts';
import { fillTable } from '../../src/statistics/fill-table.ts';
import { findTable } from '../../src/statistics/read-tables.ts';

const runs = (id: string) => {
  const table = findTable(id);
  assert.ok(table);
  return runsOf(fillTable(table, []));
};

describe('a printed table in the console', () => {
  it('keeps every row, in order, whatever columns it stands in', () => {
    for (const id of ['annual-2014', 'annual-2019', 'annual-2021', 'monthly']) {
      const rows = runs(id).flatMap((run) => run.rows.map(({ no, title }) => `${no} ${title}`));
      assert.deepEqual(
        rows,
        findTable(id)?.rows.map(({ no, title }) => `${no} ${title}`),
      );
    }
  });

  it('lets the heads of each level span all columns between them', () => {
    for (const { columns, heads } of runs('annual-2021').filter((run) => run.columns.length > 0)) {
      const open = columns.map(() => 0);
      for (const level of heads) {
        for (const { span, rows } of level) {
          for (let left = span; left > 0; left--)
            open[open.findIndex((filled) => filled < heads.indexOf(level) + 1)]! += rows;
        }
      }
      assert.deepEqual(new Set(open), new Set([heads.length]));
    }
  });

  it('puts applicants who are no persons under one head', () => {
    const requests = runs('annual-2021').find(({ columns }) => columns.some(({ id }) => id === 'company'));
    const titles = requests?.heads.map((level) => level.map(({ title, span }) => `${title} ${span}`));
    assert.deepEqual(titles?.slice(0, 2), [['申请人情况 7'], ['自然人 1', '法人或其他组织 5', '总计 1']]);
  });

  it('tells headings from rows that the office fills in', () => {
    const headings = runs('annual-2014').filter(({ isHeading }) => isHeading);
    assert.ok(headings.every(({ rows }) => rows.every(({ byOffice }) => !byOffice)));
  });

  it('prints rates with two decimals and nothing for nothing', () => {
    assert.equal(showValue({ value: 94.5, rate: { numerator: 189, denominator: 200 } }), '94.50%');
    assert.equal(showValue({ value: null }), '—');
    assert.equal(showValue({ value: 8269 }), '8,269');
  });
});
