/**
 * Gives pasted HTML the structure of a text: paragraphs instead of divs, headings below the page's own title, nothing
 * empty. Works on the parsed tree only; what is dangerous is in body-dangers.ts, what is allowed in read-body.ts.
 */
import { isElement, type Tree, type TreeElement, type TreeNode } from './body-tree.ts';

/** Dropped with everything inside: what Word and web pages carry beside the text. */
const UNSEEN = new Set(['style', 'title', 'meta', 'link', 'xml', 'head', 'script']);

const RENAMED = new Map([
  ['h1', 'h2'],
  ['h5', 'h4'],
  ['h6', 'h4'],
  ['b', 'strong'],
  ['i', 'em'],
  ['strike', 's'],
  ['del', 's'],
  ['ins', 'u'],
]);

/** Boxes without a meaning of their own in a text. */
const BOXES = new Set([
  ...['div', 'section', 'article', 'main', 'header', 'footer', 'aside', 'nav', 'center', 'address'],
  ...['details', 'summary', 'dl', 'dt', 'dd'],
]);

/** What a body is made of; every other tag gives way to its content. */
export const KEPT_TAGS: readonly string[] = [
  ...['p', 'h2', 'h3', 'h4', 'ul', 'ol', 'li', 'blockquote', 'br', 'hr', 'pre'],
  ...['table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td', 'figure', 'figcaption', 'img'],
  ...['a', 'strong', 'em', 'u', 's', 'sub', 'sup'],
];

const KEPT = new Set(KEPT_TAGS);

/** Marks for words; around whole blocks they are an editor's leftovers. */
const MARKS = new Set(['strong', 'em', 'u', 's', 'sub', 'sup']);

/** Blocks that say nothing when they hold nothing. */
const PARAGRAPHS = new Set(['p', 'h2', 'h3', 'h4']);

/** What may not stand inside a paragraph. */
const BLOCKS = new Set([
  ...PARAGRAPHS,
  'ul',
  'ol',
  'li',
  'table',
  'caption',
  'figure',
  'figcaption',
  'blockquote',
  'hr',
  'pre',
]);

/** The tidied tree as HTML, not yet sanitised. The tree is used up. */
export function tidyBody({ $, nodes }: Tree): string {
  const tidied = nodes.flatMap((node) => tidy(node, $));
  return wrapLooseText(tidied, $)
    .map((node) => $.html(node))
    .join('');
}

/** What stands in the place of a node: itself, its content, or nothing. */
function tidy(node: TreeNode, $: Tree['$']): TreeNode[] {
  if (node.type === 'text') return [node];
  if (!isElement(node) || UNSEEN.has(node.tagName)) return [];
  node.tagName = RENAMED.get(node.tagName) ?? node.tagName;
  const content = node.children.flatMap((child) => tidy(child, $));
  const isBox = BOXES.has(node.tagName);
  if (isBox || PARAGRAPHS.has(node.tagName)) {
    if (content.some(holdsBlock)) return wrapLooseText(content, $);
    if (!content.some(isSeen)) return [];
  }
  if (isBox) node.tagName = 'p';
  if (MARKS.has(node.tagName) && (content.some(holdsBlock) || !content.some(isSeen))) return content;
  if (!KEPT.has(node.tagName) || (node.tagName === 'a' && isDead(node))) return content;
  node.children = content as typeof node.children;
  return [node];
}

// Ids are not kept, so a link to a place inside the text leads nowhere; nor does a named place need its tag.
function isDead(anchor: TreeElement): boolean {
  const href = (anchor.attribs.href ?? '').trim();
  return href === '' || href.startsWith('#');
}

/** Puts every run of text and inline tags that stands between blocks into a paragraph of its own. */
function wrapLooseText(nodes: readonly TreeNode[], $: Tree['$']): TreeNode[] {
  const wrapped: TreeNode[] = [];
  let run: TreeNode[] = [];
  const close = () => {
    if (run.some(isSeen)) wrapped.push(...$('<p></p>').append(run).toArray());
    run = [];
  };
  for (const node of nodes) {
    if (holdsBlock(node)) {
      close();
      wrapped.push(node);
    } else run.push(node);
  }
  close();
  return wrapped;
}

function holdsBlock(node: TreeNode): boolean {
  return isElement(node) && (BLOCKS.has(node.tagName) || node.children.some(holdsBlock));
}

/** No-break and zero-width blanks count as nothing: Word's empty lines are made of them. */
function isSeen(node: TreeNode): boolean {
  if (node.type === 'text') return !/^[\s\u200b\ufeff]*$/.test(node.data);
  return isElement(node) && (node.tagName === 'img' || node.children.some(isSeen));
}
