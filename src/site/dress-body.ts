/**
 * The text of an article as its page shows it. What staff wrote is left as it is; only what hangs on the page around it is mended here:
 * the levels of headings go on from the page's own h1 without a gap, and a table that is wider than a phone can be scrolled by keyboard.
 */
import { type CheerioAPI, load } from 'cheerio';

/** `html` is sanitised (release/read-body.ts). */
export function dressBody(html: string): string {
  if (!/<(h[2-6]|table)\b/.test(html)) return html;
  const $ = load(html, null, false);
  evenHeadings($);
  frameTables($);
  return $.html();
}

/** h3 h3 becomes h2 h2, h2 h4 h3 becomes h2 h3 h3: what stood below another still does, siblings stay siblings. */
function evenHeadings($: CheerioAPI): void {
  const above: number[] = [];
  for (const heading of $('h2, h3, h4, h5, h6').toArray()) {
    if (!('tagName' in heading)) continue;
    const level = Number(heading.tagName.slice(1));
    while ((above.at(-1) ?? 0) >= level) above.pop();
    above.push(level);
    heading.tagName = `h${above.length + 1}`;
  }
}

function frameTables($: CheerioAPI): void {
  for (const table of $('table').toArray()) {
    if ($(table).parents('table').length > 0) continue;
    const frame = $('<div class="scroll" tabindex="0" role="group"></div>');
    const name = $(table).children('caption').text().trim();
    frame.attr('aria-label', name === '' ? '表格' : `表格：${name}`);
    $(table).wrap(frame);
  }
}
