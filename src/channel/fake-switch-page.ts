/**
 * The page “平台开关” of a playback: every switch with its present state, and every trouble the next call may meet. Plain
 * forms, so that it works in any browser and is asked by tests as people ask it.
 */

import { actions } from './contract.ts';
import { escapeHtml } from './escape-html.ts';
import { type Fake, TROUBLES, type Trouble, troubles } from './fake.ts';
import { type Switch, turn } from './fake-switch.ts';

/** Where the page is on each playback. */
export const SWITCH_PAGE = '/platform';

export interface SwitchBoard {
  /** As the public knows the platform. */
  readonly title: string;
  readonly switches: readonly Switch[];
  readonly fake: Pick<Fake, 'spoilNext' | 'cannotPlay' | 'troubles' | 'mend'>;
}

/** Does what a form asks; false when it asks nothing that there is. */
export function takeSwitchForm({ switches, fake }: SwitchBoard, form: URLSearchParams): boolean {
  if (form.get('switch') === 'mend') {
    fake.mend();
    return true;
  }
  if (form.get('switch') !== 'trouble') return turn(switches, form);
  const trouble = playable(fake).find((one) => one === form.get('value'));
  if (!trouble) return false;
  fake.spoilNext(trouble);
  return true;
}

function playable(fake: SwitchBoard['fake']): readonly Trouble[] {
  return troubles.filter((trouble) => actions.some((action) => fake.cannotPlay(trouble, action) === null));
}

export function showSwitchPage(board: SwitchBoard): string {
  const { title, switches, fake } = board;
  const head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">';
  const ordered = fake.troubles().map((trouble) => `<li>${TROUBLES[trouble].name}</li>`);
  const options = playable(fake).map((one) => `<option value="${one}">${TROUBLES[one].name}</option>`);
  const rows = switches.map((one) => `<li>${showSwitch(one)}</li>`);
  return `<!doctype html><html lang="zh-CN"><head>${head}<title>平台开关 · ${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body><main><p><a href="/">‹ ${escapeHtml(title)}</a></p><h1>平台开关</h1>
<p class="note">演练用：让模拟的平台出状况，看系统如何应对。设置立即生效，重启后恢复原样。</p>
<h2>下一次操作遇到的故障</h2>
${ordered.length > 0 ? `<p>已安排，依次遇到：</p><ol>${ordered.join('')}</ol>` : '<p class="note">没有安排故障。</p>'}
${form('trouble', `<select name="value" aria-label="故障">${options.join('')}</select>`, '安排')}
${form('mend', '<span>平台时钟不准时</span>', '校准时钟')}
<h2>平台的脾气</h2><ul>${rows.join('')}</ul></main></body></html>`;
}

function form(name: string, control: string, button: string): string {
  const hidden = `<input type="hidden" name="switch" value="${escapeHtml(name)}">`;
  return `<form method="post" action="${SWITCH_PAGE}">${hidden}${control}<button>${button}</button></form>`;
}

function showSwitch(one: Switch): string {
  const label = escapeHtml(one.label);
  if (one.kind === 'act') return form(one.name, `<span>${label}</span>`, '执行');
  if (one.kind === 'flag') {
    const now = one.get();
    const hidden = `<input type="hidden" name="value" value="${now ? 'off' : 'on'}">`;
    return form(one.name, `${stateOf(label, now ? '开' : '关')}${hidden}`, now ? '关闭' : '打开');
  }
  if (one.kind === 'choice') {
    const options = Object.entries(one.options).map(
      ([value, name]) =>
        `<option value="${escapeHtml(value)}"${value === one.get() ? ' selected' : ''}>${escapeHtml(name)}</option>`,
    );
    const shown = one.options[one.get()] ?? one.get();
    const select = `<select name="value" aria-label="${label}">${options.join('')}</select>`;
    return form(one.name, stateOf(label, shown) + select, '设置');
  }
  const value = String(one.get() ?? '');
  const none = one.kind === 'number' ? (one.none ?? '') : '无';
  const digits = one.kind === 'number' ? ' inputmode="numeric" pattern="[0-9]*"' : '';
  const input = `<input name="value" aria-label="${label}" value="${escapeHtml(value)}" placeholder="${none}"${digits}>`;
  return form(one.name, stateOf(label, value || none) + input, '设置');
}

function stateOf(label: string, state: string): string {
  return `<span>${label}<br><b>${escapeHtml(state)}</b></span>`;
}

const STYLE = `
body{margin:0;background:#f2f3f5;color:#1f2328;font:16px/1.6 "PingFang SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif}
main{max-width:640px;margin:0 auto;padding:12px 16px 40px;box-sizing:border-box}a{color:#0b57a4;text-decoration:none}
h1{font-size:22px;margin:8px 0}h2{font-size:17px;margin:28px 0 8px}.note{color:#59636e;font-size:14px;margin:0 0 8px}
ul{list-style:none;margin:0;padding:0}b{color:#0b57a4;font-weight:600}span{overflow-wrap:anywhere;line-height:1.4}
form{display:grid;grid-template-columns:minmax(0,1fr) auto auto;align-items:center;gap:10px;background:#fff;padding:10px 14px;margin:0 0 8px;border-radius:8px}
input,select{font:inherit;font-size:15px;padding:6px 8px;border:1px solid #c4cbd3;border-radius:6px;background:#fff;min-width:0;width:8.5em}
input[inputmode]{width:5.5em}select:nth-child(2){width:100%}
button{grid-column:3;font:inherit;font-size:15px;padding:6px 14px;border:0;border-radius:6px;background:#0b57a4;color:#fff;white-space:nowrap}
button:focus-visible,input:focus-visible,select:focus-visible,a:focus-visible{outline:3px solid #f0a30a;outline-offset:1px}`;
