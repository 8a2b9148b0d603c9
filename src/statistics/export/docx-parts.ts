/**
 * How documents are set here: A4 as official papers are (GB/T 9704-2012: text 156 × 225 mm, 28 characters a line, 22 lines a page), the
 * fonts by their usual names, each with one that Word or WPS has instead. Shared by the table and the report.
 */
import type { IRunOptions, Paragraph, ParagraphChild, Table as WordTable } from 'docx';

export type Docx = typeof import('docx');

/** A whole document is loaded only when somebody asks for one. */
export async function loadDocx(): Promise<Docx> {
  return await import('docx');
}

/** The names that officials' computers have; where one is missing Word and WPS take another Chinese one. */
export const FONTS = {
  title: '方正小标宋简体',
  heading: '黑体',
  subheading: '楷体_GB2312',
  text: '仿宋_GB2312',
} as const;

/** Half points: 二号, 三号, 五号, 小五. */
export const SIZES = { title: 44, text: 32, table: 21, note: 18 } as const;

/** Twentieths of a point. 28 points a line. */
export const LINE = 560;

/** Millimetres of GB/T 9704-2012: 37 above, 28 to the left, 156 × 225 of text. */
const MARGINS = { top: 37, left: 28, right: 26, bottom: 35 } as const;

export type Block = Paragraph | WordTable;

export function run(
  { TextRun }: Docx,
  text: string,
  options: IRunOptions & { face: keyof typeof FONTS },
): ParagraphChild {
  const { face, ...rest } = options;
  const font = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: FONTS[face], cs: 'Times New Roman' };
  return new TextRun({ size: SIZES.text, ...rest, text, font });
}

/** The document with its page, numbers at the foot: — 1 —. */
export async function pack(
  docx: Docx,
  blocks: readonly Block[],
  { title, creator }: { title: string; creator: string },
) {
  const {
    Document,
    Footer,
    Packer,
    Paragraph,
    PageNumber,
    TextRun,
    AlignmentType,
    convertMillimetersToTwip: mm,
  } = docx;
  const number = new TextRun({ children: ['— ', PageNumber.CURRENT, ' —'], size: 28, font: 'SimSun' });
  const footer = new Footer({ children: [new Paragraph({ alignment: AlignmentType.CENTER, children: [number] })] });
  const page = {
    size: { width: mm(210), height: mm(297) },
    margin: { top: mm(MARGINS.top), left: mm(MARGINS.left), right: mm(MARGINS.right), bottom: mm(MARGINS.bottom) },
  };
  const document = new Document({
    ...{ title, creator, lastModifiedBy: creator, description: '由台账记录生成的草稿，经审定后发布' },
    styles: { default: { document: { run: { language: { eastAsia: 'zh-CN', value: 'zh-CN' } } } } },
    sections: [{ properties: { page }, footers: { default: footer }, children: [...blocks] }],
  });
  return await Packer.toBuffer(document);
}
