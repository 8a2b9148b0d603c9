/** All figures that came out, and whether each is open to its lines. */
import { type Desk, read } from './desk.ts';

/** Period → figure → value; only what is above 0. */
export type Figures = Readonly<Record<string, Readonly<Record<string, number>>>>;

interface Shown {
  readonly id: string;
  readonly value: number;
}

/** The figures of the year and of each of its months, with what each closing moved since. */
export async function readFigures({ office }: Desk, months: readonly string[]): Promise<Figures> {
  const periods = [...new Set([...months.map((month) => month.slice(0, 4)), ...months])];
  const read1 = async (period: string) => {
    const { figures, closing } = await read(office.staff.approver, `/api/statistics?period=${period}`);
    const told = (figures as Shown[]).filter(({ value }) => value !== 0).map(({ id, value }) => [id, value] as const);
    const restated = closing ? closing.restated.length : 0;
    return [period, { ...Object.fromEntries(told), 'restated since closed': restated }] as const;
  };
  return Object.fromEntries(await Promise.all(periods.map(read1)));
}

/** Figures that are not open to their lines: what is counted one by one has as many lines as it counts, a sum has some. */
export async function findClosed(desk: Desk, period: string, figures: Readonly<Record<string, number>>) {
  const closed: string[] = [];
  for (const [id, value] of Object.entries(figures)) {
    if (id.includes(' ')) continue;
    const path = `/api/statistics/${encodeURIComponent(id)}/lines?period=${period}`;
    const { lines } = await read(desk.office.staff.approver, path);
    const isSum = /^(entries|people):/.test(id);
    if (isSum ? lines.length === 0 : lines.length !== value) closed.push(`${id}: ${value}, ${lines.length} lines`);
  }
  return closed;
}

/** Where two runs differ. */
export function differences(one: Figures, other: Figures): readonly string[] {
  const periods = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return periods.flatMap((period) => {
    const [mine, theirs] = [one[period] ?? {}, other[period] ?? {}];
    const ids = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])];
    const different = ids.filter((id) => mine[id] !== theirs[id]);
    return different.map((id) => `${period} ${id}: ${mine[id] ?? 0} / ${theirs[id] ?? 0}`);
  });
}
