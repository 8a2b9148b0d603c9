/** Bytes → JSON, or a Problem 'not-json' that says where it breaks. Whether the content is right is checked afterwards. */
import { Problem } from '../errors.ts';

/** The parsed text. Throws Problem 'not-json' with line and column, both from 1; never quotes the text. */
export function readJson(bytes: Uint8Array): unknown {
  const text = decode(bytes);
  try {
    return JSON.parse(text);
  } catch (error) {
    const { line, column } = placeOf(text, findBreak(text, error));
    const detail = `请求内容不是有效的 JSON：第 ${line} 行第 ${column} 个字符处无法解析。请检查此处的引号、逗号和括号。`;
    throw new Problem('not-json', detail);
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Problem('not-json', '请求内容不是 UTF-8 编码。请改用 UTF-8 编码后重新发送。');
  }
}

/** V8 names the position in its message, except when a value is missing, misspelt or cut off. */
function findBreak(text: string, error: unknown): number {
  const named = /at position (\d+)/.exec(error instanceof Error ? error.message : '');
  if (named) return Number(named[1]);
  return findBadValue(text) ?? text.length;
}

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:,]|[\w.+-]+|\S/gs;

/** Index of the first token that stands where a value must stand and is none, or null. */
function findBadValue(text: string): number | null {
  let valueDue = true;
  let before = '';
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const isEmptyList = token === ']' && before === '[';
    if (valueDue && !isEmptyList && !/^(?:["[{]|-?\d|(?:true|false|null)$)/.test(token)) return index;
    valueDue = token === '[' || token === ':' || token === ',';
    before = token;
  }
  return null;
}

function placeOf(text: string, index: number): { line: number; column: number } {
  const before = text.slice(0, index).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}
