import assert from 'node:assert/strict';
import { aSignal, type IncomingSignal } from '../../src/signal/signal.ts';
import { gistOf } from '../../src/topic/gist.ts';
import { plainKeysOf, wordsOf } from '../../src/topic/keys-of.ts';
import { Lexicon } from '../../src/topic/lexicon.ts';
import { phrasesIn } from '../../src/topic/phrases-in.ts';
import { Profile } from '../../src/topic/profile.ts';
import { type Candidate, sortSignal } from '../../src/topic/sort-rule.ts';
import { Vocabulary } from '../../src/topic/vocabulary.ts';
import { aComment, now } from './open-desk.ts';

const board = (title: string | null, text: string, given: Partial<IncomingSignal> = {}) =>
  aSignal(aComment({ account: 'board', title, text, ...given }), { now, by: 'system', import: null });

const vocabulary = new Vocabulary();

const candidate = (topic: string, title: string | null, text: string, given: Partial<Candidate> = {}): Candidate => {
  const keys = plainKeysOf(board(title, text));
  const profile = new Profile();
  profile.add(gistOf(keys, vocabulary));
  return { topic, title: title ?? text, post: null, account: 'board', profile, samples: [keys], lastAt: now, ...given };
};

const sort = (signal: ReturnType<typeof board>, ...candidates: Candidate[]) =>
  sortSignal({ signal, words: wordsOf(signal), gist: gistOf(plainKeysOf(signal), vocabulary) }, candidates, vocabulary);

const garages = candidate(
  't-garages',
  '投诉银河湾小区捆绑销售车位',
  '开发商卖房时要求必须同时购买车位，银河湾的业主都不同意。',
);
const mixer = candidate('t-mixer', '东山花苑旁边的搅拌站日夜施工', '搅拌站离东山花苑不到一百米，灰尘和噪音很大。');

describe('keysOf', () => {
  it('leaves out what every message says', () => {
    assert.deepEqual(plainKeysOf({ title: '投诉小区物业的问题', text: '您好' }), { title: [], text: [], names: [] });
  });

  it('keeps words, and pairs where a name may stand', () => {
    assert.deepEqual(plainKeysOf({ title: '丽发新城的停车场', text: '' }).title, [
      '丽+发',
      '发+新城',
      '新城',
      '停车场',
    ]);
  });

  it('keeps numbers with the word behind them, but not how much there is of something', () => {
    assert.deepEqual(plainKeysOf({ title: '139路和12万', text: '' }).title, ['139+路']);
  });

  it('reaches across no mark and no end of a name', () => {
    assert.equal(plainKeysOf({ title: '丽，发', text: '' }).title.length, 0);
    assert.deepEqual(plainKeysOf({ title: 'A市丽发', text: '' }).title, ['丽+发']);
  });

  it('takes the first words of a comment for its title', () => {
    const { title, text } = plainKeysOf({ title: null, text: `银河湾${'，'.repeat(60)}东山花苑` });
    assert.equal(title.includes('山花+苑'), false);
    assert.equal(text.includes('山花+苑'), true);
  });

  it('puts shared pairs together again into words', () => {
    const words = wordsOf({ title: '丽发新城二期车位太贵', text: '' });
    assert.deepEqual(phrasesIn(words, new Set(['丽+发', '发+新城', '新城', '车位']), new Lexicon()), [
      '丽发新城',
      '车位',
    ]);
  });
});

describe('Lexicon', () => {
  const heard = (...titles: string[]) => {
    const lexicon = new Lexicon();
    for (const title of titles) lexicon.learn(wordsOf({ title, text: '' }).title);
    return lexicon;
  };
  const thrice = ['丽发新城小区停水', '丽发新城小区停电', '投诉丽发新城物业'];

  it('finds a name that three messages say', async () => {
    assert.deepEqual(await heard(...thrice).found(), [{ word: '丽发新城', kind: 'name', count: 3 }]);
    assert.deepEqual(await heard(...thrice.slice(1)).found(), []);
  });

  it('takes no words for one that mostly stand apart', () => {
    const apart = Array.from({ length: 5 }, (_, i) => [`发第${i}号`, `丽水${i}号`, `新城${i}号`]).flat();
    assert.equal(heard(...thrice, ...apart).kindOf(['发', '新城']) === 'name', false);
  });

  it('heeds what staff say at once', () => {
    const lexicon = heard(...thrice);
    lexicon.heed(new Map([['丽发新城', 'ignored']]));
    assert.equal(lexicon.kindOf(['丽', '发', '新城']), null);
    lexicon.heed(new Map([['新桥里', 'name']]));
    assert.equal(lexicon.kindOf(['新', '桥', '里']), 'name');
  });
});

describe('sortSignal', () => {
  it('joins a topic with the same names and the same matter, and says which', () => {
    const signal = board('银河湾强行捆绑车位', '买银河湾的房子必须买车位。');
    const { decision, reason, ...rest } = sort(signal, mixer, garages);
    assert.equal(decision, 'joined');
    assert.deepEqual(rest, { topic: 't-garages', also: [] });
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

  it('answers each request for disclosure by itself', () => {
    const signal = board('投诉银河湾小区捆绑销售车位', '银河湾要求必须同时购买车位。', { kind: 'request' });
    assert.equal(sort(signal, garages).decision, 'opened');
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
