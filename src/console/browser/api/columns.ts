/** Where a text may be filed, asked once and kept: the columns of the site, the words of the catalogue. */
import { shallowRef } from 'vue';
import { api } from './client.ts';

export interface Column {
  readonly id: string;
  readonly name: string;
  /** Listed as a catalogue: its pages show all catalogue fields. */
  readonly isCatalogue?: boolean;
}

export interface CatalogueWords {
  readonly themes: readonly { readonly id: string; readonly name: string }[];
  readonly genres: readonly string[];
  readonly validities: readonly string[];
  readonly disclosures: readonly string[];
}

const kept = shallowRef<readonly Column[]>([]);
let isAsked = false;

/** All columns in the order of the navigation; empty until they came. Reactive. */
export function useColumns() {
  if (!isAsked) void readColumns();
  return kept;
}

async function readColumns(): Promise<void> {
  isAsked = true;
  try {
    kept.value = (await api.get<{ items: readonly Column[] }>('/api/columns')).items;
  } catch {
    isAsked = false;
  }
}

export function columnName(id: string): string {
  return kept.value.find((column) => column.id === id)?.name ?? id;
}

const words = shallowRef<CatalogueWords>({ themes: [], genres: [], validities: [], disclosures: [] });
let areWordsAsked = false;

/** What may be chosen for the catalogue; empty lists until it came. Reactive. */
export function useCatalogueWords() {
  if (!areWordsAsked) void readWords();
  return words;
}

async function readWords(): Promise<void> {
  areWordsAsked = true;
  try {
    words.value = await api.get<CatalogueWords>('/api/catalogue');
  } catch {
    areWordsAsked = false;
  }
}

export function isCatalogue(id: string): boolean {
  return kept.value.some((column) => column.id === id && column.isCatalogue === true);
}
