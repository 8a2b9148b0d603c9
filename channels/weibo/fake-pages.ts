/** The fake's pages: what a follower's phone shows, and a form to comment as the public. */
import type { ServerResponse } from 'node:http';
import type { ApiCall } from './fake-api.ts';
import type { StoredComment, StoredPost } from './fake-book.ts';
import { type Platform, SCREEN_NAME, UID } from './fake-platform.ts';
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

export function answerPage(call: ApiCall, response: ServerResponse, platform: Platform): void {
  const { status, headers, body } = route(call, platform);
  response.writeHead(status, headers);
  response.end(body);
}

function route(call: ApiCall, platform: Platform): PageAnswer {
  const [first = '', second = '', third = ''] = call.path.split('/').slice(1);
  if (first === '') return page(SCREEN_NAME, timelineHtml(platform));
  if (first === 't') return redirect(platform.book.pages.links[second] ?? '/');
  if (first === 'pictures') return picture(second, platform);
  const post = first === UID ? platform.book.pages.posts.find(({ id }) => toCode(id) === second) : undefined;
  if (!post) return { ...page('页面不存在', '<p>抱歉，你访问的页面地址有误，或者该页面不存在</p>'), status: 404 };
  if (third === 'comments' && call.method === 'POST') return addComment(post, call.fields, platform);
  return page(`${SCREEN_NAME}的微博`, postHtml(post, platform));
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
  return posts.join('') || '<p class="quiet">还没有发过微博</p>';
}

function cardHtml(post: StoredPost, { book }: Platform): string {
  const comments = book.pages.comments.filter((comment) => comment.post === post.id).length;
  const link = `/${UID}/${toCode(post.id)}`;
  const footer = `<footer><a href="${link}">${minute(post.at)}</a><a href="${link}">评论 ${comments}</a></footer>`;
  const image = post.picture ? `<img src="/pictures/${post.picture.name}" alt="">` : '';
  return `<article><h2>${escapeHtml(SCREEN_NAME)}</h2><p>${textHtml(post.shown)}</p>${image}${footer}</article>`;
}

/** Short links lead through this server's own t.cn. */
function textHtml(text: string): string {
  return escapeHtml(text).replace(/http:\/\/t\.cn\/(\w+)/g, '<a href="/t/$1">网页链接</a>');
}

function postHtml(post: StoredPost, platform: Platform): string {
  if (post.gone) return '<article><p class="quiet">抱歉，此微博已被作者删除。</p></article>';
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
  return `<div class="comment">${commentHtml(comment)}${lines.join('')}</div>`;
}

function commentHtml({ author, text, at }: StoredComment): string {
  return `<strong>${escapeHtml(author)}</strong> ${escapeHtml(text)} <small>${minute(at)}</small>`;
}

function minute(iso: string): string {
  const beijing = new Date(Date.parse(iso) + 8 * 3_600_000).toISOString();
  return `${beijing.slice(0, 10)} ${beijing.slice(11, 16)}`;
}

const STYLE = `body{max-width:26rem;margin:0 auto;padding:0 .75rem 2rem;background:#f2f2f2;font:1rem/1.6 sans-serif}
h1{font-size:1.1rem}h2,h3{font-size:1rem;margin:0}article,section{background:#fff;padding:.75rem;margin:.5rem 0}
img{max-width:100%}footer{display:flex;justify-content:space-between;font-size:.85rem}a{color:#b35c00}
.quiet,small{color:#5f5f5f}.comment{border-top:1px solid #ddd;padding:.5rem 0}blockquote{margin:.25rem 0 0 1rem}
label{display:block;margin:.5rem 0}input,textarea{width:100%;box-sizing:border-box;font:inherit}
button{font:inherit;padding:.4rem 1rem}p{overflow-wrap:anywhere}`;

function page(title: string, content: string): PageAnswer {
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)} · 微博（演练）</title><style>${STYLE}</style>`;
  const body = `<!doctype html><html lang="zh-CN"><head>${head}</head><body>
<h1><a href="/">${escapeHtml(SCREEN_NAME)}</a> · 微博（演练）</h1><main>${content}</main></body></html>`;
  return { status: 200, headers: HTML, body };
}
