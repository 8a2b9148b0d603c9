/** The time, for spans that count down on the page. The only file of the console that asks the machine for it. */
import { onScopeDispose, type Ref, ref } from 'vue';

export function now(): Date {
  return new Date();
}

/** The time, renewed every half minute while the page is open. */
export function useNow(): Ref<Date> {
  const time = ref(now());
  const timer = setInterval(() => {
    time.value = now();
  }, 30_000);
  onScopeDispose(() => clearInterval(timer));
  return time;
}
