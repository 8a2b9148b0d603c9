/** The fake's page in a rehearsal: the list as people see it, and a button for each trouble. */

import { escapeHtml } from '../../src/channel/escape-html.ts';
import type { FakeEntry } from './fake-formats.ts';
import { type HotlistTrouble, TROUBLES } from './fake-troubles.ts';

export interface FakePage {
  readonly entries: readonly FakeEntry[];
  readonly trouble: HotlistTrouble | null;
}

export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'",
};

const STYLE = `body{max-width:26rem;margin:0 auto;padding:0 .75rem 2rem;font:1rem/1.6 sans-serif}li{display:flex;gap:.5rem}
li b{color:#b35c00;min-width:1.5rem}li span{flex:1}small{color:#5f5f5f}button{font:inherit;margin:.15rem}`;

export function showPage({ entries, trouble }: FakePage): string {
  const rows = entries.map(({ word, heat, label, isAd }, i) => {
    const mark = isAd ? '广告' : label;
    return `<li><b>${i + 1}</b><span>${escapeHtml(word)}</span><small>${heat} ${mark}</small></li>`;
  });
  const buttons = Object.entries(TROUBLES).map(([name, title]) => button(name, title));
  const state = trouble === null ? '正常' : TROUBLES[trouble];
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>热榜（演练）</title><style>${STYLE}</style>
</head><body><h1>热榜（演练）</h1><ol>${rows.join('')}</ol><h2>来源状态：${state}</h2>
<form method="post" action="/trouble">${buttons.join('')}${button('', '恢复正常')}</form></body></html>`;
}

function button(name: string, title: string): string {
  return `<button name="trouble" value="${name}">${title}</button>`;
}
