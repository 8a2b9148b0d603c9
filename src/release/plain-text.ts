/**
 * A sanitised body as plain text, for channels without HTML and for digests. How the body came to be is in read-body.ts.
 */
import { isElement, readTree, type TreeNode } from './body-tree.ts';

const LINES = new Set([
  ...['div', 'p', 'h2', 'h3', 'h4', 'ul', 'ol', 'li', 'blockquote', 'pre', 'hr'],
  ...['table', 'caption', 'tr', 'figure', 'figcaption'],
]);

/** One line per paragraph, heading, list item or table row; cells stand apart by a blank; pictures leave nothing. */
export function toPlainText(html: string): string {
  const pieces: string[] = [];
  for (const node of readTree(html)?.nodes ?? []) collect(node, pieces);
  const lines = pieces.join('').split('\n');
  return lines
    .map((line) => line.replace(/[\s\u200b]+/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');
}

/** At most `max` characters of the body on one line, cut after a sentence where one ends in time, else with an ellipsis. */
export function summaryOf(html: string, max: number): string {
  const characters = [...toPlainText(html).replaceAll('\n', ' ')];
  if (characters.length <= max) return characters.join('');
  const head = characters.slice(0, max);
  const end = head.findLastIndex((character) => '。！？；'.includes(character));
  if (end >= 0) return head.slice(0, end + 1).join('');
  return `${head.slice(0, max - 1).join('')}…`;
}

function collect(node: TreeNode, pieces: string[]): void {
  if (node.type === 'text') pieces.push(isInPre(node) ? node.data : node.data.replace(/\s+/g, ' '));
  if (!isElement(node)) return;
  const breaks = LINES.has(node.tagName);
  if (breaks || node.tagName === 'br') pieces.push('\n');
  for (const child of node.children) collect(child, pieces);
  if (breaks) pieces.push('\n');
  if (node.tagName === 'td' || node.tagName === 'th') pieces.push(' ');
}

/** Only there does a line break in the source mean one. */
function isInPre({ parent }: TreeNode): boolean {
  return parent !== null && 'tagName' in parent && parent.tagName === 'pre';
}
