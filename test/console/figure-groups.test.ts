/** Which figures the page of statistics puts beside each other. */
import assert from 'node:assert/strict';
import type { Figure } from '../../src/console/browser/api/statistics.ts';
import { groupFigures, pairsOf, sumOf, yearlyCurves } from '../../src/console/browser/figure-groups.ts';
import { rules } from '../statistics/on-ledger.ts';

const figure = (id: string, value = 1): Figure => ({ id, title: id, unit: '条', value, counting: '', source: '' });

describe('the figures of the page of statistics', () => {
  it('stand in exactly one group each, whatever rules there are', () => {
    const all = rules.map(({ id, group }) => figure(group ? `${id}:x` : id));
    const shown = groupFigures(all).flatMap(({ figures }) => figures.map(({ id }) => id));
    assert.deepEqual(shown.toSorted(), all.map(({ id }) => id).toSorted());
  });

  it('set the strict count beside the posts and replies it must not be made of', () => {
    const all = [
      figure('items', 5),
      figure('posts:website', 5),
      figure('posts:weibo', 2),
      figure('topics', 3),
      figure('replies', 4),
    ];
    const pairs = pairsOf(all).map(({ strict, gross }) => [strict.value, sumOf(gross)]);
    assert.deepEqual(pairs, [
      [5, 7],
      [3, 4],
    ]);
  });

  it('draw the signals of all accounts as one curve', () => {
    const month = (value: number) => Array.from({ length: 12 }, () => value);
    const curves = yearlyCurves([
      { id: 'signals:wechat', title: 'a', values: month(2) },
      { id: 'signals:weibo', title: 'b', values: month(3) },
    ]);
    assert.deepEqual(curves, [{ title: '收到线索', values: month(5) }]);
  });
});
