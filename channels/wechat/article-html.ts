/**
 * Body HTML in the shape an official account's article keeps: inline styles only, no links to other sites, pictures as
 * placeholders that publish.ts fills with addresses of the platform's own. What surrounds the body is in render.ts.
 */
import { type CheerioAPI, load } from 'cheerio';
import { setLines } from './article-lines.ts';
import { type Link, unlink } from './article-links.ts';
import { numberLists } from './article-lists.ts';
import { CAPTION, CAPTION_BELOW, PICTURE_BLOCK, STYLES } from './article-styles.ts';
import { setTables } from './article-tables.ts';
import { isTag, nodesIn, type Tag, tagsIn, unwrap, wordsOf } from './article-tree.ts';

export interface ArticleBody {
  readonly html: string;
  /** Picture ids in the order of their first appearance. */
  readonly pictures: readonly string[];
  /** Addresses of pictures that are not ours. */
  readonly foreign: readonly string[];
  /** Links that became notes at the end, [1] first. */
  readonly links: readonly Link[];
}

export interface Styling {
  /** Fewer where the styles of every paragraph and cell would take the text past the platform's length. */
  readonly styles: keyof typeof STYLES;
  /** Address of our page, which relative links start from. */
  readonly base: string;
}

export const PICTURE = 'sanwei-picture:';

const DROPPED = 'script,style,iframe,object,embed,form,input,button,select,textarea,video,audio,link,meta,noscript,svg';
const KEPT = new Set(
  'p h1 h2 h3 h4 h5 h6 strong b em i u s del sub sup br hr ul ol li blockquote pre code table caption thead tbody tfoot tr th td img a section span'.split(
    ' ',
  ),
);
const BLOCKS = new Set('div article header footer figure figcaption main center dl dt dd'.split(' '));
const LONGEST_CAPTION = 40; // characters
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  a: ['href'],
  img: ['src', 'alt'],
  th: ['colspan', 'rowspan'],
  td: ['colspan', 'rowspan'],
};

/** Pure; the same body gives the same HTML. */
export function toArticleBody(body: string, { styles, base }: Styling): ArticleBody {
  const $ = load(body, null, false);
  $(DROPPED).remove();
  dropComments($);
  const links = unlink($, base);
  const { pictures, foreign } = holdPictures($);
  numberLists($);
  for (const tag of tagsIn($)) undress(tag);
  setPictures($);
  setLines($);
  setTables($, styles === 'full');
  for (const tag of tagsIn($)) {
    if (BLOCKS.has(tag.tagName)) tag.tagName = 'section';
    if (!KEPT.has(tag.tagName)) unwrap($, tag);
    else dress(tag, styles);
  }
  return { html: ($.html() ?? '').trim(), pictures, foreign, links };
}

function dropComments($: CheerioAPI): void {
  for (const node of nodesIn($)) if (node.type === 'comment') $(node).remove();
}

function holdPictures($: CheerioAPI): Pick<ArticleBody, 'pictures' | 'foreign'> {
  const pictures = new Set<string>();
  const foreign: string[] = [];
  for (const element of $('img').toArray()) {
    const src = $(element).attr('src') ?? '';
    const id = /^\/media\/([\w.-]+)$/.exec(src)?.[1];
    if (!id) {
      foreign.push(src.slice(0, 80));
      continue;
    }
    pictures.add(id);
    $(element).attr('src', PICTURE + id);
  }
  return { pictures: [...pictures], foreign };
}

/** Leaves what the editor keeps, and of the styles that came along only where a text stands. */
function undress(tag: Tag): void {
  const { attribs } = tag;
  const { align = '', style = '' } = attribs;
  for (const name of Object.keys(attribs)) if (!ATTRIBUTES[tag.tagName]?.includes(name)) delete attribs[name];
  const side = /text-align:\s*(right|center)/.exec(style)?.[1] ?? /^(right|center)$/i.exec(align)?.[1]?.toLowerCase();
  if (side) attribs.style = `text-indent:0;text-align:${side}`;
}

/** Pictures stand in the middle with what is written below them; the indentation would push them over the edge. */
function setPictures($: CheerioAPI): void {
  for (const tag of tagsIn($)) {
    if (tag.tagName === 'figcaption') tag.attribs.style = CAPTION;
    const isPicture = tag.tagName === 'p' && $(tag).find('img').length > 0 && wordsOf($, tag) === '';
    if (!isPicture && tag.tagName !== 'figure') continue;
    tag.attribs.style = PICTURE_BLOCK;
    const [below] = $(tag).next('p').toArray();
    if (isPicture && below && isCaption(wordsOf($, below))) below.attribs.style = CAPTION_BELOW;
  }
}

/** A short line below a picture that is no sentence: “会议现场　田某 摄”. */
function isCaption(words: string): boolean {
  return words !== '' && words.length <= LONGEST_CAPTION && !/[。！？；：，]/.test(words);
}

function dress(tag: Tag, styles: Styling['styles']): void {
  const { attribs, tagName } = tag;
  const tight = endsItsBox(tag) ? 'margin:0' : '';
  const usual = tight && tagName === 'p' ? '' : STYLES[styles][tagName];
  const style = [usual, attribs.style, usual && tight].filter(Boolean).join(';');
  delete attribs.style; // it goes last
  if (style !== '') attribs.style = style;
  if (styles !== 'full' && tagName === 'table') Object.assign(attribs, { border: '1', cellpadding: '4' });
  if (tagName === 'p') dropIndent(tag.children[0]);
}

const BOXES = new Set(['td', 'th', 'li', 'blockquote']);

/** The last paragraph or list in a box leaves no room below it. */
function endsItsBox({ tagName, parent, nextSibling }: Tag): boolean {
  if (!/^(p|ul|ol)$/.test(tagName) || !isTag(parent as Tag) || !BOXES.has((parent as Tag).tagName)) return false;
  for (let next = nextSibling; next; next = next.nextSibling) if (isTag(next)) return false;
  return true;
}

// Texts from Word indent with two ideographic spaces; the style of the page indents already.
function dropIndent(first: Tag['children'][number] | undefined): void {
  if (first?.type === 'text' && 'data' in first) first.data = first.data.replace(/^[\s\u3000\u00a0]+/, '');
}

/** The words of an HTML text, one line per paragraph. */
export function toText(html: string): string {
  const lines = html.replace(/<br[^>]*>|<\/(p|h\d|li|tr|section|blockquote|pre|div|caption)>/gi, '$&\n');
  const text = load(lines.replaceAll(/<\/t[dh]>/gi, '$& '), null, false).text();
  return text
    .split('\n')
    .map((line) => line.replace(/[\s\u3000]+/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');
}
