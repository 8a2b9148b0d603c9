/**
 * An announcement as a post: 【title】 summary address. The address of our own page always stands in it: the platform refuses
 * a post without an approved link, and readers find the whole text there. Counting is in count-text.ts.
 */
import type { Channel, Misfit, Rendered } from '../../src/channel/contract.ts';
import { countText, LONGEST } from './count-text.ts';
import { cutText } from './cut-text.ts';
import { PICTURE_BYTES, PICTURE_TYPES } from './limits.ts';
import type { Payload } from './payload.ts';
import { toOneLine, toPlainText } from './plain-text.ts';
import { toPreviewHtml } from './preview.ts';

type Announcement = Parameters<Channel['render']>[0];

const CORRECTED = '【更正】';
const MANY = 400; // characters of the body that can matter to a post of 140

export function render(announcement: Announcement): Rendered {
  const url = linkOf(announcement);
  const misfits = findMisfits(announcement, url);
  if (misfits.length > 0) return { fits: false, misfits };
  const notes: string[] = [];
  const text = compose(announcement, url, notes);
  const picture = choosePicture(announcement, notes);
  const payload: Payload = { text, picture };
  const html = toPreviewHtml(text, picture?.id ?? null);
  return { fits: true, piece: { preview: { title: announcement.title, html, text, notes }, payload: { ...payload } } };
}

/** A correcting post has an address of its own, so that readers and the platform see two different posts. */
function linkOf({ url, correction, revision }: Announcement): string {
  if (!correction) return url;
  const [page = '', ...fragment] = url.split('#');
  const marked = `${page}${page.includes('?') ? '&' : '?'}v=${revision}`;
  return [marked, ...fragment].join('#');
}

function findMisfits(announcement: Announcement, url: string): readonly Misfit[] {
  const misfits: Misfit[] = [];
  const title = toOneLine(announcement.title);
  if (title === '') misfits.push({ field: 'title', problem: '没有标题', remedy: '请填写标题' });
  if (announcement.disclosure !== '主动公开') {
    const problem = `公开属性是“${announcement.disclosure}”`;
    misfits.push({ field: 'disclosure', problem, remedy: '只有“主动公开”的内容可以发布，请先变更公开属性' });
  }
  if (!/^https?:\/\/[!-~]+$/i.test(url)) {
    misfits.push({ field: 'url', problem: '网址不是完整的 http(s) 地址', remedy: '请核对网站地址的设置' });
  } else if (title !== '' && cutTitle(announcement, title, url) === '') {
    const problem = `网址太长，按微博的算法占 ${countText(url)} 字，放不下标题`;
    misfits.push({ field: 'url', problem, remedy: '请改用较短的网址' });
  }
  return misfits;
}

function compose(announcement: Announcement, url: string, notes: string[]): string {
  const hashes = toOneLine(announcement.title + summaryOf(announcement) + url).split('#').length - 1;
  const clean = (text: string) => (hashes > 1 ? toOneLine(text).replaceAll('#', '') : toOneLine(text));
  if (hashes > 1) notes.push('微博接口不接受“#话题#”，文中的“#”已去掉');
  const title = clean(announcement.title);
  const shownTitle = cutTitle(announcement, title, url);
  if (shownTitle !== title) notes.push('标题过长，在微博上已截短');
  const opening = openingOf(announcement, shownTitle);
  const summary = clean(summaryOf(announcement));
  const shownSummary = cutText(summary, (part) => fits(`${opening}${part}`, url));
  if (shownSummary !== summary) notes.push('摘要过长，在微博上已截短');
  return `${opening}${shownSummary} ${url}`;
}

function cutTitle(announcement: Announcement, title: string, url: string): string {
  return cutText(title, (part) => fits(openingOf(announcement, part), url));
}

function openingOf({ correction }: Announcement, title: string): string {
  return `${correction ? CORRECTED : ''}【${title}】`;
}

function fits(text: string, url: string): boolean {
  return countText(`${text} ${url}`) <= LONGEST;
}

/** A correction says first what was corrected. */
function summaryOf({ correction, summary, body }: Announcement): string {
  const words = toOneLine(summary) || toPlainText(body).slice(0, MANY);
  const note = correction ? toOneLine(correction.note) : '';
  return note === '' ? words : `${/[。！？；.!?]$/.test(note) ? note : `${note}。`}${words}`;
}

/** The first picture, where the platform takes it. */
function choosePicture({ pictures }: Announcement, notes: string[]): Payload['picture'] {
  const [first, ...others] = pictures;
  if (!first) return null;
  if (!PICTURE_TYPES.includes(first.type)) {
    notes.push('微博只收 JPEG、GIF、PNG 图片，首图格式不符，不带图');
    return null;
  }
  if (first.bytes >= PICTURE_BYTES) {
    notes.push('微博只收小于 5 MB 的图片，首图过大，不带图');
    return null;
  }
  if (others.length > 0) notes.push('微博只带第一张图片');
  return { id: first.id, type: first.type };
}
