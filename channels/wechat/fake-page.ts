/** HTML of the fake's pages: what a follower sees on a phone. Which page is asked is decided in fake-pages.ts. */
import { escapeHtml } from '../../src/channel/escape-html.ts';
import { toMinute } from '../../src/clock.ts';
import { PICTURE_HOST } from './fake-material.ts';
import { articleUrl } from './fake-publish.ts';
import type { FakeArticle, FakeMessage, FakePlatform, FakePublication, FakeRemark } from './fake-state.ts';
import { page } from './fake-style.ts';

const when = (at: number) => toMinute(new Date(at));

export const NAME = '政务公众号（演练）';

/** The account's own page: its messages as cards, newest first, and a form to write to it. */
export function showAccount(platform: FakePlatform): string {
  const standing = platform.state.publications.filter(({ items }) => items.some(({ gone }) => !gone));
  const cards = standing.toReversed().map((publication) => showCard(platform, publication));
  const articles = standing.flatMap(({ items }) => items).filter(({ gone }) => !gone).length;
  const header = `<header class="head"><div class="face">政</div><div><h1>${NAME}</h1><p>政务号　${articles} 篇内容</p></div></header>`;
  const list = cards.length > 0 ? cards.join('') : '<p class="by">还没有文章</p>';
  const talk = `<section class="talk"><h2>给公众号发消息</h2>${messageForm('')}</section>`;
  return page(NAME, `${header}<section class="feed">${list}</section>${talk}`);
}

/** One message: its first article large, the others below. */
function showCard(platform: FakePlatform, { items, msg_data_id, at }: FakePublication): string {
  const shown = items.flatMap(({ article, gone }, index) => (gone ? [] : [{ article, index }]));
  const rows = shown.map(({ article, index }, nth) => {
    const link = (title: string) =>
      `<a href="${escapeHtml(articleUrl(platform, msg_data_id, index))}">${escapeHtml(title)}</a>`;
    const cover = coverOf(platform, article);
    if (nth > 0) return `<div class="row">${link(article.title)}<div class="thumb"${cover}></div></div>`;
    const digest = article.digest ? `<p>${escapeHtml(article.digest)}</p>` : '';
    return `<div class="cover"${cover}><span class="over">${link(article.title)}</span></div>${digest}`;
  });
  return `<time>${when(at)}</time><div class="card">${rows.join('')}</div>`;
}

function coverOf({ state }: FakePlatform, { thumb_media_id }: FakeArticle): string {
  const key = state.materials.find(({ media_id }) => media_id === thumb_media_id)?.key;
  return key ? ` style="background-image:url(/mmbiz_png/${key}/0)"` : '';
}

function messageForm(name: string): string {
  return `<form method="post" action="/message"><input name="name" aria-label="昵称" placeholder="昵称" required maxlength="20" value="${escapeHtml(name)}">
<textarea name="text" aria-label="消息" placeholder="消息" required maxlength="600"></textarea><button>发送</button></form>`;
}

export interface ShownArticle {
  readonly publication: FakePublication;
  /** From 0. */
  readonly index: number;
  readonly remarks: readonly FakeRemark[];
}

export function showArticlePage({ publication, index, remarks }: ShownArticle): string {
  const item = publication.items[index];
  if (!item || item.gone) return showGone();
  const { title, author, content, content_source_url: source } = item.article;
  const body = content.replaceAll(`${PICTURE_HOST}/`, '/');
  const more =
    source === '' ? '' : `<p class="origin"><a href="${escapeHtml(source)}" rel="noreferrer">阅读原文</a></p>`;
  const name = `<a href="/">${NAME}</a>`;
  const byline = [escapeHtml(author), name, when(publication.at)].filter(Boolean).join('　');
  const comments = item.commentsOpen
    ? showRemarks(publication.msg_data_id, index, remarks)
    : '<section class="talk"><h2>作者未开放留言</h2></section>';
  const article = `<article><h1>${escapeHtml(title)}</h1><p class="by">${byline}</p><div class="body">${body}</div>${more}</article>`;
  return page(title, article + comments);
}

/** Everybody sees what was elected; the rest is seen by who wrote it and in the account's back office. */
function showRemarks(msgDataId: number, index: number, remarks: readonly FakeRemark[]): string {
  const elected = remarks.filter((one) => one.elected);
  const others = remarks.filter((one) => !one.elected);
  const form = `<form method="post" action="/comment">
<input type="hidden" name="mid" value="${msgDataId}"><input type="hidden" name="idx" value="${index + 1}">
<input name="author" aria-label="昵称" placeholder="昵称" required maxlength="20">
<textarea name="text" aria-label="留言" placeholder="写留言" required maxlength="600"></textarea><button>发表留言</button></form>`;
  const shown = [
    `<h2>精选留言 ${elected.length}</h2>${showList(elected)}`,
    others.length > 0 ? `<h2>未精选（只有留言者本人和公众号后台可见）</h2>${showList(others)}` : '',
  ];
  return `<section class="talk">${shown.join('')}${form}</section>`;
}

function showList(remarks: readonly FakeRemark[]): string {
  const shown = remarks.map(({ author, content, at, reply }) => {
    const answer = reply ? `<div class="reply"><b>作者回复</b><br>${escapeHtml(reply.content)}</div>` : '';
    const said = `<div><small>${escapeHtml(author)}　${when(at)}</small><br>${escapeHtml(content)}${answer}</div>`;
    return `<li>${faceOf(author)}${said}</li>`;
  });
  return `<ul class="list">${shown.join('')}</ul>`;
}

function faceOf(name: string): string {
  return `<div class="small face" aria-hidden="true">${escapeHtml([...name][0] ?? '')}</div>`;
}

/** What a reader sees in place of a deleted article. */
export function showGone(): string {
  return page('该内容已被发布者删除', '<p class="gone">该内容已被发布者删除</p>');
}

export function showMissing(): string {
  return page('页面不存在', '<p class="gone">页面不存在</p>');
}

/** The follower's own side: what they wrote stands to the right. */
export function showConversation(name: string, messages: readonly FakeMessage[]): string {
  const said = messages.map(({ from, text, at }) => {
    const [side, who] = from === 'account' ? ['', NAME] : [' class="mine"', name];
    const face = from === 'account' ? '<div class="small face" aria-hidden="true">政</div>' : faceOf(name);
    return `<li${side}>${face}<div><small>${escapeHtml(who)}　${when(at)}</small><br><p>${escapeHtml(text)}</p></div></li>`;
  });
  const header = `<header class="head"><h1>${NAME}</h1></header>`;
  const list = `<section class="bubbles"><ul class="list">${said.join('')}</ul></section>`;
  return page(name, `${header}${list}<section>${messageForm(name)}</section>`);
}
