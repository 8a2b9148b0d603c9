/** A column of parts/ListTable.vue. What stands in it is the slot of its id, or the slot `cell` where columns are made of data. */
export interface ListColumn<T> {
  readonly id: string;
  readonly title: string;
  /** `head` names the row, `number` stands to the right, `acts` has no heading. */
  readonly is?: 'head' | 'number' | 'acts';
  /** Left out at phone width, where a row is a card. */
  readonly isExtra?: boolean;
  /** Nothing is there to show for this row: a card has no line for it. */
  readonly isBlank?: (row: T) => boolean;
}
