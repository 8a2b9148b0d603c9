/** HTML of the fake's pages: what a follower sees on a phone. Which page is asked is decided in fake-pages.ts. */
import { toMinute } from '../../src/clock.ts';
import { escapeHtml } from './escape-html.ts';
import { PICTURE_HOST } from './fake-material.ts';
import { articleUrl } from './fake-publish.ts';
import type { FakeMessage, FakePlatform, FakePublication, FakeRemark } from './fake-state.ts';

const STYLE = `
body{margin:0;background:#ededed;color:#191919;font:16px/1.6 "PingFang SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif}
main{max-width:414px;min-height:100vh;margin:0 auto;padding:20px 16px;background:#fff;box-sizing:border-box;overflow-wrap:anywhere}
h1{font-size:22px;line-height:1.4;margin:0 0 14px}h2{font-size:17px;margin:28px 0 10px}
a{color:#576b95;text-decoration:none}small,.by{color:#888;font-size:14px}
.list{list-style:none;margin:0;padding:0}.list>li{padding:12px 0;border-bottom:1px solid #eee}
img{max-width:100%;height:auto}form{display:grid;gap:8px;margin:12px 0}
input,textarea{font:inherit;padding:8px;border:1px solid #ccc;border-radius:4px}
button{font:inherit;padding:8px;border:0;border-radius:4px;background:#07c160;color:#fff}
.reply{margin:6px 0 0 12px;padding:6px 10px;background:#f7f7f7;border-radius:4px}
.mine{text-align:right}.gone{padding:30vh 0;text-align:center;color:#888}`;

function page(title: string, body: string): string {
  const head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">';
  const html = `<html lang="zh-CN"><head>${head}<title>${escapeHtml(title)}</title><style>${STYLE}</style></head>`;
  return `<!doctype html>${html}<body><main>${body}</main></body></html>`;
}

const when = (at: number) => toMinute(new Date(at));

export const NAME = '政务公众号（演练）';

/** The account's own page: what stands, newest first. */
export function showAccount(platform: FakePlatform): string {
  const articles = platform.state.publications.toReversed().flatMap(({ items, msg_data_id, at }) =>
    items.flatMap(({ article, gone }, index) => {
      if (gone) return [];
      const url = escapeHtml(articleUrl(platform, msg_data_id, index));
      const title = `<a href="${url}">${escapeHtml(article.title)}</a>`;
      return `<li>${title}<br><small>${escapeHtml(article.digest)}</small><br><small>${when(at)}</small></li>`;
    }),
  );
  const list = articles.length > 0 ? `<ul class="list">${articles.join('')}</ul>` : '<p class="by">还没有文章</p>';
  return page(NAME, `<h1>${NAME}</h1>${list}<h2>给公众号发消息</h2>${messageForm('')}`);
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
  const more = source === '' ? '' : `<p><a href="${escapeHtml(source)}" rel="noreferrer">阅读原文</a></p>`;
  const byline = [author, NAME, when(publication.at)].filter(Boolean).map(escapeHtml).join('　');
  const comments = item.commentsOpen
    ? showRemarks(publication.msg_data_id, index, remarks)
    : '<p class="by">作者未开放留言</p>';
  return page(title, `<h1>${escapeHtml(title)}</h1><p class="by">${byline}</p>${body}${more}<h2>留言</h2>${comments}`);
}

function showRemarks(msgDataId: number, index: number, remarks: readonly FakeRemark[]): string {
  const shown = remarks.map(({ author, content, at, reply }) => {
    const answer = reply ? `<div class="reply"><small>作者回复</small><br>${escapeHtml(reply.content)}</div>` : '';
    return `<li><small>${escapeHtml(author)}　${when(at)}</small><br>${escapeHtml(content)}${answer}</li>`;
  });
  return `<ul class="list">${shown.join('')}</ul><form method="post" action="/comment">
<input type="hidden" name="mid" value="${msgDataId}"><input type="hidden" name="idx" value="${index + 1}">
<input name="author" aria-label="昵称" placeholder="昵称" required maxlength="20">
<textarea name="text" aria-label="留言" placeholder="写留言" required maxlength="600"></textarea><button>发表留言</button></form>`;
}

/** What a reader sees in place of a deleted article. */
export function showGone(): string {
  return page('该内容已被发布者删除', '<p class="gone">该内容已被发布者删除</p>');
}

export function showMissing(): string {
  return page('页面不存在', '<p class="gone">页面不存在</p>');
}

export function showConversation(name: string, messages: readonly FakeMessage[]): string {
  const said = messages.map(({ from, text, at }) => {
    const side = from === 'account' ? '' : ' class="mine"';
    return `<li${side}><small>${from === 'account' ? NAME : escapeHtml(name)}　${when(at)}</small><br>${escapeHtml(text)}</li>`;
  });
  return page(
    name,
    `<h1>${escapeHtml(name)}</h1><ul class="list">${said.join('')}</ul>${messageForm(name)}<p><a href="/">返回</a></p>`,
  );
}
