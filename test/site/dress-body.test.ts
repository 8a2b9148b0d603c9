import assert from 'node:assert/strict';
import { load } from 'cheerio';
import fc from 'fast-check';
import { dressBody } from '../../src/site/dress-body.ts';

const headingsOf = (html: string) => [...html.matchAll(/<h(\d)>/g)].map(([, level]) => Number(level));
const write = (levels: readonly number[]) => levels.map((level) => `<h${level}>一</h${level}><p>字</p>`).join('');

describe('the text of an article on its page', () => {
  it('is what was written where nothing hangs on the page', () => {
    const html = '<p>自下月起，<strong>延长</strong>开放&amp;借阅。</p>';
    assert.equal(dressBody(html), html);
  });

  for (const [given, shown] of [
    [
      [3, 3],
      [2, 2],
    ],
    [
      [2, 4, 3],
      [2, 3, 3],
    ],
    [
      [4, 2, 4],
      [2, 2, 3],
    ],
    [
      [2, 3, 4, 2],
      [2, 3, 4, 2],
    ],
  ] as const) {
    it(`goes on from the title: h${given.join(' h')} becomes h${shown.join(' h')}`, () => {
      assert.deepEqual(headingsOf(dressBody(write(given))), shown);
    });
  }

  it('never leaves a level out, whatever was written, and changes nothing the second time', () => {
    const levels = fc.array(fc.integer({ min: 2, max: 4 }), { minLength: 1 });
    fc.assert(
      fc.property(levels, (given) => {
        const html = dressBody(write(given));
        const shown = [1, ...headingsOf(html)];
        assert.equal(shown.length, given.length + 1);
        for (const [i, level] of shown.entries()) assert.ok(level <= (shown[i - 1] ?? 1) + 1, shown.join());
        assert.equal(dressBody(html), html);
      }),
    );
  });

  it('has each table in a frame that can be reached and scrolled, by the name of its caption', () => {
    const inner = '<table><tbody><tr><td>内</td></tr></tbody></table>';
    const $ = load(
      dressBody(`<table><caption>停水安排</caption><tbody><tr><td>${inner}</td></tr></tbody></table><p>字</p>${inner}`),
    );
    const frames = $('.scroll').toArray();
    assert.deepEqual(
      frames.map(({ attribs }) => [attribs.tabindex, attribs['aria-label']]),
      [
        ['0', '表格：停水安排'],
        ['0', '表格'],
      ],
    );
    assert.equal($('table').length, 3);
    assert.equal($('.scroll .scroll').length, 0);
  });
});
