/**
 * A filled table as a page to be printed or kept as PDF by the browser: A4, heads repeated on each page, page numbers, who drew it
 * up and what it stands on at the foot. Nothing is fetched: style and script are in the page, allowed by their hashes alone.
 */
import { createHash } from 'node:crypto';
import type { FilledTable } from '../fill-table.ts';
import type { Heading } from './heading.ts';
import { type Band, printed, type SetRow, setTable } from './set-table.ts';

export interface PrintPage {
  readonly html: string;
  /** Content-Security-Policy under which it works. */
  readonly policy: string;
}

/** From so many columns on the page lies down. */
const WIDE = 9;

export function toHtml(filled: FilledTable, heading: Heading): PrintPage {
  const bands = setTable(filled);
  const isWide = bands.some(({ columns }) => columns.length >= WIDE);
  const style = styleOf(heading, isWide);
  const { title, period, organiser, closing, countedAt, source, rule, seal } = heading;
  const facts = [
    ['统计期', periodName(period)],
    ['填报单位', organiser],
    ['结账', closing],
    ['取数时间', countedAt],
  ];
  const html = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(`${title}（${periodName(period)}）`)}</title>
<style>${style}</style>
</head>
<body>
<p class="screen"><button id="print" type="button">打印／另存为 PDF</button> 纸张选 A4，页边距选“默认”，不必勾选“页眉和页脚”。</p>
<h1>${escaped(title)}</h1>
<dl class="facts">${facts.map(([name = '', value = '']) => `<div><dt>${name}</dt><dd>${escaped(value)}</dd></div>`).join('')}</dl>
${bands.map((band) => showBand(band)).join('\n')}
${showChecks(filled)}
<footer>
<p>${escaped(rule)}</p>
<p>依据：${escaped(source)}</p>
${seal ? `<p>台账封存：${escaped(seal)}。凭此编号与校验值，可用“核验台账”确认所依据的记录未被改动。</p>` : ''}
<table class="sign"><tr><td>填表人：</td><td>审核人：</td><td>负责人（签章）：</td><td>日期：</td></tr></table>
</footer>
<script>${SCRIPT}</script>
</body>
</html>
`;
  return { html, policy: policyOf(style) };
}

/** '2018 年', '2018 年 7 月'. */
export function periodName(period: string): string {
  const [year, month] = period.split('-');
  return month ? `${year}年${Number(month)}月` : `${year}年`;
}

function showBand({ head, columns, rows }: Band): string {
  const isGrid = columns.length > 1 || columns[0] !== null;
  const [first = [], ...others] = head;
  const lead = (text: string) =>
    `<th scope="col" rowspan="${head.length}" class="${text === '项目' ? 'title' : 'unit'}">${text}</th>`;
  const cells = (line: typeof first) =>
    line.map(({ text, columns: wide, rows: high }) => {
      const spans = `${wide > 1 ? ` colspan="${wide}"` : ''}${high > 1 ? ` rowspan="${high}"` : ''}`;
      return `<th scope="col" class="value"${spans}>${escaped(text)}</th>`;
    });
  const last = isGrid ? '' : `<th scope="col" class="counting">计数规则</th>`;
  const heads = [`<tr>${lead('项目')}${lead('单位')}${cells(first).join('')}${last}</tr>`];
  for (const line of others) heads.push(`<tr>${cells(line).join('')}</tr>`);
  const width = columns.length + (isGrid ? 2 : 3);
  const body = rows.map((row) => showRow(row, width, isGrid)).join('\n');
  return `<table class="${isGrid ? 'grid' : 'list'}">\n<thead>${heads.join('')}</thead>\n<tbody>\n${body}\n</tbody>\n</table>`;
}

function showRow({ row, values }: SetRow, width: number, isGrid: boolean): string {
  const { title, level, unit, counting } = row;
  if (values.length === 0)
    return `<tr class="heading"><th scope="rowgroup" colspan="${width}" class="level-${level}">${escaped(title)}</th></tr>`;
  const told = values.map((value) => `<td class="value">${escaped(printed(value))}</td>`).join('');
  const how = isGrid ? '' : `<td class="counting">${escaped(counting.join('；'))}</td>`;
  return `<tr><th scope="row" class="level-${level}">${escaped(title)}</th><td class="unit">${escaped(unit ?? '')}</td>${told}${how}</tr>`;
}

function showChecks({ checks }: FilledTable): string {
  if (checks.length === 0) return '';
  const items = checks.map(({ says, holds, left, right }) => {
    return `<li class="${holds ? 'holds' : 'broken'}">${holds ? '✓' : '✗ 不符：'} ${escaped(says)}${holds ? '' : `（${left} 与 ${right}）`}</li>`;
  });
  return `<section class="checks"><h2>勾稽关系</h2><ul>${items.join('')}</ul></section>`;
}

export function escaped(text: string): string {
  const names: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (sign) => names[sign] ?? sign);
}

const SCRIPT = "document.getElementById('print').addEventListener('click',function(){window.print()})";

function policyOf(style: string): string {
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return `default-src 'none'; style-src ${hash(style)}; script-src ${hash(SCRIPT)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
}

/** Text inside a string of CSS. */
function inCss(text: string): string {
  return text.replace(/[\\"<>\n\r]/g, ' ');
}

function styleOf({ organiser, title, period, closing }: Heading, isWide: boolean): string {
  const mark = 'font: 9pt "Noto Serif CJK SC", "SimSun", serif; color: #444;';
  return `
@page { size: A4 ${isWide ? 'landscape' : 'portrait'}; margin: 20mm 15mm 18mm;
  @top-left { content: "${inCss(`${organiser}　${title}`)}"; ${mark} }
  @top-right { content: "${inCss(periodName(period))}"; ${mark} }
  @bottom-left { content: "${inCss(closing)}"; ${mark} }
  @bottom-right { content: "第 " counter(page) " 页　共 " counter(pages) " 页"; ${mark} } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 12px; max-width: ${isWide ? '277mm' : '180mm'}; color: #111; font: 10.5pt/1.5 "FangSong", "FangSong_GB2312", "仿宋_GB2312", "Noto Serif CJK SC", serif; }
h1 { margin: 0 0 8pt; text-align: center; font: 18pt/1.4 "FZXiaoBiaoSong-B05S", "方正小标宋简体", "Noto Serif CJK SC", "SimSun", serif; }
h2 { margin: 10pt 0 4pt; font-size: 11pt; }
.facts { display: flex; flex-wrap: wrap; gap: 2pt 18pt; margin: 0 0 8pt; }
.facts div { display: flex; } .facts dt::after { content: "："; } .facts dd { margin: 0; }
table { width: 100%; border-collapse: collapse; margin: 0 0 8pt; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { border: 0.5pt solid #333; padding: 2.5pt 4pt; font-weight: normal; text-align: left; vertical-align: middle; }
thead th { text-align: center; font-weight: bold; background: #f0f0f0; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.heading th { font-weight: bold; break-after: avoid; }
.unit { width: 34pt; text-align: center; } .value { width: 52pt; text-align: right; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.grid .value { width: auto; min-width: 24pt; padding: 2.5pt 2pt; text-align: center; } .grid thead th { font-size: 9pt; }
.grid th[scope="row"], .grid .title { width: 34%; }
.list .counting { width: 38%; font-size: 8.5pt; line-height: 1.35; color: #333; }
.level-1 { padding-left: 12pt; } .level-2 { padding-left: 24pt; } .level-3 { padding-left: 36pt; } .level-4 { padding-left: 48pt; }
.checks ul { margin: 0; padding-left: 0; list-style: none; columns: 2; font-size: 9pt; } .broken { color: #b00020; font-weight: bold; }
.checks, footer { break-inside: avoid; } footer { margin-top: 8pt; font-size: 9pt; } footer p { margin: 0 0 3pt; overflow-wrap: anywhere; }
.sign { margin-top: 14pt; } .sign td { border: 0; padding: 4pt 0; width: 25%; }
.screen { padding: 8px 12px; background: #eef4fb; border-radius: 4px; font-size: 10pt; }
button { font: inherit; padding: 4px 14px; }
@media print { .screen { display: none; } body { padding: 0; max-width: none; } }
@media screen and (max-width: 640px) { table { display: block; overflow-x: auto; } }
`;
}
