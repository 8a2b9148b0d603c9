/** What figures are called, and the document most of them come from. */

/** The annual table of 2014 to 2018. */
export const TABLE = '政府信息公开情况统计表（国办发〔2014〕32号）';

/** What things are called, for the titles of figures. */
export interface Names {
  account(id: string): string;
  /** A kind of platform, by the names of its accounts. */
  kind(kind: string): string;
  column(id: string): string;
  /** A kind of signal: letter, comment … */
  signalKind(kind: string): string;
  /** Of what was chosen in an entry: who applied, what came of it. */
  option(id: string): string;
  /** Of what was entered by hand. */
  entry(kind: string): { readonly title: string; readonly unit: string; readonly people: string };
}
