/** A list that is asked for page by page, and begun anew when its filters change or something happened. */
import { type Ref, shallowRef, watch } from 'vue';
import type { Listed } from './api/json.ts';
import { type Load, useLoad } from './load.ts';

export interface List<T, Page extends Listed<T>> extends Load<Page> {
  readonly isMore: Ref<boolean>;
  /** Adds the next page to what is shown. */
  more(): Promise<void>;
}

/** `watched` are the filters; `topics` as in useLoad. Answers that come with a list (names, totals) are those of its latest page. */
export function useList<T, Page extends Listed<T>>(
  fetch: (cursor: string | null, signal?: AbortSignal) => Promise<Page>,
  watched: object,
  ...topics: readonly string[]
): List<T, Page> {
  const load = useLoad((signal) => fetch(null, signal), ...topics);
  const isMore = shallowRef(false);
  watch(watched, () => void load.reload());
  const more = async () => {
    const shown = load.data.value;
    if (!shown?.next || isMore.value) return;
    isMore.value = true;
    try {
      const next = await fetch(shown.next);
      // What was begun anew meanwhile is another list.
      if (load.data.value === shown) load.data.value = { ...next, items: [...shown.items, ...next.items] };
    } finally {
      isMore.value = false;
    }
  };
  return { ...load, isMore, more };
}
