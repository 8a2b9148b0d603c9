import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { ClassRules } from '../../src/topic/class-rule.ts';
import { HEARD_ONCE } from '../../src/topic/heat-peaks.ts';
import { proposeClass, type Voices } from '../../src/topic/propose-class.ts';
import { readClasses } from '../../src/topic/read-classes.ts';

describe('proposeClass, by config/classes.json', () => {
  let rules: ClassRules;
  before(async () => {
    rules = await readClasses(join(import.meta.dirname, '../../config/classes.json'));
  });

  const said = (title: string | null, text = '') => ({ title, text });
  const voices = (given: Partial<Voices> = {}): Voices => ({
    ...{ said: [said('东门桥头的路灯')], kinds: ['message'], accounts: ['board'], signals: 1, recent: 1 },
    heard: HEARD_ONCE,
    ...given,
  });
  const propose = (given: Partial<Voices> = {}) => proposeClass(voices(given), rules);

  it('proposes an ordinary message where nothing speaks for more, and says so', () => {
    const { class: topicClass, matter, rule, reason } = propose();
    assert.deepEqual([topicClass, matter, rule], ['message', 'general', null]);
    assert.match(reason, /普通留言/);
  });

  const matters: [string, string, string][] = [
    ['咨询公租房申请进度', 'consultation', '咨询'],
    ['投诉北门烧烤摊扰民', 'complaint', '投诉'],
    ['求助：家里停水三天', 'help', '求助'],
    ['建议在文昌路增设斑马线', 'suggestion', '建议'],
    ['举报某公司非法集资', 'investigation', '举报'],
    ['县政府网站有错别字', 'correction', '错别字'],
  ];
  for (const [title, matter, word] of matters) {
    it(`takes “${title}” for ${matter} and quotes the word`, () => {
      const proposal = propose({ said: [said(title)] });
      assert.equal(proposal.matter, matter);
      assert.ok(proposal.reason.includes(`“${word}”`), proposal.reason);
    });
  }

  it('lets one word of the title outweigh many of the text', () => {
    const text = '请问如何办理？什么时候能办？多久能办好？是否需要材料？';
    assert.equal(propose({ said: [said('投诉窗口服务', text)] }).matter, 'complaint');
  });

  it('makes a disclosure request and a hotline case what they are by their source', () => {
    assert.equal(propose({ kinds: ['request'] }).class, 'request');
    const hotline = propose({ kinds: ['case'], said: [said('投诉工地夜间施工')] });
    assert.deepEqual([hotline.class, hotline.matter], ['case', 'complaint']);
  });

  it('takes what came as a correction of the website for one, whatever its words', () => {
    assert.equal(propose({ kinds: ['correction'], said: [said('首页')] }).matter, 'correction');
  });

  it('proposes a major topic only when several report an emergency with casualties', () => {
    const report = [said('城西加油站爆炸', '现场有人伤亡')];
    assert.equal(propose({ said: report }).class, 'message');
    assert.equal(propose({ said: report, signals: 2 }).class, 'opinion');
    const major = propose({ said: report, signals: 3 });
    assert.equal(major.class, 'major');
    for (const part of ['“爆炸”', '“伤亡”', '线索 3 条', '国办发〔2016〕80号'])
      assert.ok(major.reason.includes(part), part);
  });

  it('is not taken in by phrases that mean something else', () => {
    assert.equal(propose({ said: [said('爆炸性增长带来的停车难', '死亡')], signals: 5 }).class, 'message');
  });

  it('proposes public opinion by heat alone, with the counts', () => {
    assert.equal(propose({ signals: 9, recent: 9 }).class, 'message');
    const hot = propose({ signals: 10, recent: 10 });
    assert.equal(hot.class, 'opinion');
    assert.match(hot.reason, /24 小时内 10 条/);
    assert.equal(propose({ signals: 20, recent: 0 }).rule, 'opinion-many');
  });

  it('proposes public opinion for what stood on a hot list, and names the rank', () => {
    const { class: topicClass, rule, reason } = propose({ kinds: ['hot'], heard: { ...HEARD_ONCE, rank: 7 } });
    assert.deepEqual([topicClass, rule], ['opinion', 'opinion-hot-rank']);
    assert.match(reason, /上了热榜第 7 位/);
    assert.equal(propose({ kinds: ['hot'] }).rule, 'opinion-hot-list');
    assert.equal(propose({ heard: { ...HEARD_ONCE, rank: 51 } }).class, 'message');
  });

  it('proposes public opinion for many within an hour, and tells how many', () => {
    assert.equal(propose({ heard: { ...HEARD_ONCE, inHour: 5 } }).class, 'message');
    const { class: topicClass, reason } = propose({ heard: { ...HEARD_ONCE, inHour: 23 } });
    assert.equal(topicClass, 'opinion');
    assert.match(reason, /一小时内 23 条（达到 6 条）/);
  });

  it('proposes public opinion for a jump heard on several accounts', () => {
    const heard = { ...HEARD_ONCE, burst: { signals: 8, usual: 0.5 } };
    assert.equal(propose({ heard }).class, 'message');
    const { class: topicClass, reason } = propose({ heard, accounts: ['board', 'blog'] });
    assert.equal(topicClass, 'opinion');
    assert.match(reason, /一天内 8 条，此前每天平均 0\.5 条/);
  });

  it('proposes no more than that however hot it is, and leaves requests and cases what they are', () => {
    const heard = { rank: 1, inHour: 500, inDay: 5000, burst: { signals: 5000, usual: 0 } };
    const hot = { heard, signals: 5000, recent: 5000, accounts: ['board', 'blog'] };
    assert.equal(propose(hot).class, 'opinion');
    assert.equal(propose({ ...hot, kinds: ['case'] }).class, 'case');
    assert.equal(propose({ ...hot, kinds: ['request'] }).class, 'request');
  });

  it('asks for several accounts where a rule says so', () => {
    const [rule] = rules.classes;
    const wide = { ...rules, classes: [{ ...rule!, id: 'wide', class: 'opinion' as const, kinds: [], sources: 2 }] };
    assert.equal(proposeClass(voices(), wide).class, 'message');
    assert.match(proposeClass(voices({ accounts: ['board', 'blog'] }), wide).reason, /来自 2 个渠道/);
  });
});
