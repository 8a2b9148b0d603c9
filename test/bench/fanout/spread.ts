/** Several rounds' figures as one cell: `median (min–max)`. */

/** Nearest-rank quantile. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** One round's figure stands alone; no figure is a dash. */
export function spread(values: readonly (number | null)[], digits = 0): string {
  const known = values.filter((value) => value !== null && !Number.isNaN(value)) as number[];
  if (known.length === 0) return '–';
  const text = (value: number) => value.toFixed(digits);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  return known.length === 1 ? text(low) : `${text(median(known))} (${text(low)}–${text(high)})`;
}
