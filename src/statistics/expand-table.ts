/** A table as this installation prints it: a row for each account, the columns of a type, what the site is called. Pure. */
import type { Table, TableRow } from './table.ts';

/** What there is here that tables speak of. */
export interface Place {
  /** For `{site.name}` and the like. */
  readonly words: Readonly<Record<string, string>>;
  readonly accounts: readonly { readonly id: string; readonly kind: string; readonly name: string }[];
  readonly columns: readonly { readonly id: string; readonly type: string }[];
}

export const NOWHERE: Place = { words: {}, accounts: [], columns: [] };

/** Rows of kinds of accounts that there are none of are left out. */
export function expandTable(table: Table, place: Place): Table {
  return { ...table, rows: table.rows.flatMap((row) => expandRow(row, place)) };
}

function expandRow(row: TableRow, place: Place): readonly TableRow[] {
  if ('words' in row || 'sum' in row) {
    if (row.each !== undefined) return accountsOf(row.each, place).map((account, at) => forAccount(row, account, at));
    if ('words' in row) return [{ ...row, words: named(row.words, place.words) }];
    if (row.types) return [overColumns(row, row.types, place)];
  }
  return [withPlaces(row, place)];
}

function accountsOf(kind: string, { accounts }: Place): Place['accounts'] {
  return accounts.filter((account) => kind === '*' || account.kind === kind);
}

type Repeated = Extract<TableRow, { each?: string | undefined }>;

function forAccount(row: Repeated, { id, name }: Place['accounts'][number], at: number): TableRow {
  const { each: _, ...own } = row;
  const known = { account: id, name };
  const about = { ...own, no: `${row.no}.${at + 1}`, title: named(row.title, known) };
  if ('words' in about) return { ...about, words: named(about.words, known) };
  return { ...about, sum: about.sum.map((figure) => named(figure, known)) };
}

function overColumns(
  row: Extract<TableRow, { types?: string[] | undefined }>,
  types: readonly string[],
  { columns }: Place,
) {
  const { types: _, ...own } = row;
  const mine = columns.filter(({ type }) => isAmong(type, types));
  // A sum over no column is nought, and still says how it counts.
  const ids = mine.length > 0 ? mine.map(({ id }) => id) : ['-'];
  const sum = row.sum.flatMap((figure) => [...new Set(ids.map((id) => figure.replaceAll('{own}', id)))]);
  return { ...own, sum };
}

function isAmong(type: string, types: readonly string[]): boolean {
  if (types.some((one) => one.startsWith('!'))) return !types.includes(`!${type}`);
  return types.includes(type);
}

/** `{accounts of website}.letter` in a figure's id: one for each account of that kind. */
function withPlaces(row: TableRow, place: Place): TableRow {
  const spread = (ids: readonly string[]) =>
    ids.flatMap((id) => {
      const kind = /\{accounts of ([a-z-]+)\}/.exec(id)?.[1];
      return kind ? accountsOf(kind, place).map((account) => id.replace(/\{[^}]*\}/, account.id)) : [id];
    });
  if ('sum' in row) return { ...row, sum: spread(row.sum) };
  return 'mean' in row ? { ...row, mean: spread(row.mean), of: spread(row.of) } : row;
}

function named(text: string, words: Readonly<Record<string, string>>): string {
  return text.replace(/\{([^}]+)\}/g, (whole, name: string) => words[name] ?? whole);
}
