/** The playback's page: the cases as the hotline's own desk sees them, a form to call, buttons for what happens to a case. */

import { type CaseStatus, caseStateNames } from '../../src/channel/case-status.ts';
import { escapeHtml } from '../../src/channel/escape-html.ts';
import { SWITCH_PAGE } from '../../src/channel/fake-switch-page.ts';
import type { PushedCase } from './receive.ts';

export interface FakeCase extends PushedCase {
  /** Key of the answer → its text. */
  readonly replies: Readonly<Record<string, string>>;
  /** Key of the step → what was told of it, in the order in which they came. */
  readonly statuses: Readonly<Record<string, ToldStatus>>;
}

/** As it comes over HTTP: times are texts. */
export type ToldStatus = Pick<CaseStatus, 'state' | 'unit' | 'with' | 'reason' | 'onTime'> & {
  readonly at: string;
  readonly dueAt: string;
};

export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'",
};

const STYLE = `body{max-width:40rem;margin:0 auto;padding:0 .75rem 2rem;font:1rem/1.6 sans-serif}article{border-top:1px solid #ccc;padding:.5rem 0}
label{display:block;margin:.4rem 0}input,textarea{font:inherit;width:100%;box-sizing:border-box}button{font:inherit;margin:.15rem}
small{color:#5f5f5f}blockquote{margin:.3rem 0;padding-left:.6rem;border-left:3px solid #1a6fb5}`;

export function showPage(cases: readonly FakeCase[]): string {
  const shown = cases.toReversed().map(showCase);
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>政务热线（演练）</title><style>${STYLE}</style></head><body><h1>政务热线（演练）</h1><p><a href="${SWITCH_PAGE}">平台开关</a></p>
<h2>来电登记</h2><form method="post" action="/call"><label>标题<input name="title" maxlength="100" required></label>
<label>诉求<textarea name="text" rows="3" required></textarea></label><label>来电人<input name="name"></label>
<label>电话<input name="phone"></label><button>受理并推送</button></form>
<h2>工单</h2>${shown.join('') || '<p>还没有工单。登记一个来电，几秒后它就在三位的待回应事项里。</p>'}</body></html>`;
}

function showCase({ id, title = '', text, assignedAt, closedAt, replies, statuses }: FakeCase): string {
  const state = closedAt ? '已办结' : assignedAt ? '已转办' : '已受理';
  const button = (name: string, label: string) =>
    `<form method="post" action="/move" style="display:inline"><input type="hidden" name="id" value="${escapeHtml(id)}"><button name="to" value="${name}">${label}</button></form>`;
  const moves = closedAt
    ? ''
    : `${button('assigned', '转办')}${button('closed', '办结（按时）')}${button('late', '办结（超时）')}`;
  const steps = Object.values(statuses).map(showStep);
  const answers = Object.values(replies).map((words) => `<blockquote>${escapeHtml(words)}</blockquote>`);
  return `<article><b>${escapeHtml(title)}</b> <small>${escapeHtml(id)} · ${state}</small><p>${escapeHtml(text)}</p>${steps.join('')}${answers.join('')}${moves}</article>`;
}

function showStep({ state, at, unit, with: others, reason, onTime }: ToldStatus): string {
  const time = onTime === null ? '' : onTime ? '，按时' : '，超时';
  const who = [unit, ...others].filter((name) => name !== '').join('、');
  return `<div><small>${escapeHtml(`${at} ${caseStateNames[state]}${time} ${who} ${reason}`)}</small></div>`;
}
