/**
 * What is left of a text when its links are taken out. The platform gives our posts back with every link rewritten to
 * http://t.cn/…, so only this part can be compared (open.weibo.com/wiki/2/statuses/share).
 */

/** A link as the platform finds it: it ends at the first character that is not plain ASCII. */
export const ANY_LINK = /https?:\/\/[!-~]+/gi;

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

/** The words alone, without links, white space and invisible characters: two texts of the same words come out equal. */
export function withoutLinks(text: string): string {
  return text
    .replace(ANY_LINK, '')
    .replace(/&(amp|lt|gt|quot);/g, (entity, name: string) => ENTITIES[name] ?? entity)
    .replace(/[\s\u200b-\u200d\ufeff]+/g, '');
}
