import assert from 'node:assert/strict';
import { learnWords, searchWordsIn, wordsIn } from '../../src/text/segment.ts';

describe('cutting text into words', () => {
  it('cuts Chinese at its words and leaves marks out', () => {
    assert.deepEqual(wordsIn('城市长期停水，怎么办？'), ['城市', '长期', '停水', '怎么办']);
  });

  it('writes full-width and capital letters alike', () => {
    assert.deepEqual(wordsIn('Ｇ７８高速'), wordsIn('g78高速'));
  });

  it('gives the words inside a word to whoever searches', () => {
    assert.ok(searchWordsIn('行政复议').includes('行政'));
    assert.ok(searchWordsIn('行政复议').includes('复议'));
  });

  it('cuts a name whole once it has been learnt', () => {
    assert.notDeepEqual(wordsIn('滨河苑车位'), ['滨河苑', '车位']);
    learnWords(['滨河苑']);
    assert.deepEqual(wordsIn('滨河苑车位'), ['滨河苑', '车位']);
  });
});
