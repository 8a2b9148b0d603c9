import assert from 'node:assert/strict';
import { aSignal, type IncomingSignal } from '../../src/signal/signal.ts';
import { keysOf, phrasesIn } from '../../src/topic/keys-of.ts';
import { gistOf } from '../../src/topic/similarity.ts';
import { type Candidate, sortSignal } from '../../src/topic/sort-rule.ts';
import { aComment, now } from './open-desk.ts';

const board = (title: string | null, text: string, given: Partial<IncomingSignal> = {}) =>
  aSignal(aComment({ account: 'board', title, text, ...given }), { now, by: 'system', import: null });

const candidate = (topic: string, title: string | null, text: string, given: Partial<Candidate> = {}): Candidate => {
  const signal = board(title, text);
  return { topic, title: title ?? text, post: null, account: 'board', samples: [gistOf(keysOf(signal))], ...given };
};

const sort = (signal: ReturnType<typeof board>, ...candidates: Candidate[]) =>
  sortSignal(signal, gistOf(keysOf(signal)), candidates);

const garages = candidate(
  't-garages',
  '投诉银河湾小区捆绑销售车位',
  '开发商卖房时要求必须同时购买车位，银河湾的业主都不同意。',
);
const mixer = candidate('t-mixer', '东山花苑旁边的搅拌站日夜施工', '搅拌站离东山花苑不到一百米，灰尘和噪音很大。');

describe('keysOf', () => {
  it('leaves out what every message says', () => {
    assert.deepEqual(keysOf({ title: '投诉小区物业的问题', text: '您好' }), { title: [], context: [] });
  });

  it('keeps everyday matters as words and names as pairs of characters', () => {
    assert.deepEqual(keysOf({ title: '银河湾的停车场', text: '' }).title, ['停车场', '银河', '河湾']);
  });

  it('keeps numbers with the word behind them', () => {
    assert.deepEqual(keysOf({ title: '139路和G312', text: '' }).title, ['139路', 'g312']);
  });

  it('takes the first words of a comment for its title', () => {
    const { title, context } = keysOf({ title: null, text: `银河湾${'，'.repeat(60)}东山花苑` });
    assert.equal(title.includes('东山'), false);
    assert.equal(context.includes('东山'), true);
  });

  it('puts shared pairs together again into words', () => {
    const message = { title: '银河湾二期车位太贵', text: '' };
    assert.deepEqual(phrasesIn(message, new Set(['银河', '河湾', '车位'])), ['银河湾', '车位']);
  });
});

describe('sortSignal', () => {
  it('joins a topic with the same names and the same matter, and says which', () => {
    const signal = board('银河湾强行捆绑车位', '买银河湾的房子必须买车位。');
    const { decision, reason, ...rest } = sort(signal, mixer, garages);
    assert.equal(decision, 'joined');
    assert.deepEqual(rest, { topic: 't-garages' });
    assert.match(reason, /^与已有事项“投诉银河湾小区捆绑销售车位”同提：银河湾、.*车位（相似度 0\.\d\d|1\.00）$/);
  });

  it('opens a topic for the same place and another matter', () => {
    const signal = board('银河湾的幼儿园何时招生', '孩子今年三岁，想上银河湾配套的公办幼儿园。');
    assert.equal(sort(signal, garages).decision, 'opened');
  });

  it('opens a topic for the same matter in another place', () => {
    const signal = board('投诉滨江一号捆绑销售车位', '滨江一号的销售说不买车位就不能签合同。');
    assert.equal(sort(signal, garages).decision, 'opened');
  });

  it('takes the most alike of several', () => {
    const signal = board('东山花苑搅拌站日夜施工', '搅拌站吵得东山花苑没法睡。');
    const other = candidate('t-other', '东山花苑旁搅拌站占用绿化带', '东山花苑的绿化带被搅拌站占用。');
    const sorted = sort(signal, other, mixer);
    assert.equal(sorted.decision === 'joined' && sorted.topic, 't-mixer');
  });

  it('does not drift from neighbour to neighbour away from the opening signal', () => {
    const signal = board('东山花苑的搅拌站', '东山花苑旁边的搅拌站');
    const drifted = { ...garages, samples: [...garages.samples, ...mixer.samples] };
    assert.equal(sort(signal, mixer).decision, 'joined');
    assert.equal(sort(signal, drifted).decision, 'opened');
  });

  it('joins more readily under the same post', () => {
    const here = { account: 'blog', post: 'p1' };
    const asked = candidate('t-road', null, '望江桥几号通车', here);
    const signal = board(null, '望江桥通宵亮灯', here);
    assert.equal(sort(signal, { ...asked, post: 'p2' }).decision, 'opened');
    const sorted = sort(signal, asked);
    assert.equal(sorted.decision, 'joined');
    assert.match(sorted.reason, /同一条发布下/);
  });

  it('does not take a post of another account for the same', () => {
    const asked = candidate('t-road', null, '望江桥几号通车', { account: 'other', post: 'p1' });
    assert.equal(sort(board(null, '望江桥通宵亮灯', { account: 'blog', post: 'p1' }), asked).decision, 'opened');
  });

  it('opens a topic for a question without any name', () => {
    const { decision, reason } = sort(board(null, '什么时候能修好？'), garages);
    assert.equal(decision, 'opened');
    assert.match(reason, /^新事项：/);
  });

  const nothing = ['', '  ', '👍👍', '[赞][赞]', '！！！', '@某某部门', '转发微博', '支持！', '打卡 [心]'];
  for (const text of nothing) {
    it(`sets aside “${text}” and says why`, () => {
      const { decision, reason } = sort(board(null, text), garages);
      assert.equal(decision, 'set-aside');
      assert.match(reason, /^未列入：/);
    });
  }

  it('does not set aside a short complaint', () => {
    for (const text of ['停水了', '不支持', '@县政府 停电三天了'])
      assert.equal(sort(board(null, text)).decision, 'opened');
  });
});
