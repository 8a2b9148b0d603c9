/**
 * A refusal or a breakdown as the public meets it: what happened, and what to do now, in the site's own dress. It needs neither store
 * nor script. Which error it is was decided in http/answer-problem.ts.
 */
import type { ProblemCode } from '../errors.ts';
import type { Printed } from './print-page.ts';
import type { SiteConfig } from './site-config.ts';

export interface Told {
  readonly code: ProblemCode;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** The number under which the log knows this request. */
  readonly requestId: string;
}

export interface Refused {
  readonly method: string;
  /** Path with query, as it was asked for. */
  readonly url: string;
  /** How long to wait before it makes sense to try again; null where waiting does not help. */
  readonly retryAfterSeconds: number | null;
}

export function troublePage(problem: Told, refused: Refused, { contact }: SiteConfig): Printed {
  const { code, title, detail, requestId } = problem;
  const head = { title, description: title, tags: [], path: null, column: null };
  const isRead = refused.method === 'GET' || refused.method === 'HEAD';
  const content = {
    title,
    detail,
    requestId,
    again: isRead && isWorthAgain(problem) ? ownPath(refused.url) : null,
    wait: refused.retryAfterSeconds === null ? '' : waitInWords(refused.retryAfterSeconds),
    advice: [
      ...(isRead ? [] : [KEPT]),
      ...(ADVICE[code] ?? []),
      ...(contact.phone === '' ? [] : [call(contact.phone)]),
    ],
  };
  return { template: 'trouble', head, content };
}

const KEPT = '您填写的内容多半还在：用浏览器的“后退”回到表单，不必重新填写。';

const ADVICE: Partial<Readonly<Record<ProblemCode, readonly string[]>>> = {
  unavailable: ['这是网站的故障，不是您的操作有误，我们正在恢复。', '首页和已发布的文章多数仍可阅读。'],
  'internal-error': ['这是网站的故障，不是您的操作有误。'],
  'too-many-requests': ['多人共用一个网络时也会出现，稍等再试即可，不影响已提交的内容。'],
  'too-large': ['请删减文字后再提交；材料较多的，请分几次提交，或写明需要邮寄、当面提交。'],
  'no-right': ['请从本网站的页面进入，不要从其他网站或保存在本机的网页提交。'],
  'not-found': ['网址可能有误，或者页面已经移动。可以从网站地图或站内搜索查找。'],
};

function call(phone: string): string {
  return `急需办理的，请致电 ${phone}。`;
}

function isWorthAgain({ status }: Told): boolean {
  return status === 429 || status >= 500;
}

/** Only what certainly is on this site: an address such as //elsewhere would lead away. */
function ownPath(url: string): string | null {
  return /^\/(?![/\\])/.test(url) ? url : null;
}

function waitInWords(seconds: number): string {
  if (seconds < 60) return `${seconds} 秒`;
  return seconds < 3600 ? `${Math.ceil(seconds / 60)} 分钟` : `${Math.ceil(seconds / 3600)} 小时`;
}
