/** The staff, asked once and kept: records name them by id. */
import { shallowRef } from 'vue';
import { api } from './client.ts';

interface Colleague {
  readonly id: string;
  readonly displayName: string;
}

const kept = shallowRef<ReadonlyMap<string, string>>(new Map());
let isAsked = false;

/** Sees to it that names are there. Call it in setup of a page that shows some. */
export function usePeople(): void {
  if (!isAsked) void readPeople();
}

/** Asks anew, after somebody was added or renamed. */
export async function readPeople(): Promise<void> {
  isAsked = true;
  try {
    const { items } = await api.get<{ items: readonly Colleague[] }>('/api/staff');
    kept.value = new Map(items.map(({ id, displayName }) => [id, displayName]));
  } catch {
    isAsked = false;
  }
}

/** The name of a member of staff, or of what acts by itself. Reactive. */
export function personName(id: string | null | undefined): string {
  if (!id) return '';
  if (id === 'system') return '系统';
  if (id === 'public') return '公众';
  return kept.value.get(id) ?? '已离任人员';
}
