/**
 * Body HTML in the shape an official account's article keeps: inline styles only, no links to other sites, pictures as
 * placeholders that publish.ts fills with addresses of the platform's own. What surrounds the body is in render.ts.
 */
import { type CheerioAPI, load } from 'cheerio';

export interface ArticleBody {
  readonly html: string;
  /** Picture ids in the order of their first appearance. */
  readonly pictures: readonly string[];
  /** Addresses of pictures that are not ours. */
  readonly foreign: readonly string[];
  /** Links that became footnotes, [1] first. */
  readonly links: readonly { readonly text: string; readonly href: string }[];
}

export interface Styling {
  /** `plain` where the styles of every paragraph and cell would take the text past the platform's length. */
  readonly styles: 'full' | 'plain';
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
const BLOCKS = new Set([
  'div',
  'article',
  'header',
  'footer',
  'figure',
  'figcaption',
  'main',
  'center',
  'dl',
  'dt',
  'dd',
]);
const ATTRIBUTES = new Set(['colspan', 'rowspan', 'start', 'src', 'alt', 'href']);

const HEADING = 'font-weight:bold;text-indent:0;margin:1.2em 0 .6em;';
const ALWAYS: Readonly<Record<string, string>> = {
  h1: `${HEADING}font-size:19px`,
  h2: `${HEADING}font-size:18px`,
  h3: `${HEADING}font-size:17px`,
  h4: `${HEADING}font-size:16px`,
  h5: `${HEADING}font-size:16px`,
  h6: `${HEADING}font-size:16px`,
  ul: 'margin:0 0 1em;padding-left:2em;text-indent:0',
  ol: 'margin:0 0 1em;padding-left:2em;text-indent:0',
  blockquote: 'margin:0 0 1em;padding:.5em 1em;border-left:3px solid #ccc;color:#666;text-indent:0',
  pre: 'white-space:pre-wrap;text-indent:0',
  table:
    'border-collapse:collapse;width:100%;margin:0 0 1em;font-size:14px;line-height:1.4;text-indent:0;text-align:left',
  img: 'max-width:100%;height:auto',
};
const FULL: Readonly<Record<string, string>> = {
  ...ALWAYS,
  p: 'margin:0 0 1em',
  th: 'border:1px solid #ccc;padding:4px 6px;background:#f5f5f5',
  td: 'border:1px solid #ccc;padding:4px 6px',
};

/** Pure; the same body gives the same HTML. */
export function toArticleBody(body: string, { styles, base }: Styling): ArticleBody {
  const $ = load(body, null, false);
  $(DROPPED).remove();
  dropComments($);
  const links = unlink($, base);
  const { pictures, foreign } = holdPictures($);
  $('figure').attr('align', 'picture');
  $('figcaption').attr('align', 'caption');
  for (const element of $('*').toArray()) {
    if (!('tagName' in element)) continue;
    if (BLOCKS.has(element.tagName)) element.tagName = 'section';
    if (!KEPT.has(element.tagName)) $(element).replaceWith($(element).contents());
  }
  dress($, styles === 'full' ? FULL : ALWAYS);
  if (styles === 'plain') $('table').attr('border', '1').attr('cellpadding', '4');
  return { html: ($.html() ?? '').trim(), pictures, foreign, links };
}

function dropComments($: CheerioAPI): void {
  const everywhere = $.root().find('*').addBack().contents();
  everywhere.filter((_index, node) => node.type === 'comment').remove();
}

// An article may link to other articles of the platform only; every other address is shown as text at its end.
function unlink($: CheerioAPI, base: string): ArticleBody['links'] {
  const links: { text: string; href: string }[] = [];
  for (const element of $('a').toArray()) {
    const href = webAddress($(element).attr('href') ?? '', base);
    if (href && new URL(href).hostname === 'mp.weixin.qq.com') {
      $(element).attr('href', href);
      continue;
    }
    const text = $(element).text().trim();
    if (href && text !== '' && text !== href) {
      const known = links.findIndex((link) => link.href === href) + 1;
      const number = known || links.push({ text, href });
      $(element).append(`<sup>[${number}]</sup>`);
    }
    $(element).replaceWith($(element).contents());
  }
  return links;
}

function webAddress(href: string, base: string): string | null {
  if (href === '' || href.startsWith('#') || !URL.canParse(href, base)) return null;
  const url = new URL(href, base);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
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
    const paragraph = $(element).closest('p');
    if (paragraph.text().trim() === '') paragraph.attr('align', 'picture');
  }
  return { pictures: [...pictures], foreign };
}

function dress($: CheerioAPI, styles: Readonly<Record<string, string>>): void {
  for (const element of $('*').toArray()) {
    if (!('tagName' in element)) continue;
    const { attribs } = element; // directly: cheerio's attr() took most of the time of a long text
    const align = alignment(attribs.align, attribs.style);
    for (const name of Object.keys(attribs)) if (!ATTRIBUTES.has(name)) delete attribs[name];
    const style = [styles[element.tagName], align].filter(Boolean).join(';');
    if (style !== '') attribs.style = style;
    if (element.tagName === 'p') dropIndent(element.children[0]);
  }
}

function alignment(align = '', style = ''): string {
  if (align === 'picture') return 'margin:0 0 1em;text-indent:0;text-align:center';
  if (align === 'caption') return 'text-indent:0;text-align:center;font-size:14px;color:#888';
  const side = /text-align:\s*(right|center)/.exec(style)?.[1] ?? /^(right|center)$/i.exec(align)?.[1]?.toLowerCase();
  return side ? `text-indent:0;text-align:${side}` : '';
}

// Texts from Word indent with two ideographic spaces; the style above indents already.
function dropIndent(first: { type: string; data?: string } | undefined): void {
  if (first?.type === 'text' && first.data !== undefined) first.data = first.data.replace(/^[\s\u3000\u00a0]+/, '');
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

/** Text inside HTML. */
export function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => entities[character] as string);
}
