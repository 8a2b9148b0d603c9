/** Filters of a list live in the address: a link shows what the sender saw, and the back button undoes. */
import { reactive, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';

/** The filters by name, '' for none; assigning one changes the address. Call it in setup. */
export function useFilters<Name extends string>(...names: readonly Name[]): Record<Name, string> {
  const route = useRoute();
  const router = useRouter();
  const path = route.path;
  const read = () => Object.fromEntries(names.map((name) => [name, String(route.query[name] ?? '')]));
  const filters = reactive(read()) as Record<Name, string>;
  watch(
    () => route.query,
    () => {
      if (route.path === path) Object.assign(filters, read());
    },
  );
  watch(filters, () => {
    const others = Object.entries(route.query).filter(([name]) => !names.includes(name as Name));
    const chosen = names.map((name) => [name, filters[name]] as const).filter(([, value]) => value !== '');
    const query = Object.fromEntries([...others, ...chosen]);
    if (new URLSearchParams(query as never).toString() !== new URLSearchParams(route.query as never).toString()) {
      void router.replace({ query: query as never });
    }
  });
  return filters;
}
