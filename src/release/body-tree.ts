/**
 * The body as a parsed tree, as a browser would read it, walked in linear time: selectors over a table of some thousand
 * cells take seconds. What is looked for in it is in body-dangers.ts, how it is changed in tidy-body.ts.
 */
import { type CheerioAPI, load } from 'cheerio';

const rootNodes = ($: CheerioAPI) => $.root().contents().toArray();
const rootElements = ($: CheerioAPI) => $.root().children().toArray();

export type TreeNode = ReturnType<typeof rootNodes>[number];
export type TreeElement = ReturnType<typeof rootElements>[number];

export interface Tree {
  readonly $: CheerioAPI;
  readonly nodes: readonly TreeNode[];
  /** Every element, outer ones before their inner ones. */
  readonly elements: readonly TreeElement[];
}

/** Deeper than any text people write, far below what overflows the stack of a recursive walk. */
const DEEPEST = 100;

/** Parsing unclosed tags costs the square of their depth (100,000 open divs: over a minute), so it is guessed before. */
const DEEPEST_GUESS = 1000;

/** Tags that a browser closes by itself, so that their number says nothing about depth. */
const SELF_CLOSED =
  /^(p|li|tr|td|th|dt|dd|thead|tbody|tfoot|col|br|hr|img|input|meta|link|wbr|area|source|base|embed)$/;

/** The tree of an HTML fragment, or null when it nests too deep to be a text. */
export function readTree(html: string): Tree | null {
  if (guessDepth(html) > DEEPEST_GUESS) return null;
  // One box around all: the parser takes the square of the time for ten thousand nodes without a parent.
  const $ = load(`<div>${html}</div>`, { scriptingEnabled: false }, false);
  const nodes = rootNodes($);
  const elements: TreeElement[] = [];
  let level: readonly TreeNode[] = nodes;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) return null;
    const here = level.filter((node) => isElement(node));
    elements.push(...here);
    level = here.flatMap((element) => element.children);
  }
  return { $, nodes, elements };
}

export function isElement(node: TreeNode): node is TreeElement {
  return 'tagName' in node;
}

function guessDepth(html: string): number {
  const open = new Map<string, number>();
  let depth = 0;
  let deepest = 0;
  for (const [, slash, tag = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9:]*)/gi)) {
    const name = tag.toLowerCase();
    if (SELF_CLOSED.test(name)) continue;
    const count = open.get(name) ?? 0;
    if (slash === '/' && count === 0) continue;
    const change = slash === '/' ? -1 : 1;
    open.set(name, count + change);
    depth += change;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
