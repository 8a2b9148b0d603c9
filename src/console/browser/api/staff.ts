/** Staff: who may work here. Their names stand on every page, so they are asked once and kept. */
import { shallowRef } from 'vue';
import type { z } from 'zod';
import type { staffSchema } from '../../../staff/staff-schemas.ts';
import { api } from './client.ts';
import type { Json } from './json.ts';

export type Staff = Json<z.infer<typeof staffSchema>>;

const kept = shallowRef<readonly Staff[]>([]);
let isAsked = false;

export async function readStaff(): Promise<readonly Staff[]> {
  isAsked = true;
  try {
    kept.value = (await api.get<{ items: readonly Staff[] }>('/api/staff')).items;
  } catch (error) {
    isAsked = false;
    throw error;
  }
  return kept.value;
}

/** Id → the name shown; the id until the names came. Reactive. */
export function useStaffName(): (id: string) => string {
  if (!isAsked) void readStaff().catch(() => undefined);
  return (id) => {
    if (id === 'system') return '系统';
    return kept.value.find((one) => one.id === id)?.displayName ?? id;
  };
}
