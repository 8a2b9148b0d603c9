import assert from 'node:assert/strict';
import { summaryOf, toPlainText } from '../../src/release/plain-text.ts';

describe('toPlainText', () => {
  const cases: readonly [title: string, html: string, text: string][] = [
    ['puts each paragraph on a line', '<h2>标题</h2><p>一</p><p>二<br />三</p>', '标题\n一\n二\n三'],
    [
      'keeps cells apart and rows on lines',
      '<table><tr><td>一</td><td>二</td></tr><tr><td>三</td></tr></table>',
      '一 二\n三',
    ],
    ['reads entities', '<p>1 &lt; 2 &amp; 3</p>', '1 < 2 & 3'],
    ['leaves nothing of pictures', '<p><img src="/media/x" alt="图" /></p>', ''],
    ['makes one blank of many', '<p>一 \u00a0\n 二</p>', '一 二'],
  ];
  for (const [title, html, text] of cases) it(title, () => assert.equal(toPlainText(html), text));
});

describe('summaryOf', () => {
  it('gives a short body whole', () => assert.equal(summaryOf('<p>停水。</p><p>请储水。</p>', 20), '停水。 请储水。'));
  it('ends after a sentence where one ends in time', () => {
    assert.equal(summaryOf('<p>今日停水。明日恢复供水，请储水。</p>', 10), '今日停水。');
  });
  it('shows by an ellipsis that it cut a sentence', () => {
    assert.equal(summaryOf('<p>今日因检修停水请提前储水</p>', 6), '今日因检修…');
  });
  it('never cuts a character in two', () => assert.equal(summaryOf('<p>𠮷𠮷𠮷𠮷</p>', 3), '𠮷𠮷…'));
});
