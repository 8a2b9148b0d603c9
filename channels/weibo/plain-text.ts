/** The body's words on one line, from which a summary is cut when staff wrote none. */
import { load } from 'cheerio';

const PARTS = 'p, h1, h2, h3, h4, h5, h6, li, tr, td, th, br, hr, figcaption, caption, blockquote, pre, div';

/** Parts of the body stand apart by a blank; pictures leave nothing. */
export function toPlainText(html: string): string {
  const $ = load(html, null, false);
  $(PARTS).before(' ').after(' ');
  return toOneLine($.root().text());
}

/** White space runs become one blank. */
export function toOneLine(text: string): string {
  return text.replace(/[\s\u200b]+/g, ' ').trim();
}
