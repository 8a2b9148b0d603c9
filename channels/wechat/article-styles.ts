/** How the parts of an article look, as inline styles: the editor keeps neither classes nor style sheets. */

/**
 * Around the whole text; what is inside inherits it. First lines are indented as in a document; lines are not spaced out to
 * the edge, since an address or a long number in the next line would tear them apart.
 */
export const PAGE = 'font-size:16px;line-height:1.75;color:#333;text-align:left;text-indent:2em;word-break:break-word';
export const SMALL = 'font-size:14px;color:#888;text-indent:0;margin:0 0 1.5em';
export const NOTES = 'font-size:14px;color:#888;text-indent:0;text-align:left;margin:1.5em 0 0;word-break:break-all';
/** 发文字号 above a red line, as on a document's first page. */
export const NUMBER =
  'font-size:15px;color:#333;text-indent:0;text-align:center;margin:0 0 1em;padding:0 0 .6em;border-bottom:2px solid #c7000b';
export const CORRECTION =
  'background-color:#fff7e6;border:1px solid #f0c36d;padding:.6em 1em;margin:0 0 1em;text-indent:0';

export const PICTURE_BLOCK = 'margin:0 0 1em;text-indent:0;text-align:center';
const UNDER_PICTURE = 'text-indent:0;text-align:center;font-size:14px;color:#888;line-height:1.5';
export const CAPTION = `${UNDER_PICTURE};margin:.4em 0 0`;

/** Of a picture that is a paragraph of its own. */
export const CAPTION_BELOW = `${UNDER_PICTURE};margin:-.6em 0 1em`;

export const WIDE_TABLE = 'overflow-x:auto;margin:0 0 1em';
export const TABLE_CAPTION = 'font-size:14px;font-weight:bold;text-indent:0;text-align:center;margin:0 0 .3em';
export const TABLE_HINT = 'font-size:12px;color:#888;text-indent:0;text-align:center;margin:0 0 .4em';

const HEADING = 'font-weight:bold;text-indent:0;text-align:left;line-height:1.5;margin:1.4em 0 .7em;';
const LIST = 'margin:0 0 1em;padding-left:1.5em;text-indent:0';

/** Always there, by tag. */
const ALWAYS: Readonly<Record<string, string>> = {
  h1: `${HEADING}font-size:19px`,
  h2: `${HEADING}font-size:18px`,
  h3: `${HEADING}font-size:17px`,
  h4: `${HEADING}font-size:16px`,
  h5: `${HEADING}font-size:16px`,
  h6: `${HEADING}font-size:16px`,
  ul: `${LIST};list-style-type:disc`,
  ol: `${LIST};list-style-type:decimal`,
  blockquote:
    'margin:0 0 1em;padding:.5em 1em;border-left:3px solid #c9c9c9;background-color:#f7f7f7;color:#555;text-indent:0',
  pre: 'white-space:pre-wrap;text-indent:0;margin:0 0 1em',
  hr: 'border:0;border-top:1px solid #ddd;margin:1.5em 0',
  table:
    'border-collapse:collapse;width:100%;margin:0 0 1em;font-size:14px;line-height:1.4;text-indent:0;text-align:left',
  caption: 'font-weight:bold;text-align:center;padding:0 0 .5em;border:0',
  sup: 'font-size:12px;line-height:0',
  img: 'max-width:100%;height:auto',
};

const CELL = 'border:1px solid #ccc;padding:4px 6px;word-break:break-word';

/** With a style on every paragraph. */
const LEAN: Readonly<Record<string, string>> = { ...ALWAYS, p: 'margin:0 0 1em', li: 'margin:0 0 .4em' };

/** And on every cell, of which there may be thousands. */
const FULL: Readonly<Record<string, string>> = {
  ...LEAN,
  th: `${CELL};background-color:#f5f5f5;text-align:center`,
  td: CELL,
};

/** From the best to the shortest: the first that the platform's length allows is taken. */
export const STYLES = { full: FULL, lean: LEAN, plain: ALWAYS } as const;
