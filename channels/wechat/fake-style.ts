/** The look of the fake's pages: an official account as a phone shows it, a column of a phone's width on a desktop. */
import { escapeHtml } from '../../src/channel/escape-html.ts';
import { SWITCH_PAGE } from '../../src/channel/fake-switch-page.ts';

const STYLE = `
*{box-sizing:border-box}
body{margin:0;background:#ededed;color:#191919;font:16px/1.6 "PingFang SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif}
main{max-width:414px;min-height:100vh;margin:0 auto;background:#fff;overflow-wrap:anywhere;display:flex;flex-direction:column}
main>section,main>header,main>article{padding:20px 16px}
h1{font-size:22px;line-height:1.4;margin:0 0 14px;font-weight:600}.talk h2{font-size:15px;margin:0 0 12px;color:#888;font-weight:400}
a{color:#576b95;text-decoration:none}small,.by{color:#888;font-size:14px}.by{margin:0 0 22px}
:focus-visible{outline:3px solid #f0a30a;outline-offset:1px}
.head{display:flex;gap:14px;align-items:center;background:#f7f7f7}.head h1{font-size:19px;margin:0}.head p{margin:2px 0 0;color:#888;font-size:13px}
.face{flex:none;display:grid;place-items:center;width:56px;height:56px;border-radius:50%;background:#b01e23;color:#fff;font-size:26px}
.small.face{width:34px;height:34px;font-size:15px;background:#8aa0b6;border-radius:4px}
.feed{background:#ededed;flex:1}.feed time{display:block;text-align:center;color:#999;font-size:12px;margin:6px 0 10px}
.card{background:#fff;border-radius:8px;overflow:hidden;margin:0 0 18px}.card a{color:#191919;display:block}
.cover{aspect-ratio:2.35;background:#b9c4d0 center/cover;display:flex;align-items:flex-end}
.cover a{color:#fff}.cover span{width:100%;padding:26px 14px 10px;color:#fff;background:linear-gradient(transparent,#000a);font-size:17px;line-height:1.35}
.card p{margin:0;padding:10px 14px;color:#888;font-size:13px}.row{display:flex;gap:12px;padding:12px 14px;border-top:1px solid #eee;align-items:center;justify-content:space-between}
.thumb{flex:none;width:48px;height:48px;border-radius:3px;background:#b9c4d0 center/cover}
.origin{margin:26px 0 0;font-size:15px}.body img{max-width:100%;height:auto}.body table{border-collapse:collapse}
.body *{max-width:100%}.body table,.body section{max-width:none}
.talk{border-top:8px solid #f2f2f2}.list{list-style:none;margin:0 0 8px;padding:0}.list>li{display:flex;gap:10px;padding:10px 0}
.list>li>div:last-child{flex:1;min-width:0}.reply{margin:8px 0 0;padding:8px 10px;background:#f7f7f7;border-radius:4px;font-size:15px}.reply b{color:#576b95;font-weight:400}
form{display:grid;gap:8px;margin:14px 0 0}input,textarea{font:inherit;font-size:15px;padding:9px 10px;border:1px solid #ddd;border-radius:4px;background:#fafafa;width:100%}
textarea{min-height:76px}button{font:inherit;padding:9px;border:0;border-radius:4px;background:#07c160;color:#fff}
.bubbles{background:#ededed;flex:1}.bubbles li{align-items:flex-start}.bubbles .mine{flex-direction:row-reverse;text-align:right}
.bubbles p{display:inline-block;margin:2px 0 0;padding:8px 12px;border-radius:5px;background:#fff;text-align:left;white-space:pre-wrap}.bubbles .mine p{background:#95ec69}
.gone{flex:1;display:grid;place-content:center;color:#888;padding:0 24px;text-align:center}
.stage{padding:14px 16px 20px;font-size:12px;text-align:center;color:#999;background:#f7f7f7}`;

export function page(title: string, body: string): string {
  const head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">';
  const stage = `<footer class="stage">演练模拟的公众号　<a href="/">公众号主页</a>　<a href="${SWITCH_PAGE}">平台开关</a></footer>`;
  const html = `<html lang="zh-CN"><head>${head}<title>${escapeHtml(title)}</title><style>${STYLE}</style></head>`;
  return `<!doctype html>${html}<body><main>${body}${stage}</main></body></html>`;
}
