/** What changed at the service, told as it happens (GET /api/events). Nobody is told what it became: pages ask again. */

import { ref } from 'vue';

/** null before the first connection, and where nothing is told. */
export const isLive = ref<boolean | null>(null);

type Listener = { readonly topics: readonly string[]; readonly act: () => void };

const listeners = new Set<Listener>();

/** Runs `act` when something of one of these kinds changed. Returns what ends it. */
export function onChange(topics: readonly string[], act: () => void): () => void {
  const listener = { topics, act };
  listeners.add(listener);
  return () => listeners.delete(listener);
}
