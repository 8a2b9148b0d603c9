/**
 * A Word document as a draft: title, HTML body and the pictures in it, read by mammoth, which keeps what the text means and
 * leaves how it looked behind. What it says about styles it does not know is not passed on: the site has its own look.
 */
import mammoth from 'mammoth';
import { invalid } from '../errors.ts';
import { readTree } from './body-tree.ts';
import { namesInZip } from './zip-names.ts';

export const DOCX_BYTES = 15 * 1024 * 1024;

/** A document unpacks to more than it weighs; this many times is no document but a bomb. */
const MOST_UNPACKED = 200 * 1024 * 1024;

export interface DocxReading {
  /** The first heading, or the first short line; '' when there is none. */
  readonly title: string;
  readonly body: string;
  /** What a person should look at, Chinese. */
  readonly notes: readonly string[];
}

/** Chinese documents set headings in these styles as well as Word's own. */
const STYLES = [
  "p[style-name='Title'] => h1:fresh",
  "p[style-name='标题'] => h1:fresh",
  "p[style-name='Subtitle'] => h2:fresh",
  "p[style-name='副标题'] => h2:fresh",
  ...[1, 2, 3, 4].map((level) => `p[style-name='标题 ${level}'] => h${level}:fresh`),
];

/** Throws 'invalid-input' (field `file`) when it is no .docx. */
export async function readDocx(bytes: Buffer): Promise<DocxReading> {
  const names = namesInZip(bytes);
  if (!names?.includes('word/document.xml')) {
    throw invalid('file', '不是 .docx 文件', '请在 Word 或 WPS 中另存为 .docx 后再导入；.doc、.wps 不能直接导入');
  }
  if (unpackedSize(bytes) > MOST_UNPACKED) throw invalid('file', '文件解压后过大', '请删去其中的大图片后再导入');
  const read = await mammoth.convertToHtml({ buffer: bytes }, { styleMap: STYLES }).catch(() => {
    throw invalid('file', '文件已损坏，读不出来', '请在 Word 或 WPS 中打开并另存一份，再导入');
  });
  return { ...takeTitle(read.value), notes: notesOn(names, read.value) };
}

/** Sums what the central directory says (APPNOTE 4.3.12, uncompressed size at 24). */
function unpackedSize(bytes: Buffer): number {
  let sum = 0;
  for (
    let at = bytes.indexOf('PK\x01\x02', 0, 'latin1');
    at !== -1;
    at = bytes.indexOf('PK\x01\x02', at + 46, 'latin1')
  ) {
    if (at + 28 <= bytes.length) sum += bytes.readUInt32LE(at + 24);
  }
  return sum;
}

const LONGEST_TITLE = 100;

/** The title stands in a field of its own and must not stand in the text as well. */
function takeTitle(html: string): { title: string; body: string } {
  const tree = readTree(html);
  if (!tree) throw invalid('file', '内容嵌套过深', '请全选、清除格式后再导入');
  const { $ } = tree;
  const box = $.root().children().first();
  const first = box
    .children()
    .filter((_, element) => $(element).text().trim() !== '')
    .first();
  const text = first.text().trim().replace(/\s+/g, ' ');
  const isHeading = first.is('h1, h2');
  const isTitle = isHeading || (first.is('p') && text.length <= LONGEST_TITLE && !/[。；：，]$/.test(text));
  if (!isTitle || text.length > LONGEST_TITLE * 2 || first.find('img').length > 0) return { title: '', body: html };
  first.remove();
  return { title: text, body: box.html() ?? '' };
}

function notesOn(names: readonly string[], html: string): readonly string[] {
  const notes: string[] = [];
  const pictures = names.filter((name) => name.startsWith('word/media/'));
  const odd = pictures.filter((name) => /\.(emf|wmf|tiff?|bmp)$/i.test(name));
  if (odd.length > 0) notes.push(`有 ${odd.length} 张图片的格式网页不能显示，请在 Word 中另存为 PNG 后单独插入。`);
  if (/<img(?![^>]*\salt="[^"]+")/.test(html)) notes.push('请为图片补写文字说明，供读屏软件使用。');
  if (names.some((name) => name.startsWith('word/charts/'))) notes.push('图表没有导入，请截图后插入。');
  if (names.some((name) => name.startsWith('word/embeddings/'))) notes.push('嵌入的文件没有导入，请作为附件上传。');
  return notes;
}
