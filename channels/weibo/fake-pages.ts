/** The fake's pages: what a follower's phone shows, and a form to comment as the public. */
import type { ServerResponse } from 'node:http';
import { SWITCH_PAGE, type SwitchBoard, showSwitchPage, takeSwitchForm } from '../../src/channel/fake-switch-page.ts';
import type { ApiCall } from './fake-api.ts';
import type { StoredComment, StoredPost } from './fake-book.ts';
import { type Platform, SCREEN_NAME, UID } from './fake-platform.ts';
import { pageHtml } from './fake-style.ts';
import { toCode } from './post-url.ts';
import { escapeHtml } from './preview.ts';

interface PageAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

const HTML = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'",
};

export interface WeiboSite {
  readonly platform: Platform;
  readonly board: SwitchBoard;
}

export function answerPage(call: ApiCall, response: ServerResponse, site: WeiboSite): void {
  const { status, headers, body } = route(call, site);
  response.writeHead(status, headers);
  response.end(body);
}

function route(call: ApiCall, { platform, board }: WeiboSite): PageAnswer {
  if (call.path === SWITCH_PAGE) return turnSwitches(call, board);
  const [first = '', second = '', third = ''] = call.path.split('/').slice(1);
  if (first === '') return page(SCREEN_NAME, timelineHtml(platform));
  if (first === 't') return redirect(platform.book.pages.links[second] ?? '/');
  if (first === 'pictures') return picture(second, platform);
  const post = first === UID ? platform.book.pages.posts.find(({ id }) => toCode(id) === second) : undefined;
  if (!post)
    return {
      ...page('页面不存在', '<p class="quiet empty">抱歉，你访问的页面地址有误，或者该页面不存在</p>'),
      status: 404,
    };
  if (third === 'comments' && call.method === 'POST') return addComment(post, call.fields, platform);
  return page(`${SCREEN_NAME}的微博`, postHtml(post, platform));
}

function turnSwitches({ method, fields }: ApiCall, board: SwitchBoard): PageAnswer {
  if (method !== 'POST') return { status: 200, headers: HTML, body: showSwitchPage(board) };
  if (takeSwitchForm(board, fields)) return redirect(SWITCH_PAGE);
  return { ...page('没有这样的设置', '<p class="quiet empty">没有这样的设置</p>'), status: 400 };
}

function addComment(post: StoredPost, fields: URLSearchParams, platform: Platform): PageAnswer {
  const author = (fields.get('author') ?? '').trim().slice(0, 30) || '网友';
  const text = (fields.get('text') ?? '').trim().slice(0, 140);
  if (text !== '' && !post.gone) {
    platform.comment(post.id, author, text);
    platform.book.save();
  }
  return redirect(`/${UID}/${toCode(post.id)}`);
}

function redirect(location: string): PageAnswer {
  return { status: 303, headers: { location }, body: '' };
}

function picture(name: string, { book }: Platform): PageAnswer {
  const type = book.pages.posts.find((post) => post.picture?.name === name)?.picture?.type;
  const bytes = type ? book.picture(name) : null;
  if (!type || !bytes) return { status: 404, headers: {}, body: '' };
  return { status: 200, headers: { 'content-type': type, 'x-content-type-options': 'nosniff' }, body: bytes };
}

function timelineHtml(platform: Platform): string {
  const posts = platform.timeline().map((post) => cardHtml(post, platform));
  const name = escapeHtml(SCREEN_NAME);
  const profile = `<div class="profile">${faceHtml(SCREEN_NAME)}<div><h1>${name}<span class="mark">V 政务</span></h1>
<p>${posts.length} 条微博</p></div></div>`;
  return profile + (posts.join('') || '<p class="quiet empty">还没有发过微博</p>');
}

function cardHtml(post: StoredPost, { book }: Platform): string {
  const comments = book.pages.comments.filter((comment) => comment.post === post.id).length;
  const link = `/${UID}/${toCode(post.id)}`;
  const source = post.byHand ? '手机' : '政务发布';
  const header = `<header>${faceHtml(SCREEN_NAME)}<div><h2><a href="/">${escapeHtml(SCREEN_NAME)}</a></h2>
<a href="${link}"><time>${minute(post.at)}</time></a> <small>来自 ${source}</small></div></header>`;
  const footer = `<footer><a href="${link}">转发</a><a href="${link}">评论 ${comments}</a><a href="${link}">赞</a></footer>`;
  const image = post.picture ? `<img src="/pictures/${post.picture.name}" alt="配图">` : '';
  return `<article>${header}<p>${textHtml(post.shown)}</p>${image}${footer}</article>`;
}

/** Short links lead through this server's own t.cn. */
function textHtml(text: string): string {
  return escapeHtml(text).replace(/http:\/\/t\.cn\/(\w+)/g, '<a href="/t/$1">网页链接</a>');
}

function faceHtml(name: string): string {
  return `<div class="face" aria-hidden="true">${escapeHtml([...name][0] ?? '')}</div>`;
}

function postHtml(post: StoredPost, platform: Platform): string {
  if (post.gone) return '<article><p class="quiet empty">抱歉，此微博已被作者删除。</p></article>';
  const { comments } = platform.book.pages;
  const asked = comments.filter((comment) => comment.post === post.id && comment.answers === null);
  const threads = asked.map((comment) => threadHtml(comment, comments)).join('');
  return `${cardHtml(post, platform)}<section><h3>评论</h3>${threads || '<p class="quiet">还没有评论</p>'}
<form method="post" action="/${UID}/${toCode(post.id)}/comments">
<label>昵称 <input name="author" maxlength="30" value="网友"></label>
<label>评论 <textarea name="text" maxlength="140" rows="3" required></textarea></label>
<button>以公众身份评论</button></form></section>`;
}

function threadHtml(comment: StoredComment, all: readonly StoredComment[]): string {
  const replies = all.filter(({ answers }) => answers === comment.id);
  const lines = replies.map((reply) => `<blockquote>${commentHtml(reply)}</blockquote>`);
  return `<div class="comment">${faceHtml(comment.author)}<div>${commentHtml(comment)}${lines.join('')}</div></div>`;
}

function commentHtml({ author, text, at }: StoredComment): string {
  return `<strong>${escapeHtml(author)}</strong> ${escapeHtml(text)} <small>${minute(at)}</small>`;
}

function minute(iso: string): string {
  const beijing = new Date(Date.parse(iso) + 8 * 3_600_000).toISOString();
  return `${beijing.slice(0, 10)} ${beijing.slice(11, 16)}`;
}

function page(title: string, content: string): PageAnswer {
  return { status: 200, headers: HTML, body: pageHtml(SCREEN_NAME, title, content) };
}
