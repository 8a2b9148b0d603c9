/**
 * Lines that a document sets in their own way (GB/T 9704—2012 7.3): whom it is addressed to, 附件说明, 署名 and 成文日期. The
 * body carries no alignment, so they are known by their words and their place.
 */
import type { CheerioAPI } from 'cheerio';
import { levelOf } from './article-lists.ts';
import { addStyle, isTag, type Tag, wordsOf } from './article-tree.ts';

const DATE =
  /^(\d{4}|[〇○零一二三四五六七八九]{4})年([\d一二三四五六七八九十]{1,3})月([\d一二三四五六七八九十]{1,3})日$/;
const SENTENCE = /[。！？；：:!?;]$/;
const LONGEST_NAME = 30; // characters of a signing body; longer lines are text
const MOST_NAMES = 6; // bodies that sign together
const ADDRESSED = 120; // characters of “各乡镇人民政府，县直各部门：”

const RIGHT = 'text-indent:0;text-align:right';
const LEFT = 'text-indent:0;text-align:left';

export function setLines($: CheerioAPI): void {
  const lines = $.root()
    .children()
    .toArray()
    .map((tag) => ({ tag, words: wordsOf($, tag) }));
  for (const [at, { tag, words }] of lines.entries()) {
    if (tag.tagName !== 'p') continue;
    if (DATE.test(words)) setSignature(lines, at);
    else if (/^附件[：:]/.test(words)) setAttachments(lines, at);
    else if (isTitleLine(tag, words)) addStyle(tag, 'font-weight:bold');
  }
  const first = lines[0];
  if (first?.tag.tagName === 'p' && isAddress(first.words)) addStyle(first.tag, LEFT);
}

type Line = { readonly tag: Tag; readonly words: string };

function setSignature(lines: readonly Line[], at: number): void {
  addStyle((lines[at] as Line).tag, RIGHT);
  for (const { tag, words } of lines.slice(Math.max(0, at - MOST_NAMES), at).toReversed()) {
    const isName = words.length <= LONGEST_NAME && !SENTENCE.test(words) && levelOf(words) < 0;
    if (tag.tagName !== 'p' || words === '' || !isName || /^附件/.test(words)) return;
    addStyle(tag, `${RIGHT};margin:0`);
  }
}

/** “附件：1.…” and the numbered lines after it hang below the first name. */
function setAttachments(lines: readonly Line[], at: number): void {
  addStyle((lines[at] as Line).tag, 'padding-left:5em;text-indent:-3em;text-align:left');
  for (const { tag, words } of lines.slice(at + 1)) {
    if (tag.tagName !== 'p' || !/^\d+[.．、]/.test(words)) return;
    addStyle(tag, 'padding-left:5em;text-indent:0;text-align:left');
  }
}

/** “一、总体要求” on a line of its own, from a text pasted without headings. */
function isTitleLine(tag: Tag, words: string): boolean {
  return (
    levelOf(words) === 0 && words.length <= LONGEST_NAME && !/[。；：，]$/.test(words) && !tag.children.some(isTag)
  );
}

function isAddress(words: string): boolean {
  return /[：:]$/.test(words) && words.length <= ADDRESSED && !/[。；]|(现将|如下|通知|公告)[^，]*[：:]$/.test(words);
}
