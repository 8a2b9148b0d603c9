/** What an announcement becomes on a channel, or why it cannot. */

/** The announcement in one channel's shape. Plain JSON: it is frozen in the delivery when staff sign. */
export interface Piece {
  /** What a reader will see, for the preview beside the editor. */
  readonly preview: {
    readonly title: string;
    readonly html: string;
    readonly text: string;
    readonly notes: readonly string[];
  };
  /** What it uses up besides a call: the `of` of a quota; absent for nothing. */
  readonly uses?: string;
  /** What the adapter will send; only the adapter reads it. Dates are ISO strings. */
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Why a text cannot go to a channel: which field, what is wrong, what to do. Chinese, shown to staff. */
export interface Misfit {
  readonly field: string;
  readonly problem: string;
  readonly remedy: string;
}

export type Rendered =
  | { readonly fits: true; readonly piece: Piece }
  | { readonly fits: false; readonly misfits: readonly Misfit[] };
