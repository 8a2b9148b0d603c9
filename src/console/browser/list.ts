/**
 * A list that is asked for page by page: its filters stand in the address, it is begun anew when they change, and asked again as far
 * as it is shown when something happened. What is seen of it is parts/ListPage.vue, or parts/ListBody.vue inside another page.
 */
import { type ComputedRef, computed, type Ref, shallowRef, watch } from 'vue';
import type { AnyPage } from './api/json.ts';
import { useFilters } from './filters.ts';
import { type Load, useLoad } from './load.ts';
import { attempt } from './tell.ts';

export interface List<Page extends AnyPage, Name extends string = string> extends Load<Page> {
  /** By name, '' for none; assigning one changes the address and asks anew. */
  readonly filters: Record<Name, string>;
  readonly isFiltered: ComputedRef<boolean>;
  clear(): void;
  readonly rows: ComputedRef<Page['items']>;
  readonly isMore: Ref<boolean>;
  /** Adds the next page to what is shown. */
  more(): Promise<void>;
}

export interface Listing<Page extends AnyPage, Name extends string> {
  /** Names of the filters; the API's own. */
  readonly by?: readonly Name[];
  /** Those of them that choose one of several lists: none of these is empty for having been filtered, and clearing keeps them. */
  readonly views?: readonly NoInfer<Name>[];
  /** Asks for the page at the cursor. */
  readonly ask: (query: Record<Name, string> & { cursor: string | null }, signal?: AbortSignal) => Promise<Page>;
  /** The kinds of change (src/console/changes.ts) on which it is asked again. */
  readonly on?: readonly string[];
  /** What comes with a list (names, totals) is that of the latest page, unless this joins it. */
  readonly join?: (shown: Page, next: Page) => Partial<Page>;
}

/** Call it in setup. */
export function useList<Page extends AnyPage, Name extends string = never>({
  by = [],
  views = [],
  ask,
  on = [],
  join,
}: Listing<Page, Name>): List<Page, Name> {
  const filters = useFilters(...by);
  let pages = 1;
  const ahead = (shown: Page, next: Page): Page => {
    return { ...next, ...join?.(shown, next), items: [...shown.items, ...next.items] };
  };
  const load = useLoad(
    async (signal) => {
      let shown = await ask({ ...filters, cursor: null }, signal);
      for (let n = 1; n < pages && shown.next; n += 1) {
        shown = ahead(shown, await ask({ ...filters, cursor: shown.next }, signal));
      }
      return shown;
    },
    ...on,
  );
  watch(filters, () => {
    pages = 1;
    void load.reload();
  });
  const isMore = shallowRef(false);
  const more = async () => {
    const shown = load.data.value;
    if (!shown?.next || isMore.value) return;
    isMore.value = true;
    const next = await attempt(() => ask({ ...filters, cursor: shown.next }));
    isMore.value = false;
    // What was begun anew meanwhile is another list.
    if (!next || load.data.value !== shown) return;
    load.data.value = ahead(shown, next);
    pages += 1;
  };
  const narrowing = by.filter((name) => !views.includes(name));
  const isFiltered = computed(() => narrowing.some((name) => filters[name] !== ''));
  const clear = () => Object.assign(filters, Object.fromEntries(narrowing.map((name) => [name, ''])));
  const rows = computed<Page['items']>(() => load.data.value?.items ?? []);
  return { ...load, filters, isFiltered, clear, rows, isMore, more };
}
