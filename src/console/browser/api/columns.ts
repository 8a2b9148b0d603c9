/** The columns of the site, asked once and kept. */
import { shallowRef } from 'vue';
import { api } from './client.ts';

export interface Column {
  readonly id: string;
  readonly name: string;
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
