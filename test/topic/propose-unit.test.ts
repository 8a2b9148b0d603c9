import assert from 'node:assert/strict';
import { join } from 'node:path';
import { proposeUnit } from '../../src/topic/propose-unit.ts';
import { readUnits } from '../../src/topic/read-units.ts';
import type { Units } from '../../src/topic/unit.ts';

describe('proposeUnit, by config/units.json', () => {
  let units: Units;
  before(async () => {
    units = await readUnits(join(import.meta.dirname, '../../config/units.json'));
  });
  const propose = (title: string, text = '') => proposeUnit([{ title, text }], units);

  it('proposes the unit in charge and quotes the words', () => {
    const { unit, reason } = propose('第一小学门口补课班太多')!;
    assert.equal(unit, 'education');
    assert.ok(reason.includes('“小学”') && reason.includes('“补课”'), reason);
  });

  it('names the township beside the department', () => {
    const { unit, place, reason } = propose('石桥镇通村路多年没有硬化')!;
    assert.deepEqual([unit, place], ['transport', 'shiqiao']);
    assert.match(reason, /石桥镇人民政府辖区/);
  });

  it('proposes the township where no department is named', () => {
    assert.deepEqual(propose('石桥镇干部作风散漫')?.unit, 'shiqiao');
  });

  it('goes by the title before the text', () => {
    assert.equal(propose('医院挂号难', '孩子的学校、老师、小学、入学都好')?.unit, 'health');
  });

  it('proposes nobody where no word is found', () => assert.equal(propose('你好'), null));
});
