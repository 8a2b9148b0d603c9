/** A table of a closed period beside the same filled with the closed figures: which of its values have moved since. Pure. */
import type { FilledTable } from './fill-table.ts';
import { flatRows } from './flat-rows.ts';

export interface Moved {
  /** Number of the row, with its column where it stands in a grid. */
  readonly no: string;
  readonly title: string;
  /** As it was closed, and as it is now; null for nothing. */
  readonly closed: number | null;
  readonly now: number | null;
}

export function compareTables(closed: FilledTable, now: FilledTable): readonly Moved[] {
  const before = new Map(flatRows(closed).map(({ no, value }) => [no, value]));
  return flatRows(now).flatMap(({ no, title, value }) => {
    const was = before.get(no) ?? null;
    return was === value ? [] : [{ no, title, closed: was, now: value }];
  });
}

/** As many as a heading names. */
const NAMED = 8;

/** For the heading, Chinese; '' for none. */
export function movedWords(moved: readonly Moved[]): string {
  if (moved.length === 0) return '';
  const named = moved.slice(0, NAMED).map(({ no, closed, now }) => `${no}行 ${closed ?? '无'}→${now ?? '无'}`);
  const more = moved.length > NAMED ? ` 等 ${moved.length} 项` : '';
  return `；结账后有变动（结账时→现在）：${named.join('，')}${more}`;
}
