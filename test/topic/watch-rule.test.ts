import assert from 'node:assert/strict';
import { join } from 'node:path';
import fc from 'fast-check';
import { readUnits } from '../../src/topic/read-units.ts';
import { readWatchWords } from '../../src/topic/read-watch-words.ts';
import { type WatchRule, watch, watchReason } from '../../src/topic/watch-rule.ts';

const places = ['城关', '城关镇', '东山镇'];
const config = join(import.meta.dirname, '../../config');

const rule = (given: Partial<WatchRule>): WatchRule => {
  return { id: 'r', name: '学校安全', any: [], must: [], never: [], needsPlace: false, ...given };
};

const reasonOf = (title: string, ...rules: WatchRule[]) => {
  const caught = watch({ title, text: '' }, { places, rules });
  return caught && watchReason(caught, 3);
};

describe('a watch rule', () => {
  const school = rule({ any: ['校车', '食堂'], never: ['电影'] });
  const table: readonly [string, WatchRule, string | null][] = [
    ['城关镇校车侧翻', school, '热榜第 3 位，关注词“学校安全”命中：校车；地点：城关镇'],
    ['城关又上热榜：校车、食堂', school, '热榜第 3 位，关注词“学校安全”命中：校车、食堂；地点：城关'],
    ['校车侧翻', school, '热榜第 3 位，关注词“学校安全”命中：校车'],
    ['校车侧翻', rule({ ...school, needsPlace: true }), null],
    ['东山镇校车侧翻', rule({ ...school, needsPlace: true }), '热榜第 3 位，关注词“学校安全”命中：校车；地点：东山镇'],
    ['电影校车上映', school, null],
    ['城关镇今天很热闹', school, null],
    ['停课通知', rule({ must: ['停课', '通知'] }), '热榜第 3 位，关注词“学校安全”命中：停课、通知'],
    ['停课', rule({ must: ['停课', '通知'] }), null],
    ['停课食堂', rule({ must: ['停课'], any: ['食堂'] }), '热榜第 3 位，关注词“学校安全”命中：停课、食堂'],
    ['停课校车', rule({ must: ['停课'], any: ['食堂'] }), null],
    ['ＶＰＮ被查', rule({ any: ['vpn'] }), '热榜第 3 位，关注词“学校安全”命中：vpn'],
    ['vpn被查', rule({ any: ['ＶＰＮ'] }), '热榜第 3 位，关注词“学校安全”命中：ＶＰＮ'],
    ['什么都行', rule({}), null],
  ];
  for (const [title, one, reason] of table) {
    it(`${reason ? 'catches' : 'lets pass'} “${title}” by ${JSON.stringify([one.must, one.any, one.never])}`, () => {
      assert.equal(reasonOf(title, one), reason);
    });
  }

  it('joins no word out of the end of the title and the beginning of the text', () => {
    assert.equal(watch({ title: '新校', text: '车展' }, { places, rules: [school] }), null);
  });

  it('says so when the list gives no rank, and names the first rule that holds', () => {
    const caught = watch({ title: '校车', text: '' }, { places, rules: [rule({ must: ['停课'] }), school] });
    assert.equal(watchReason(caught!, null), '热榜条目，关注词“学校安全”命中：校车');
  });

  it('holds exactly when all of must, one of any and none of never are there', () => {
    const letters = fc.string({ unit: fc.constantFrom('水', '电', '桥', 'A', 'ａ'), minLength: 1, maxLength: 3 });
    const words = fc.array(letters, { maxLength: 3 });
    const even = (text: string) => text.replaceAll('ａ', 'a').replaceAll('A', 'a');
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 5 }), words, words, words, (title, any, must, never) => {
        const text = even(title.join(''));
        const has = (word: string) => text.includes(even(word));
        const isCaught = must.every(has) && (any.length === 0 || any.some(has)) && !never.some(has);
        const asks = any.length + must.length > 0;
        assert.equal(reasonOf(title.join(''), rule({ any, must, never })) !== null, asks && isCaught);
      }),
    );
  });
});

describe('config/watch-words.json', () => {
  it('names every township of config/units.json as a place, and lets national news pass', async () => {
    const rules = await readWatchWords(join(config, 'watch-words.json'));
    const { list } = await readUnits(join(config, 'units.json'));
    const townships = list.flatMap(({ name }) => /^(.+[镇乡])人民政府$/.exec(name)?.[1] ?? []);
    assert.ok(townships.length > 0);
    for (const name of townships) assert.ok(rules.places.includes(name), name);
    assert.equal(watch({ title: '某地校车侧翻', text: '' }, rules), null);
    assert.equal(watch({ title: '城关镇校车侧翻', text: '' }, rules)?.rule.id, 'school-safety');
  });
});
