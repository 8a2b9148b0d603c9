/**
 * What changed at the service, told as it happens (GET /api/events). Nobody is told what it became: pages ask again. The
 * browser reconnects by itself and says where it was; a page that comes back into view after a long while asks again too.
 */
import { ref } from 'vue';

/** null before the first connection. */
export const isLive = ref<boolean | null>(null);

type Listener = { readonly topics: readonly string[]; readonly act: () => void };

const listeners = new Set<Listener>();
let source: EventSource | null = null;

/** Runs `act` when something of one of these kinds changed. Returns what ends it. */
export function onChange(topics: readonly string[], act: () => void): () => void {
  const listener = { topics, act };
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Opens the connection, once somebody is logged in. */
export function followChanges(): void {
  if (source) return;
  source = new EventSource('/api/events');
  source.addEventListener('open', () => {
    isLive.value = true;
  });
  source.addEventListener('error', () => {
    isLive.value = false;
  });
  source.addEventListener('change', ({ data }) => tell((JSON.parse(data) as { topics: string[] }).topics));
  source.addEventListener('ended', () => {
    stopFollowing();
    tell(['all']); // asking shows the login page
  });
}

export function stopFollowing(): void {
  source?.close();
  source = null;
  isLive.value = null;
}

function tell(changed: readonly string[]): void {
  const isAll = changed.includes('all');
  for (const { topics, act } of listeners) {
    if (isAll || topics.some((topic) => changed.includes(topic))) act();
  }
}
