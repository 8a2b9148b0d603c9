/**
 * What a dotted path finds in a document, through arrays as MongoDB does: `unposted._id` is the _id of every element.
 */
export interface Found {
  /** An array was on the way or at the end: the values are alternatives, any of them may match. */
  readonly many: boolean;
  readonly values: readonly unknown[];
}

/** The values at a path; none when the path is missing. */
export function valuesAt(document: object, path: readonly string[]): Found {
  let value: unknown = document;
  for (const [i, name] of path.entries()) {
    if (Array.isArray(value)) return { many: true, values: value.flatMap((item) => throughItem(item, path.slice(i))) };
    if (typeof value !== 'object' || value === null || value instanceof Date) return { many: false, values: [] };
    value = (value as Record<string, unknown>)[name];
  }
  if (Array.isArray(value)) return { many: true, values: value };
  return { many: false, values: value === undefined ? [] : [value] };
}

function throughItem(item: unknown, path: readonly string[]): readonly unknown[] {
  // An array directly inside an array is a value of its own: MongoDB does not look through two levels at once.
  return Array.isArray(item) || typeof item !== 'object' || item === null ? [] : valuesAt(item, path).values;
}
