/**
 * The platform's own view of a text: how it counts, which links it finds, how it shows them. Written from its documents and
 * not from the adapter, whose conservative count it is there to test.
 */
import type { Book } from './fake-book.ts';

const LINK = /https?:\/\/[!-~]+/g;

/** 字 by the rule for http and https alike: a link costs 20 half-width characters, t.cn nothing. */
export function platformLength(text: string): number {
  let halves = 0;
  for (const link of linksIn(text)) {
    const { hostname } = new URL(link);
    if (hostname === 't.cn') continue;
    const own = /(^|\.)weibo\.(com|cn)$/.test(hostname) && link.length <= 41;
    halves += own ? link.length : 20 + Math.max(0, link.length - 140);
  }
  for (const character of text.replace(LINK, '')) halves += character <= '\u0080' ? 1 : 2;
  return Math.ceil(halves / 2);
}

export function linksIn(text: string): readonly string[] {
  return (text.match(LINK) ?? []).filter((link) => URL.canParse(link));
}

/** Whether one of the links lies on the approved domain (安全域名). */
export function hasApprovedLink(text: string, siteUrl: string): boolean {
  const approved = new URL(siteUrl).hostname;
  return linksIn(text).some((link) => {
    const { hostname } = new URL(link);
    return hostname === approved || hostname.endsWith(`.${approved}`);
  });
}

/** Every link replaced by a short one; the same address keeps its code. */
export function shorten(text: string, { pages }: Book): string {
  return text.replace(LINK, (link) => {
    if (link.startsWith('http://t.cn/')) return link;
    const known = Object.entries(pages.links).find(([, address]) => address === link)?.[0];
    const code = known ?? `A6${(Object.keys(pages.links).length + 46_656).toString(36)}`;
    pages.links[code] = link;
    return `http://t.cn/${code}`;
  });
}

/** `Wed Oct 24 23:49:17 +0800 2012`. */
export function platformDate(iso: string): string {
  const beijing = new Date(Date.parse(iso) + 8 * 3_600_000);
  const [weekday, day, month, year, time] = beijing.toUTCString().replace(',', '').split(' ');
  return `${weekday} ${month} ${day} ${time} +0800 ${year}`;
}
