/** An inspection as a file for whoever reports it: CSV that spreadsheet programs read as UTF-8, or a workbook. */
import writeExcelFile, { type Row } from 'write-excel-file/node';
import type { Inspected } from './inspect.ts';
import type { Standing } from './judge.ts';

export const standingNames: Readonly<Record<Standing, string>> = {
  fails: '不合格',
  soon: '临近或部分超限',
  ok: '合格',
  unknown: '无从判断',
  'by-hand': '人工核对',
};
export const partNames = { veto: '单项否决', deduction: '扣分', local: '提醒' } as const;

const HEAD = ['类别', '指标', '结果', '测得', '限度', '剩余天数', '扣分', '涉及', '规则', '依据', '说明'];
const WIDTHS = [8, 30, 12, 8, 10, 8, 6, 50, 50, 30, 20]; // characters

type Cells = readonly (string | number | null)[];

function rowsOf(inspected: readonly Inspected[]): readonly Cells[] {
  return inspected.map(
    ({ part, title, standing, value, unit, limit, daysLeft, points, subjects, rule, source, ...about }) => {
      const named = subjects.filter(({ standing: one }) => one !== 'ok').map(({ says }) => says);
      const measured = value === null ? '' : `${value} ${unit}`;
      const doubt = about.mark === 'C' ? '' : '待核';
      const notes = [doubt, about.note].filter(Boolean).join('；');
      return [
        ...[partNames[part], title, standingNames[standing], measured, limit, daysLeft, points],
        ...[named.join('；'), rule, source, notes],
      ];
    },
  );
}

export function toInspectionCsv(inspected: readonly Inspected[], title: string): string {
  const lines = [[title], HEAD, ...rowsOf(inspected)].map((cells) => cells.map(quoted).join(','));
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}

export async function toInspectionXlsx(inspected: readonly Inspected[], title: string): Promise<Buffer> {
  const rows: Row[] = [
    [{ value: title, fontWeight: 'bold', fontSize: 16 }],
    HEAD.map((value) => ({ value, fontWeight: 'bold' })),
    ...rowsOf(inspected).map((cells) =>
      cells.map((value) =>
        typeof value === 'number'
          ? ({ value, type: Number } as const)
          : ({ value: value ?? '', type: String, wrap: true, alignVertical: 'top' } as const),
      ),
    ),
  ];
  const options = { sheet: '自查', columns: WIDTHS.map((width) => ({ width })), stickyRowsCount: 2 };
  return await writeExcelFile(rows, { ...options, orientation: 'landscape' }).toBuffer();
}

/** A cell that begins like a formula is made text (OWASP, CSV injection). */
function quoted(cell: string | number | null): string {
  if (typeof cell === 'number') return String(cell);
  const safe = /^[=+\-@\t\r]/.test(cell ?? '') ? `'${cell}` : (cell ?? '');
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
