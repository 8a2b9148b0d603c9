/** The look of the fake's pages: 微博 as a phone shows it, a column in the middle of a desktop. */
import { SWITCH_PAGE } from '../../src/channel/fake-switch-page.ts';
import { escapeHtml } from './preview.ts';

const STYLE = `
*{box-sizing:border-box}
body{margin:0;background:#f2f2f2;color:#333;font:16px/1.6 "PingFang SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif}
.bar{position:sticky;top:0;z-index:1;background:#fff;border-bottom:1px solid #e6e6e6;text-align:center;padding:10px;font-size:16px;margin:0;font-weight:600}.bar a{color:#333}
main{max-width:600px;min-height:90vh;margin:0 auto;overflow-wrap:anywhere}a{color:#3a6ea5;text-decoration:none}
:focus-visible{outline:3px solid #f0a30a;outline-offset:1px}
.profile{background:linear-gradient(#ff8200,#ffad5c);color:#fff;padding:34px 16px 18px;display:flex;gap:14px;align-items:center}
.profile h1{font-size:19px;margin:0}.profile p{margin:2px 0 0;font-size:13px}.mark{display:inline-block;background:#3a7bd5;border-radius:3px;padding:0 5px;font-size:12px;margin-left:6px;font-weight:400}
.face{flex:none;display:grid;place-items:center;width:44px;height:44px;border-radius:50%;background:#b01e23;color:#fff;font-size:19px}
.profile .face{width:64px;height:64px;font-size:28px;border:2px solid #fff}.comment .face{width:34px;height:34px;font-size:15px;background:#8aa0b6}
article,section{background:#fff;padding:14px 16px;margin:0 0 8px}article header{display:flex;gap:10px;align-items:center;margin:0 0 8px}
h2{font-size:16px;margin:0;line-height:1.3;font-weight:600}h3{font-size:15px;margin:0 0 6px}h2 a{color:#d9731a}
small,.quiet,time{color:#6b6b6b;font-size:13px}article p{margin:0 0 8px;white-space:pre-wrap}article img{max-width:100%;max-height:420px;border-radius:4px;display:block}
footer{display:flex;margin:10px -16px -14px;border-top:1px solid #eee}footer a{flex:1;text-align:center;padding:8px;color:#6b6b6b;font-size:14px}
.comment{display:flex;gap:10px;padding:12px 0;border-top:1px solid #eee}.comment>div:last-child{flex:1;min-width:0}.comment strong{color:#666;font-weight:600;font-size:14px}
blockquote{margin:8px 0 0;padding:8px 10px;background:#f5f5f5;border-radius:4px;font-size:15px}
form{display:grid;gap:8px;border-top:1px solid #eee;padding-top:12px}label{font-size:14px;color:#6b6b6b}
input,textarea{display:block;width:100%;font:inherit;font-size:15px;padding:8px 10px;border:1px solid #ddd;border-radius:4px;margin-top:2px}
button{font:inherit;padding:9px;border:0;border-radius:20px;background:#c45a00;color:#fff}
.stage{display:block;border:0;margin:0;padding:14px;text-align:center;font-size:12px;color:#6b6b6b}.stage a{padding:0 6px;font-size:12px;color:#3a6ea5}
.empty{padding:40px 16px;text-align:center}`;

/** A page; `name` is the account's, to which the bar at the top leads. */
export function pageHtml(name: string, title: string, content: string): string {
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)} · 微博（演练）</title><style>${STYLE}</style>`;
  const stage = `<div class="stage">演练模拟的微博 <a href="/">主页</a><a href="${SWITCH_PAGE}">平台开关</a></div>`;
  return `<!doctype html><html lang="zh-CN"><head>${head}</head><body>
<p class="bar"><a href="/">${escapeHtml(name)}</a></p><main>${content}</main>${stage}</body></html>`;
}
