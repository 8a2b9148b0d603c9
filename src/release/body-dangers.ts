/**
 * What a body may not contain: anything that acts in a reader's browser, and what would vanish from the text if it were
 * cleaned away silently. Harmless clutter (classes, styles, Word's own tags) is no danger: read-body.ts drops it.
 */
import type { FieldProblem } from '../errors.ts';
import type { TreeElement } from './body-tree.ts';

/** Tags that run or load something foreign, or change how the page around them works. */
const ACTIVE = new Set([
  'script',
  'iframe',
  'frame',
  'frameset',
  'object',
  'embed',
  'applet',
  'base',
  'template',
  'portal',
]);

/** What the parser of a fragment leaves out before anybody can look at it: a page's own tags. */
const SHELL = /<(?:frameset|frame)\b|<(?:html|body)\b[^>]*\s(?:on[a-z]+)\s*=/gi;

/** Tags whose content a reader would miss. */
const LOST = new Map([
  ['svg', '矢量图'],
  ['math', '公式'],
  ['canvas', '画布'],
  ['video', '视频'],
  ['audio', '音频'],
  ['form', '表单'],
  ['input', '表单控件'],
  ['button', '表单控件'],
  ['select', '表单控件'],
  ['textarea', '表单控件'],
]);

type Attributes = Readonly<Record<string, string>>;

/** What must be taken out by a person before the text may be kept; `elements` are those of `html`. */
export function dangersIn(html: string, elements: readonly TreeElement[]): readonly FieldProblem[] {
  const active = new Set([...html.matchAll(SHELL)].map(([tag]) => `${tag.slice(0, 20)}…`));
  const lost = new Set<string>();
  for (const element of elements) {
    for (const found of activeParts(element.tagName, element.attribs)) active.add(found);
    const what = LOST.get(element.tagName);
    if (what) lost.add(what);
  }
  return [...activeProblem([...active]), ...lostProblem([...lost])];
}

function activeProblem(found: readonly string[]): FieldProblem[] {
  if (found.length === 0) return [];
  const problem = `含有会在读者浏览器里运行的内容（${found.slice(0, 5).join('、')}）`;
  return [{ field: 'body', problem, remedy: '请删去这些内容后再保存；需要嵌入的页面或视频请改成普通链接' }];
}

function lostProblem(found: readonly string[]): FieldProblem[] {
  if (found.length === 0) return [];
  const problem = `含有不能发布的${found.join('、')}`;
  return [{ field: 'body', problem, remedy: '请改成图片、表格或普通链接，否则读者会看不到这部分内容' }];
}

function activeParts(tag: string, attributes: Attributes): string[] {
  const found = ACTIVE.has(tag) ? [`<${tag}>`] : [];
  if (tag === 'meta' && (attributes['http-equiv'] ?? '').toLowerCase() === 'refresh') found.push('<meta refresh>');
  for (const [name, value] of Object.entries(attributes)) {
    if (/^on[a-z]/.test(name) || name === 'srcdoc') found.push(`${name} 属性`);
    else if (isScriptAddress(tag, name, value)) found.push(`${name} 中的脚本地址`);
  }
  return found;
}

function isScriptAddress(tag: string, name: string, value: string): boolean {
  // Browsers skip control characters and blanks inside a scheme; entities are already decoded by the parser.
  const compact = value.replace(/[\p{Cc}\p{Cf}\s]/gu, '').toLowerCase();
  if (/^(javascript|vbscript|livescript):/.test(compact)) return true;
  if (name === 'style')
    return /javascript:|vbscript:|expression\(|-moz-binding/.test(compact.replace(/\/\*.*?\*\//g, ''));
  return compact.startsWith('data:') && !(tag === 'img' && name !== 'href');
}
