/** The parsed body as the pieces of article-html.ts walk it. Directly on its nodes: cheerio's attr() took most of the time of a long text. */
import type { CheerioAPI } from 'cheerio';

const nodesOf = ($: CheerioAPI) => $.root().contents().toArray();
const tagsOf = ($: CheerioAPI) => $.root().children().toArray();

export type Node = ReturnType<typeof nodesOf>[number];
export type Tag = ReturnType<typeof tagsOf>[number];

export function isTag(node: Node | undefined | null): node is Tag {
  return node !== undefined && node !== null && 'tagName' in node;
}

/** Every node, outer ones before their inner ones, in the order of the text. Walked: a selector takes the square of the time. */
export function nodesIn($: CheerioAPI): readonly Node[] {
  const found: Node[] = [];
  const open = $.root().contents().toArray().toReversed();
  for (let node = open.pop(); node; node = open.pop()) {
    found.push(node);
    if ('children' in node) open.push(...node.children.toReversed());
  }
  return found;
}

/** The tags among them. */
export function tagsIn($: CheerioAPI): readonly Tag[] {
  return nodesIn($).filter((node) => isTag(node));
}

/** The words of a node as they are read: blanks of Word and of the source around them say nothing. */
export function wordsOf($: CheerioAPI, node: Node): string {
  return $(node)
    .text()
    .replace(/^[\s\u3000\u00a0]+|[\s\u3000\u00a0]+$/g, '');
}

/** Tags that stand in a line of text; all others begin a line of their own. */
const INLINE = new Set('a b br code del em i img s span strong sub sup u'.split(' '));

export function isInline(node: Node): boolean {
  return !isTag(node) || INLINE.has(node.tagName);
}

export function addStyle(tag: Tag, style: string): void {
  tag.attribs.style = [tag.attribs.style, style].filter(Boolean).join(';');
}

/** Puts other nodes in a tag's place. With none it is removed: cheerio's replaceWith() of nothing breaks the tree. */
export function replace($: CheerioAPI, tag: Tag, nodes: readonly Node[]): void {
  if (nodes.length === 0) $(tag).remove();
  else $(tag).replaceWith($([...nodes]));
}

export function unwrap($: CheerioAPI, tag: Tag): void {
  replace($, tag, tag.children);
}
