/** Tables on a phone: what fits takes the whole width, what is wider keeps readable columns and is moved sideways. */
import type { CheerioAPI } from 'cheerio';
import { TABLE_CAPTION, TABLE_HINT, WIDE_TABLE } from './article-styles.ts';
import { addStyle, isTag, type Tag, wordsOf } from './article-tree.ts';

// In em of a table's letters (14 px). A phone of 375 px leaves an article about 343 px.
const FITS = 24;
const PADDING = 1; // of a cell, with its border
const NARROWEST = 2;
const WIDEST = 9; // a longer text breaks into lines
const NUMBER = /^[\d.,%+\-–—‰:]{2,16}$/;

/** `holdNumbers` keeps each number on one line, which costs a style for its cell. */
export function setTables($: CheerioAPI, holdNumbers: boolean): void {
  for (const table of $('table').toArray()) {
    if (holdNumbers) holdNumbersOf($, table);
    const em = Math.ceil(widthOf($, table));
    if (em > FITS && $(table).parents('table').length === 0) setWide($, table, em);
  }
}

function setWide($: CheerioAPI, table: Tag, em: number): void {
  addStyle(table, `min-width:${em}em;margin:0`);
  const $table = $(table);
  const caption = $table.children('caption');
  $table.wrap(`<section style="${WIDE_TABLE}"></section>`);
  const $frame = $table.parent();
  // A caption would stand in the middle of what is out of sight.
  if (caption.length > 0) $frame.before($(`<section style="${TABLE_CAPTION}"></section>`).append(caption.contents()));
  caption.remove();
  $frame.before(`<section style="${TABLE_HINT}">← 左右滑动查看完整表格 →</section>`);
}

function holdNumbersOf($: CheerioAPI, table: Tag): void {
  for (const cell of $(table).find('td').toArray()) {
    if (NUMBER.test(wordsOf($, cell))) addStyle(cell, 'white-space:nowrap');
  }
}

/** The sum of what its columns need. */
function widthOf($: CheerioAPI, table: Tag): number {
  const columns: number[] = [];
  const taken: number[] = []; // rows a cell from above still takes, by column
  for (const row of $(table).find('tr').toArray()) {
    let at = 0;
    for (const cell of row.children) {
      if (!isTag(cell)) continue;
      while ((taken[at] ?? 0) > 0) at++;
      const words = wordsOf($, cell);
      const [across, down] = [spanOf(cell, 'colspan'), spanOf(cell, 'rowspan')];
      for (let column = at; column < at + across; column++) {
        taken[column] = down;
        columns[column] = Math.max(columns[column] ?? 0, lettersOf(words) / across);
      }
      at += across;
    }
    for (const [column, rows] of taken.entries()) taken[column] = Math.max(0, (rows ?? 0) - 1);
  }
  const needs = columns.map((letters) => Math.min(WIDEST, Math.max(NARROWEST, letters)) + PADDING);
  return needs.reduce((sum, need) => sum + need, 0);
}

function spanOf(cell: Tag, name: 'colspan' | 'rowspan'): number {
  return Math.min(100, Math.max(1, Number.parseInt(cell.attribs[name] ?? '1', 10) || 1));
}

/** How wide a text is: a Chinese character 1, a digit or Latin letter about half. */
function lettersOf(words: string): number {
  let em = 0;
  for (const character of words) em += character < '\u0100' ? 0.6 : 1;
  return em;
}
