import assert from 'node:assert/strict';
import fc from 'fast-check';
import inspection from '../../config/inspection.json' with { type: 'json' };
import { dutyOf, inspectionConfig, readInspectionConfig } from '../../src/inspection/inspection-config.ts';
import { judgeAge } from '../../src/inspection/judge.ts';
import { daysBetween, limitDay, monthsAfter } from '../../src/inspection/limit-day.ts';
import { listColumns } from '../../src/release/columns.ts';

const home = { id: 'home', title: '首页', href: '/' };
const judged = (lastOn: string, today: string) =>
  judgeAge(home, lastOn, { limit: { amount: 14, unit: 'days' }, today, warnDays: 3 });

describe('what must be updated within 14 days', () => {
  const cases: readonly [string, string, number, RegExp][] = [
    ['2026-03-01', 'ok', 14, /今天有更新，还有 14 天/],
    ['2026-03-11', 'ok', 4, /已 10 天没有更新，还有 4 天/],
    ['2026-03-12', 'soon', 3, /还有 3 天/],
    ['2026-03-15', 'soon', 0, /今天不更新即超过 14 天/],
    ['2026-03-16', 'fails', -1, /已 15 天没有更新，超过 14 天的限度 1 天/],
  ];
  for (const [today, standing, daysLeft, says] of cases) {
    it(`is ${standing} on ${today} when it was on 1 March`, () => {
      const one = judged('2026-03-01', today);
      assert.deepEqual([one.standing, one.daysLeft], [standing, daysLeft]);
      assert.match(one.says, says);
    });
  }
});

describe('a limit in months', () => {
  it('ends on the same day of a later month, or its last', () => {
    const cases: readonly [string, number, string][] = [
      ['2025-08-31', 6, '2026-02-28'],
      ['2023-08-31', 6, '2024-02-29'],
      ['2025-12-05', 1, '2026-01-05'],
      ['2026-01-15', -2, '2025-11-15'],
      ['2026-03-31', -1, '2026-02-28'],
    ];
    for (const [day, months, wanted] of cases) assert.equal(monthsAfter(day, months), wanted);
    assert.equal(limitDay('2025-09-30', { amount: 6, unit: 'months' }), '2026-03-30');
  });

  it('is a real day, and as far as the months are long', () => {
    const day = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    const property = fc.property(day, fc.integer({ min: 0, max: 40 }), (date, months) => {
      const from = date.toISOString().slice(0, 10);
      const apart = daysBetween(from, monthsAfter(from, months));
      return apart >= months * 28 && apart <= months * 31;
    });
    fc.assert(property);
  });
});

describe('the data of the inspection', () => {
  it('has a duty for every column', () => {
    for (const column of listColumns()) assert.ok(dutyOf(inspectionConfig, column), column.id);
    assert.equal(dutyOf(inspectionConfig, { id: 'notices', type: '工作动态' })?.id, 'notices');
    assert.equal(dutyOf(inspectionConfig, { id: 'x', type: '政策文件' })?.id, 'notices');
    assert.equal(dutyOf(inspectionConfig, { id: 'x', type: '在线访谈' })?.id, 'other');
  });

  it('is refused when an indicator stands twice or names a duty that there is not', () => {
    const { indicators } = inspection;
    assert.throws(() => readInspectionConfig({ ...inspection, indicators: [...indicators, indicators[0]] }), /twice/);
    const lost = { ...indicators.find(({ id }) => id === 'policy-columns'), id: 'lost', duties: ['none'] };
    assert.throws(() => readInspectionConfig({ ...inspection, indicators: [lost] }), /there is not/);
  });

  it('says for each indicator its rule and where that stands', () => {
    for (const { id, rule, source } of inspectionConfig.indicators) assert.ok(rule && source, id);
  });
});
