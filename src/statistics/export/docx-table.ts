/** A filled table inside a document. */
import type { FilledTable } from '../fill-table.ts';
import { type Block, type Docx, type FONTS, run, SIZES } from './docx-parts.ts';
import { type Band, type HeadCell, printed, type SetRow, setTable } from './set-table.ts';

/** Millimetres of text on a line. */
const WIDTH = 156;
const UNIT = 12;

export function tableBlocks(docx: Docx, filled: FilledTable): readonly Block[] {
  const { Paragraph } = docx;
  const between = () => new Paragraph({ spacing: { line: 200 } });
  return setTable(filled).flatMap((band) => [setBand(docx, band), between()]);
}

interface Widths {
  readonly title: number;
  readonly unit: number;
  readonly value: number;
}

function widthsOf({ columns }: Band): Widths {
  if (columns.length === 1) return { title: WIDTH - UNIT - 32, unit: UNIT, value: 32 };
  const value = Math.min(18, (WIDTH - UNIT) / (columns.length + (columns.length > 8 ? 1.5 : 4)));
  return { title: WIDTH - UNIT - value * columns.length, unit: UNIT, value };
}

function setBand(docx: Docx, band: Band): Block {
  const { Table, WidthType, TableLayoutType, convertMillimetersToTwip: mm } = docx;
  const widths = widthsOf(band);
  const size = band.columns.length > 4 ? SIZES.note : SIZES.table;
  const rows = [
    ...headRows(docx, band, { widths, size }),
    ...band.rows.map((row) => setRow(docx, row, band, { widths, size })),
  ];
  return new Table({
    rows,
    layout: TableLayoutType.FIXED,
    width: { size: mm(WIDTH), type: WidthType.DXA },
    columnWidths: [widths.title, widths.unit, ...band.columns.map(() => widths.value)].map((width) => mm(width)),
  });
}

interface Setting {
  readonly widths: Widths;
  readonly size: number;
}

interface Content {
  readonly text: string;
  readonly width: number;
  readonly face?: keyof typeof FONTS;
  readonly isCentred?: boolean;
  readonly isBold?: boolean;
  /** Levels below the first. */
  readonly level?: number;
  readonly columns?: number;
  readonly rows?: number;
}

function cell(docx: Docx, content: Content, size: number) {
  const { TableCell, Paragraph, WidthType, VerticalAlign, AlignmentType, convertMillimetersToTwip: mm } = docx;
  const { text, width, face = 'text', isCentred = false, isBold = false, level = 0, columns = 1, rows = 1 } = content;
  return new TableCell({
    width: { size: mm(width), type: WidthType.DXA },
    columnSpan: columns,
    rowSpan: rows,
    verticalAlign: VerticalAlign.CENTER,
    margins: { left: 60, right: 60, top: 20, bottom: 20 },
    children: [
      new Paragraph({
        alignment: isCentred ? AlignmentType.CENTER : AlignmentType.LEFT,
        indent: { left: level * size * 10 },
        children: [run(docx, text, { face, size, bold: isBold })],
      }),
    ],
  });
}

/** Repeated on every page. */
function headRows(docx: Docx, { head }: Band, { widths, size }: Setting) {
  const { TableRow } = docx;
  const heads = head.map((line) =>
    line.map(({ text, columns, rows }: HeadCell) => ({ text, columns, rows, width: widths.value * columns })),
  );
  const lead = [
    { text: '项目', width: widths.title, columns: 1, rows: head.length },
    { text: '单位', width: widths.unit, columns: 1, rows: head.length },
  ];
  return heads.map((line, at) => {
    const cells = at === 0 ? [...lead, ...line] : line;
    const children = cells.map((one) => cell(docx, { ...one, face: 'heading', isCentred: true }, size));
    return new TableRow({ tableHeader: true, cantSplit: true, children });
  });
}

function setRow(docx: Docx, { row, values }: SetRow, { columns }: Band, { widths, size }: Setting) {
  const { TableRow } = docx;
  const { title, level, unit } = row;
  if (values.length === 0) {
    const heading = { text: title, width: WIDTH, columns: columns.length + 2, level, isBold: true };
    return new TableRow({ cantSplit: true, children: [cell(docx, heading, size)] });
  }
  const cells: Content[] = [
    { text: title, width: widths.title, level },
    { text: unit ?? '', width: widths.unit, isCentred: true },
    ...values.map((value) => ({ text: printed(value), width: widths.value, isCentred: true })),
  ];
  return new TableRow({ cantSplit: true, children: cells.map((one) => cell(docx, one, size)) });
}
