import assert from 'node:assert/strict';
import fc from 'fast-check';
import { countText } from '../../../channels/weibo/count-text.ts';

const cases: readonly (readonly [string, string, number])[] = [
  ['nothing', '', 0],
  ['Chinese characters, one each', '停水公告', 4],
  ['half-width characters, half each', 'abcd', 2],
  ['an odd half, rounded up', 'abc', 2],
  ['U+0080 as half-width', '\u0080\u0080', 1],
  ['U+0081 as full-width', '\u0081', 1],
  ['é as full-width, the longer of two counts', 'éé', 2],
  ['an emoji as two', '😀', 2],
  ['a line break as half', '一\n二\n', 3],
  ['an http link as ten', 'http://www.example.gov.cn/a/long/path/to/somewhere.html', 10],
  ['an http link of 140 bytes as ten', `http://e.cn/${'a'.repeat(128)}`, 10],
  ['an http link of 142 bytes as eleven', `http://e.cn/${'a'.repeat(130)}`, 11],
  ['a t.cn link as nothing', '看http://t.cn/A6abcd', 1],
  ['an https link byte by byte', 'https://e.cn/abcdefg', 10],
  ['a long https link byte by byte', `https://e.cn/${'a'.repeat(187)}`, 100],
  ['an https t.cn link byte by byte', 'https://t.cn/A6abcde', 10],
  ['a link up to the first Chinese character', 'http://www.example.gov.cn/a/b/c/d。详情', 13],
  ['a short weibo.com link by its length', 'http://weibo.com/12', 10],
  ['a long weibo.com link as 41 bytes', `http://weibo.com/${'1'.repeat(60)}`, 21],
  ['a host that only ends like weibo.com as any other', 'http://notweibo.com/12', 10],
];

describe('countText', () => {
  for (const [what, text, length] of cases) {
    it(`counts ${what}`, () => assert.equal(countText(text), length));
  }

  it('adds up: two texts together are never longer than both and a blank', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (head, tail) => {
        assert.ok(countText(`${head} ${tail}`) <= countText(head) + countText(tail) + 1);
      }),
    );
  });
});
