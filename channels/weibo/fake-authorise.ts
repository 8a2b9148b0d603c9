/** The fake's page where the owner of the account agrees that the office acts for it, or does not. */
import type { ServerResponse } from 'node:http';
import type { ApiCall } from './fake-api.ts';
import type { Oauth } from './fake-oauth.ts';
import { Refusal, SCREEN_NAME } from './fake-platform.ts';
import { escapeHtml } from './preview.ts';

/** Form answers lead to our own site, hence no form-action here. */
const HTML = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'",
};

export function answerAuthorise({ method, fields }: ApiCall, response: ServerResponse, oauth: Oauth): void {
  try {
    oauth.check(fields);
    if (method === 'POST') {
      const location = oauth.decide(fields, fields.get('answer') === 'yes');
      response.writeHead(302, { location }).end();
    } else response.writeHead(200, HTML).end(pageOf(fields));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    response.writeHead(400, HTML).end(`<!doctype html><title>微博</title><p>error:${error.code} ${error.message}</p>`);
  }
}

const STYLE = 'body{max-width:26rem;margin:2rem auto;font:1rem/1.6 sans-serif}button{font:inherit;padding:.4rem 1rem}';

function pageOf(fields: URLSearchParams): string {
  const kept = ['client_id', 'redirect_uri', 'state', 'response_type'].flatMap((name) => {
    const value = fields.get(name);
    return value === null ? [] : [`<input type="hidden" name="${name}" value="${escapeHtml(value)}">`];
  });
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>微博授权（演练）</title><style>${STYLE}</style></head><body><h1>微博授权（演练）</h1>
<p>“政务发布”申请使用你的账号 <strong>${escapeHtml(SCREEN_NAME)}</strong>：发布微博、读取和回复评论。</p>
<form method="post" action="/oauth2/authorize">${kept.join('')}
<button name="answer" value="yes">授权</button> <button name="answer" value="no">取消</button></form></body></html>`;
}
