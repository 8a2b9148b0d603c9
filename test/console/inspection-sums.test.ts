import assert from 'node:assert/strict';
import type { Indicator, Standing } from '../../src/console/browser/api/inspection.ts';
import { partsShown, sumOf } from '../../src/console/browser/inspection-sums.ts';

type Some = Pick<Indicator, 'id' | 'part' | 'standing' | 'points'>;
const one = (id: string, part: Indicator['part'], standing: Standing, points: number | null = null) =>
  ({ id, part, standing, points }) satisfies Some as Indicator;

const items = [
  one('notes', 'local', 'by-hand'),
  one('links', 'deduction', 'ok', 5),
  one('words', 'deduction', 'fails', 0.1),
  one('spelling', 'deduction', 'fails', 0.2),
  one('late', 'deduction', 'fails'),
  one('home', 'veto', 'soon'),
  one('empty', 'veto', 'fails'),
];

describe('what an inspection comes to', () => {
  it('is the vetoes that hold and the points that are lost, in tenths as told, not as binary makes them', () => {
    const { vetoes, lost, unpriced } = sumOf(items);
    assert.deepEqual([vetoes.map(({ id }) => id), lost, unpriced], [['empty'], 0.3, 1]);
    assert.deepEqual(sumOf([]), { vetoes: [], lost: 0, unpriced: 0 });
  });

  it('is shown by weight, the worst first in each part', () => {
    const shown = partsShown(items, false).map(({ title, items: own }) => [title, own.map(({ id }) => id)]);
    assert.deepEqual(shown, [
      ['单项否决', ['empty', 'home']],
      ['扣分指标', ['words', 'spelling', 'late', 'links']],
      ['本地要求和提醒', ['notes']],
    ]);
  });

  it('shows only what is wrong or about to be when asked so, and no empty part', () => {
    const shown = partsShown(items, true).flatMap(({ items: own }) => own.map(({ id }) => id));
    assert.deepEqual(shown, ['empty', 'home', 'words', 'spelling', 'late']);
    assert.deepEqual(partsShown([one('links', 'deduction', 'ok')], true), []);
  });
});
