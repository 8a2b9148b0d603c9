/**
 * An announcement as an article of an official account, or why it cannot be one. Pure. The body's own HTML is made in
 * article-html.ts; pictures go up in pictures.ts.
 */
import type { Rendered } from '../../src/channel/contract.ts';
import { escapeHtml } from '../../src/channel/escape-html.ts';
import { toDay } from '../../src/clock.ts';
import type { Announcement } from '../../src/release/announcement.ts';
import { PICTURE, type Styling, toArticleBody, toText } from './article-html.ts';
import { showLinks } from './article-links.ts';
import { CORRECTION, NUMBER, PAGE, SMALL } from './article-styles.ts';
import { chosenFor, MASS_USE, usesMassSend } from './choices.ts';
import { needsConversion } from './convert.ts';
import { toDigest } from './digest.ts';
import { type Article, findBodyMisfits, findMisfits, isTooLong } from './misfits.ts';
import { type Payload, toMarker } from './payload.ts';
import type { WechatSettings } from './settings.ts';

/** The account, and what it has where an announcement says nothing. */
export type House = { readonly id: string } & Pick<WechatSettings, 'AUTHOR' | 'OPEN_COMMENTS' | 'MASS_SENDS'>;

export function render(announcement: Announcement, house: House): Rendered {
  const author = announcement.author.trim() || house.AUTHOR;
  const article = toArticle(announcement);
  const misfits = [...findMisfits(announcement, author), ...findBodyMisfits(announcement, article)];
  if (misfits.length > 0) return { fits: false, misfits };
  const payload: Payload = {
    title: announcement.title.trim(),
    author,
    digest: toDigest(announcement.summary, toText(announcement.body)),
    content: article.content,
    marker: toMarker(announcement),
    pictures: [...article.pictures],
    ...chosenFor(house.id, announcement, house),
    more: [],
  };
  const preview = {
    title: payload.title,
    html: showPhone(payload, announcement),
    text: toText(article.content),
    notes: listNotes(announcement, payload, article),
  };
  const uses = usesMassSend(payload, house) ? { uses: MASS_USE } : {};
  return { fits: true, piece: { preview, payload, ...uses } };
}

/** Set as well as its length allows. */
function toArticle(announcement: Announcement): Article {
  const full = dressArticle(announcement, 'full');
  if (!isTooLong(full)) return full;
  const lean = dressArticle(announcement, 'lean');
  return isTooLong(lean) ? dressArticle(announcement, 'plain') : lean;
}

function dressArticle(announcement: Announcement, styles: Styling['styles']): Article {
  const body = toArticleBody(announcement.body, { styles, base: announcement.url });
  const parts = [showCorrection(announcement), showHead(announcement), body.html, showLinks(body.links)];
  return { ...body, styles, content: `<section style="${PAGE}">${parts.join('')}</section>` };
}

function showCorrection({ correction }: Announcement): string {
  if (!correction) return '';
  const note = `<strong>更正说明</strong>（${toDay(correction.at)}）：${escapeHtml(correction.note)}`;
  return `<section style="${CORRECTION}">${note}</section>`;
}

function showHead({ number, source, writtenOn, publishedAt }: Announcement): string {
  const red = number && `<section style="${NUMBER}">${escapeHtml(number)}</section>`;
  const lines = [source && `来源：${source}`, `日期：${writtenOn ?? toDay(publishedAt)}`].filter(Boolean);
  return `${red}<section style="${SMALL}">${lines.map(escapeHtml).join('<br>')}</section>`;
}

function listNotes({ summary, correction, pictures }: Announcement, payload: Payload, article: Article): string[] {
  const notes = [`摘要${summary.trim() === '' ? '（取自正文）' : ''}：${payload.digest}`];
  notes.push(payload.pictures.length > 0 ? '封面：正文第一张图片' : '封面：默认封面');
  if (article.links.length > 0) notes.push(`公众号不支持站外链接：${article.links.length} 处链接改列在文末`);
  if (article.styles !== 'full') notes.push('正文较长，采用简洁排版');
  notes.push(...listConverted(pictures), ...listChosen(payload));
  if (correction && payload.notify !== 'none') {
    notes.push('本次更正会再次群发，占用一次群发次数；次数用完的，要等到下一期才能更正');
  }
  if (correction) notes.push('公众号文章发出后不能修改：先发布更正后的文章，再删除原文');
  return notes;
}

function listConverted(pictures: Announcement['pictures']): string[] {
  const converted = pictures.filter(needsConversion);
  if (converted.length === 0) return [];
  const moving = converted.some(({ type }) => type === 'image/gif') ? '；动图只保留第一帧' : '';
  return [`${converted.length} 张图片将转换为 1 MB 以内的 jpg，公众号不收其他格式和更大的图片${moving}`];
}

const COMMENTS = { open: '所有人可留言', fans: '仅粉丝可留言', closed: '不开留言' } as const;

function listChosen({ notify, comments }: Payload): string[] {
  const tag = /^tag:(\d+)$/.exec(notify)?.[1];
  const all = notify === 'all' ? '群发：通知全部粉丝' : '发布：不通知粉丝';
  return [tag ? `群发：通知编号为 ${tag} 的标签下的粉丝` : all, `留言：${COMMENTS[comments]}`];
}

function showPhone({ title, author, content }: Payload, { publishedAt }: Announcement): string {
  const heading = 'font-size:22px;line-height:1.4;font-weight:bold;margin:0 0 14px';
  const byline = [author, toDay(publishedAt)].filter(Boolean).map(escapeHtml).join('　');
  return [
    '<article style="max-width:414px;margin:0 auto;padding:20px 16px;background:#fff">',
    `<h1 style="${heading}">${escapeHtml(title)}</h1>`,
    `<p style="font-size:15px;color:#888;margin:0 0 22px">${byline}</p>`,
    content.replaceAll(PICTURE, '/media/'),
    '<p style="font-size:15px;color:#576b95;margin:24px 0 0">阅读原文</p>',
    '</article>',
  ].join('');
}
