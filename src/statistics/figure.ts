/**
 * A figure: a number that can name its lines. Each rule says in one sentence how it counts and where that comes from; the
 * rules are in figures.ts, how they are carried out in fold-lines.ts and count-figures.ts.
 */
import type { Line } from '../ledger/line.ts';

export interface Rule {
  /** Stable id, such as `items` or `posts`. */
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  /** How it counts, in one sentence shown beside the number. */
  readonly counting: string;
  readonly source: string;
  /** The lines that may count. */
  readonly of: readonly Line['what'][];
  /** Whether a line counts at all. */
  counts(line: Line): boolean;
  /** Lines with the same key count once; the earliest of all time decides in which period. */
  key(line: Line): string;
  /** The keys are topics: those that became one count once. */
  readonly byTopic?: true;
  /** How much a line counts, where that is not 1; below 0 for one that takes off what another put on. */
  weight?(line: Line): number;
  /** Splits the figure into one per group (per account, per means); null for a single figure. */
  readonly group: Grouping | null;
}

export interface Grouping {
  of(line: Line): string;
  /** The title of a group's figure. */
  title(group: string): string;
}

export interface Figure {
  /** `rule` or `rule:group`. */
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly value: number;
  readonly counting: string;
  readonly source: string;
}
