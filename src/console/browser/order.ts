/** The order of a short list, changed by buttons. Pure. */

/** With the one at `at` moved by `by` places; the same list where it cannot move so far. */
export function moved<T>(list: readonly T[], at: number, by: number): T[] {
  const [one] = list.slice(at, at + 1);
  const to = at + by;
  if (one === undefined || to < 0 || to >= list.length) return [...list];
  const others = list.filter((_, i) => i !== at);
  return [...others.slice(0, to), one, ...others.slice(to)];
}
