/** One value of a table from the figures: what is summed, what is taken off, and what is carried over from before. Pure. */
import type { Figure } from './figure.ts';
import { FEN_PER_WAN } from './rules-of-entries.ts';
import { isStanding } from './standing.ts';
import type { Cell } from './table.ts';

/** What a table is filled from. */
export interface Filling {
  /** Of the period. */
  readonly figures: readonly Figure[];
  /** What the same come to over all time before it; asked for by tables that carry something over. */
  readonly before: readonly Figure[];
  /** How a figure counts, whether or not anything was counted; null when there is no such rule. */
  countingOf(figure: string): string | null;
}

export interface FilledCell {
  /** null for what the office fills in. */
  readonly value: number | null;
  /** Figures whose lines are behind the value. */
  readonly figures: readonly string[];
  /** How they count, in their own sentences. */
  readonly counting: readonly string[];
  /** Of money: the value in 分, of which it is the millionth part. */
  readonly fen?: number;
  /** The lines before the period count as well (GET /api/statistics/:figure/lines?as=before). */
  readonly upTo?: 'start' | 'end';
}

export function fillCell(cell: Cell, unit: string, filling: Filling): FilledCell {
  if ('by' in cell) return { value: null, figures: [], counting: [] };
  const { sum, less = [], upTo } = cell;
  const { figures, before } = filling;
  const told = upTo === undefined ? figures : upTo === 'start' ? before : [...before, ...figures];
  const [plus, minus] = [pick(told, sum), pick(told, less)];
  // How many there are was entered or is not known; how many came about is nought when nothing did.
  const isUnknown = sum.length > 0 && sum.every(isStanding) && plus.length === 0;
  const value = isUnknown ? null : worthOf(plus) - worthOf(minus);
  const named = [...plus, ...minus];
  const sentences = [...sum, ...less].flatMap((wanted) => filling.countingOf(wanted) ?? []);
  return {
    value: unit === '万元' && value !== null ? value / FEN_PER_WAN : value,
    figures: [...new Set(named.map(({ id }) => id))],
    counting: [...new Set(sentences.length > 0 ? sentences : named.map(({ counting }) => counting))],
    ...(unit === '万元' && value !== null && { fen: value }),
    ...(upTo && { upTo }),
  };
}

function pick(figures: readonly Figure[], wanted: readonly string[]): readonly Figure[] {
  return wanted.flatMap((one) => figures.filter(({ id }) => isMeant(id, one)));
}

function worthOf(figures: readonly Figure[]): number {
  return figures.reduce((sum, { value }) => sum + value, 0);
}

/** `posts:*` means every group of a rule, `request-outcomes:*.person` every outcome for one kind of applicant. */
export function isMeant(id: string, wanted: string): boolean {
  const [start = '', ...rest] = wanted.split('*');
  if (rest.length === 0) return id === wanted;
  const end = rest.join('*');
  return id.length >= start.length + end.length && id.startsWith(start) && id.endsWith(end);
}
