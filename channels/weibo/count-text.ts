/**
 * Length of a text as the platform counts it, in 字: half-width characters are half a 字, the sum is rounded up. The rule
 * is that of the web composer at weibo.com; where sources differ, the longer count is taken, so that what fits here fits
 * there. Cutting to fit is in cut-text.ts.
 */

/** The documents' limit for a post and for a comment (open.weibo.com/wiki/2/statuses/share, 2/comments/reply). */
export const LONGEST = 140;

const HALVES_PER_UNIT = 2;
const LINK = /http:\/\/[!-~]+/gi;
/** What a shortened link costs: t.cn and seven characters, as 20 half-width ones. */
const SHORT_LINK = 20;
const LONGEST_SHORTENED = 140; // bytes; what is beyond is counted
const LONGEST_OWN_LINK = 41; // bytes; links to the platform itself are not shortened up to here

/** Length in 字. */
export function countText(text: string): number {
  return Math.ceil(countHalves(text) / HALVES_PER_UNIT);
}

/**
 * Length in half-width characters. Only http:// links are known to be shortened before counting; an https:// link counts
 * byte by byte. Everything beyond U+0080 is full-width, and a character outside the BMP is two of them.
 */
function countHalves(text: string): number {
  let halves = 0;
  const rest = text.replace(LINK, (link) => {
    halves += linkHalves(link);
    return '';
  });
  for (let at = 0; at < rest.length; at++) halves += rest.charCodeAt(at) > 0x80 ? 2 : 1;
  return halves;
}

function linkHalves(link: string): number {
  const bytes = link.length;
  const host = /^http:\/\/([^/:?#]*)/i.exec(link)?.[1]?.toLowerCase() ?? '';
  if (host === 't.cn') return 0;
  const shortened = SHORT_LINK + Math.max(0, bytes - LONGEST_SHORTENED);
  if (!/^(?:.+\.)?weibo\.(?:com|cn)$/.test(host)) return shortened;
  return Math.max(Math.min(bytes, LONGEST_OWN_LINK), bytes > LONGEST_OWN_LINK ? shortened : 0);
}
