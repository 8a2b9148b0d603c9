/**
 * The annual report as a document: a draft that the office completes and signs. What it has to add is marked in yellow; the last
 * page, which is taken out before publication, says of each number how it was counted.
 */
import type { FilledReport, Piece } from '../fill-report.ts';
import type { FilledTable } from '../fill-table.ts';
import { type Block, type Docx, LINE, loadDocx, pack, run, SIZES } from './docx-parts.ts';
import { tableBlocks } from './docx-table.ts';
import type { Heading } from './heading.ts';

export interface ReportFile {
  readonly report: FilledReport;
  readonly table: FilledTable;
  readonly heading: Heading;
}

export async function toReport({ report, table, heading }: ReportFile): Promise<Buffer> {
  const docx = await loadDocx();
  const blocks = [
    note(docx, heading),
    title(docx, report.title),
    ...report.opening.map((pieces) => paragraph(docx, pieces)),
    ...report.parts.flatMap((part) => [
      sectionHead(docx, part.heading, part.level),
      ...part.paragraphs.map((pieces) => paragraph(docx, pieces)),
      ...(part.rows === null ? [] : tableBlocks(docx, rowsUnder(table, part.rows))),
    ]),
    ...signature(docx, heading),
    ...(report.annex === null ? [] : [annexHead(docx, report.annex), ...tableBlocks(docx, table)]),
    ...sources(docx, report, heading),
  ];
  return await pack(docx, blocks, { title: report.title, creator: heading.organiser });
}

/** A table by itself. */
export async function toDocx(table: FilledTable, heading: Heading): Promise<Buffer> {
  const docx = await loadDocx();
  const { period, organiser, closing, countedAt, rule, source } = heading;
  const about = `统计期：${period}　填报单位：${organiser}　${closing}　取数时间：${countedAt}`;
  const blocks = [
    title(docx, heading.title),
    small(docx, about),
    ...tableBlocks(docx, table),
    ...table.checks.map(({ says, holds }) => small(docx, `${holds ? '✓' : '✗'} ${says}`)),
    small(docx, `${rule}依据：${source}`),
  ];
  return await pack(docx, blocks, { title: heading.title, creator: organiser });
}

/** The rows under a heading of the first level, without it. */
function rowsUnder({ rows, grids, checks }: FilledTable, no: string): FilledTable {
  const from = rows.findIndex((row) => row.no === no);
  const rest = rows.slice(from + 1);
  const end = rest.findIndex(({ level, unit }) => level === 0 && unit === null);
  const mine = end === -1 ? rest : rest.slice(0, end);
  return { rows: from === -1 ? [] : mine, checks, ...(grids && { grids }) };
}

function note(docx: Docx, { closing, countedAt, seal }: Heading): Block {
  const { Paragraph, BorderStyle } = docx;
  const text = `草稿：数字取自台账（${closing}，取数时间 ${countedAt}${seal ? `，台账封存 ${seal}` : ''}）。黄色标出的请补充；发布前删去本框和文末“数据来源”。`;
  const line = { style: BorderStyle.SINGLE, size: 4, color: 'C00000', space: 4 };
  return new Paragraph({
    border: { top: line, bottom: line, left: line, right: line },
    children: [run(docx, text, { face: 'text', size: SIZES.table, color: 'C00000' })],
  });
}

function title(docx: Docx, text: string): Block {
  const { Paragraph, AlignmentType, HeadingLevel } = docx;
  const children = [run(docx, text, { face: 'title', size: SIZES.title, color: '000000' })];
  return new Paragraph({
    heading: HeadingLevel.TITLE,
    alignment: AlignmentType.CENTER,
    spacing: { before: LINE, after: LINE },
    children,
  });
}

/** 一、 in 黑体, （一） in 楷体. */
function sectionHead(docx: Docx, text: string, level: 1 | 2): Block {
  const { Paragraph, HeadingLevel } = docx;
  return new Paragraph({
    heading: level === 1 ? HeadingLevel.HEADING_1 : HeadingLevel.HEADING_2,
    keepNext: true,
    spacing: exact(docx),
    indent: TWO_CHARACTERS,
    children: [run(docx, text, { face: level === 1 ? 'heading' : 'subheading', color: '000000', bold: false })],
  });
}

const TWO_CHARACTERS = { firstLine: SIZES.text * 20 };

function exact({ LineRuleType }: Docx) {
  return { line: LINE, lineRule: LineRuleType.EXACT, before: 0, after: 0 };
}

function paragraph(docx: Docx, pieces: readonly Piece[]): Block {
  const { Paragraph, AlignmentType } = docx;
  return new Paragraph({
    alignment: AlignmentType.BOTH,
    spacing: exact(docx),
    indent: TWO_CHARACTERS,
    children: pieces.map(({ text, kind }) =>
      run(docx, text, { face: 'text', ...(kind === 'missing' && { highlight: 'yellow' }) }),
    ),
  });
}

function small(docx: Docx, text: string): Block {
  return new docx.Paragraph({ children: [run(docx, text, { face: 'text', size: SIZES.table })] });
}

/** Who and when, at the right. */
function signature(docx: Docx, { organiser, period }: Heading): readonly Block[] {
  const { Paragraph, AlignmentType } = docx;
  const line = (text: string) =>
    new Paragraph({
      alignment: AlignmentType.RIGHT,
      spacing: exact(docx),
      indent: { right: SIZES.text * 40 },
      children: [run(docx, text, { face: 'text' })],
    });
  const empty = new Paragraph({ spacing: exact(docx), children: [] });
  return [empty, line(organiser), line(`${Number(period.slice(0, 4)) + 1}年　月　日`)];
}

function annexHead(docx: Docx, text: string): Block {
  const { Paragraph, AlignmentType } = docx;
  return new Paragraph({
    pageBreakBefore: true,
    alignment: AlignmentType.CENTER,
    spacing: { after: 200 },
    children: [run(docx, `附件：${text}`, { face: 'title', size: 36 })],
  });
}

/** Each number of the text with the rule that made it. */
function sources(docx: Docx, report: FilledReport, { rule }: Heading): readonly Block[] {
  const pieces = [...report.opening, ...report.parts.flatMap(({ paragraphs }) => paragraphs)].flat();
  const numbers = pieces.filter(({ kind, figures }) => kind === 'number' && figures.length > 0);
  const told = numbers.map(({ text, figures }) => {
    const named = figures.map(({ id, title: name, value, unit }) => `${name}（${id}）${value}${unit}`).join('；');
    const counting = [...new Set(figures.map((figure) => figure.counting))].join('；');
    return small(docx, `${text}：${named}。${counting}。`);
  });
  const { Paragraph } = docx;
  const head = new Paragraph({
    pageBreakBefore: true,
    children: [run(docx, '数据来源（发布前删去）', { face: 'heading', size: SIZES.table })],
  });
  return [
    head,
    small(docx, rule),
    ...new Map(
      told.map((block, at) => [numbers[at]?.text + String(numbers[at]?.figures.map(({ id }) => id)), block]),
    ).values(),
  ];
}
