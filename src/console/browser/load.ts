/** Something asked of the API for a page: loading, there, empty or refused, and asked anew without a flicker. */
import { onScopeDispose, type Ref, shallowRef } from 'vue';
import { ApiProblem, wordsOf } from './api/client.ts';
import { onChange } from './events.ts';

export interface Load<T> {
  readonly data: Ref<T | null>;
  /** Why the latest asking failed; what was there before stays shown. */
  readonly problem: Ref<ApiProblem | null>;
  readonly isLoading: Ref<boolean>;
  /** Asks anew; of several askings only the latest counts. */
  reload(): Promise<void>;
}

/**
 * Asks at once. `topics` are the kinds of change (src/console/events) on which it asks again by itself. Call it in setup.
 */
export function useLoad<T>(fetch: (signal: AbortSignal) => Promise<T>, ...topics: readonly string[]): Load<T> {
  const data = shallowRef<T | null>(null);
  const problem = shallowRef<ApiProblem | null>(null);
  const isLoading = shallowRef(false);
  let running: AbortController | null = null;
  const reload = async () => {
    running?.abort();
    const mine = new AbortController();
    running = mine;
    isLoading.value = true;
    try {
      const told = await fetch(mine.signal);
      if (running !== mine) return;
      data.value = told;
      problem.value = null;
    } catch (error) {
      if (running !== mine) return;
      problem.value = error instanceof ApiProblem ? error : new ApiProblem(wordsOf(error), { code: 'page-error' });
    }
    if (running === mine) isLoading.value = false;
  };
  if (topics.length > 0) onScopeDispose(onChange(topics, () => void reload()));
  onScopeDispose(() => running?.abort());
  void reload();
  return { data, problem, isLoading, reload };
}
