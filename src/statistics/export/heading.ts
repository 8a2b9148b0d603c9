/** What stands over a table, and who vouches for it. */
export interface Heading {
  readonly title: string;
  /** '2018' or '2018-07'. */
  readonly period: string;
  /** Who draws it up. */
  readonly organiser: string;
  readonly source: string;
  /** One sentence on how its numbers come about. */
  readonly rule: string;
  /** When the figures were counted; Beijing time, 'YYYY-MM-DD HH:MM'. */
  readonly countedAt: string;
  /** When, by whom and as what the period was closed, or that it was not. */
  readonly closing: string;
  /** Where the ledger was sealed when it was closed, number and hash; '' when it was not. */
  readonly seal: string;
}
