/** Where a text may be filed, asked once and kept: the columns of the site, the words of the catalogue. */
import { askOnce } from './ask-once.ts';
import { api } from './client.ts';

export interface Column {
  readonly id: string;
  readonly name: string;
  /** The column above. */
  readonly parent?: string;
  /** Listed as a catalogue: its pages show all catalogue fields. */
  readonly isCatalogue?: boolean;
}

export interface CatalogueWords {
  readonly themes: readonly { readonly id: string; readonly name: string }[];
  readonly genres: readonly string[];
  readonly validities: readonly string[];
  readonly disclosures: readonly string[];
}

const columns = askOnce<readonly Column[]>(
  [],
  async () => (await api.get<{ items: readonly Column[] }>('/api/columns')).items,
);

/** All columns in the order of the navigation; empty until they came. Reactive. */
export const useColumns = columns.use;

export function columnName(id: string): string {
  return columns.kept.value.find((column) => column.id === id)?.name ?? id;
}

/** To choose by: a unit's column says under what it stands, and is found by either word. */
export function columnLabel({ name, parent }: Column): string {
  return parent === undefined ? name : `${columnName(parent)} › ${name}`;
}

export function isCatalogue(id: string): boolean {
  return columns.kept.value.some((column) => column.id === id && column.isCatalogue === true);
}

const words = askOnce<CatalogueWords>({ themes: [], genres: [], validities: [], disclosures: [] }, () =>
  api.get<CatalogueWords>('/api/catalogue'),
);

/** What may be chosen for the catalogue; empty lists until it came. Reactive. */
export const useCatalogueWords = words.use;
