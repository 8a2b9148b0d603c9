/**
 * Reads the body staff sent (HTML from an editor or Word, or plain text) into the HTML every channel can rely on: allowed
 * tags only, every picture ours. What is refused is in body-dangers.ts, the structure is given in tidy-body.ts.
 */
import sanitizeHtml from 'sanitize-html';
import { type FieldProblem, Problem } from '../errors.ts';
import { dangersIn } from './body-dangers.ts';
import { readTree, type TreeElement } from './body-tree.ts';
import { readPicture } from './pictures.ts';
import { KEPT_TAGS, tidyBody } from './tidy-body.ts';

export interface BodyReading {
  /** Sanitised; '' when there are problems. Reading it again gives the same. */
  readonly html: string;
  /** Ids of all pictures, in order of first appearance, each once. */
  readonly pictures: readonly string[];
  /** Pictures that came inside the text and must be kept before the text is. */
  readonly fresh: readonly { readonly id: string; readonly bytes: Uint8Array }[];
  /** Everything wrong with it at once. */
  readonly problems: readonly FieldProblem[];
}

const ALLOWED: sanitizeHtml.IOptions = {
  allowedTags: [...KEPT_TAGS],
  allowedAttributes: {
    a: ['href'],
    img: ['src', 'alt'],
    th: ['colspan', 'rowspan'],
    td: ['colspan', 'rowspan'],
    ol: ['start'],
  },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowedSchemesByTag: { img: [] },
  allowProtocolRelative: false,
};

const MOST_ROUNDS = 8;

const TAG = /<!--|<!doctype|<\/?[a-z][a-z0-9]*(:[a-z]+)?(?:[\s/][^<>]*)?>/i;

/** `isKnown` tells whether a picture id is kept already. Nothing is stored here: that is left to whoever keeps the text. */
export async function readBody(input: string, isKnown: (id: string) => Promise<boolean>): Promise<BodyReading> {
  const text = input.toWellFormed().replace(/[^\P{Cc}\t\n\r]/gu, '');
  const tree = readTree(TAG.test(text) ? text : toParagraphs(text));
  if (!tree) return refused([aProblem('内容嵌套过深', '请先粘贴到记事本去掉格式，再粘贴过来')]);
  const dangers = dangersIn(text, tree.elements);
  const links = readLinks(tree.elements.filter(({ tagName }) => tagName === 'a'));
  const images = tree.elements.filter(({ tagName }) => tagName === 'img');
  const pictures = await readPictures(images, isKnown);
  const problems = [...dangers, ...links, ...pictures.problems];
  if (problems.length > 0) return refused(problems);
  return { html: settled(sanitizeHtml(tidyBody(tree), ALLOWED).trim()), ...pictures };
}

/**
 * Misnested tags come apart as a browser takes them apart, and what comes out may come apart once more: read again until it
 * is stable, so that saving a text unchanged never changes it. Two rounds do as a rule.
 */
function settled(html: string): string {
  let before = html;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const tree = readTree(before);
    if (!tree) return before;
    const after = sanitizeHtml(tidyBody(tree), ALLOWED).trim();
    if (after === before) return after;
    before = after;
  }
  return before;
}

function refused(problems: readonly FieldProblem[]): BodyReading {
  return { html: '', pictures: [], fresh: [], problems };
}

function aProblem(problem: string, remedy: string): FieldProblem {
  return { field: 'body', problem, remedy };
}

/** A paragraph a line; the full-width blanks that indent a Chinese paragraph are the page's business. */
function toParagraphs(text: string): string {
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.trim());
  const kept = lines.filter((line) => line !== '');
  return kept.map((line) => `<p>${line.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>`).join('\n');
}

/** Checks the scheme of every link; a link without one leads to our own site. */
function readLinks(anchors: readonly TreeElement[]): FieldProblem[] {
  const problems: FieldProblem[] = [];
  for (const { attribs } of anchors) {
    const href = (attribs.href ?? '').trim();
    if (href.startsWith('//')) attribs.href = `https:${href}`;
    const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(href)?.[1]?.toLowerCase() ?? 'https';
    if (['http', 'https', 'mailto', 'javascript', 'vbscript', 'data'].includes(scheme)) continue; // the last three: dangers
    const remedy = '请改成以 http://、https:// 或 mailto: 开头的网址，或去掉链接只留文字';
    problems.push(aProblem(`链接“${shorten(href)}”读者打不开`, remedy));
  }
  return problems;
}

type PicturesReading = Omit<BodyReading, 'html'>;

async function readPictures(
  images: readonly TreeElement[],
  isKnown: (id: string) => Promise<boolean>,
): Promise<PicturesReading> {
  const fresh = new Map<string, Uint8Array>();
  const ids = new Set<string>();
  const problems: FieldProblem[] = [];
  for (const [index, { attribs }] of images.entries()) {
    const src = (attribs.src ?? '').trim();
    const read = src.startsWith('data:') ? readPasted(src) : await readKept(src, isKnown);
    if ('problem' in read) {
      problems.push(aProblem(`第 ${index + 1} 张图片${read.problem}`, read.remedy));
      continue;
    }
    if (read.bytes) fresh.set(read.id, read.bytes);
    ids.add(read.id);
    attribs.src = `/media/${read.id}`;
    attribs.alt = (attribs.alt ?? '').trim();
  }
  return { pictures: [...ids], fresh: [...fresh].map(([id, bytes]) => ({ id, bytes })), problems };
}

type PictureReading = { id: string; bytes: Uint8Array | null } | { problem: string; remedy: string };

function readPasted(src: string): PictureReading {
  const base64 = /^data:[a-z]+\/[a-z0-9.+-]+;base64,([A-Za-z0-9+/=\s]+)$/i.exec(src)?.[1];
  if (!base64) return { problem: '粘贴得不完整', remedy: '请重新粘贴，或先上传（POST /api/media）再插入' };
  const bytes = Buffer.from(base64, 'base64');
  try {
    return { id: readPicture(bytes).id, bytes };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const [field] = error.fields;
    return field ?? { problem: '太大', remedy: error.message };
  }
}

async function readKept(src: string, isKnown: (id: string) => Promise<boolean>): Promise<PictureReading> {
  const remedy = '请把图片本身粘贴进来，或先上传（POST /api/media）再插入';
  const id = /^\/media\/([0-9a-f]{64}\.(?:png|jpg|gif|webp))$/.exec(src)?.[1];
  if (id) return (await isKnown(id)) ? { id, bytes: null } : { problem: '在本站找不到', remedy };
  if (src === '') return { problem: '没有地址', remedy };
  if (/^file:/i.test(src)) return { problem: '只在您的电脑上', remedy };
  return { problem: `来自别处（${shorten(src)}），那边一改动这里就看不到了`, remedy };
}

function shorten(address: string): string {
  return address.length > 60 ? `${address.slice(0, 59)}…` : address;
}
