/** The revision a caller means, out of If-Match (RFC 9110 §13.1.1); the operation compares it. */
import { invalid } from '../errors.ts';

/** 3 for `"3"` or `W/"3"`; null for nothing or `*`. Throws Problem 'invalid-input' on anything else. */
export function readIfMatch(header: string): number | null {
  const tag = header.trim();
  if (tag === '' || tag === '*') return null;
  const match = /^(?:W\/)?"(\d{1,9})"$/.exec(tag);
  if (!match) throw invalid('If-Match', '不是版本号', '请按 "3" 的写法填写所看到的版本号（带双引号）');
  return Number(match[1]);
}

/** The ETag of an answer: its integer `revision` in quotes, or null when it has none. */
export function etagOf(answer: unknown): string | null {
  if (typeof answer !== 'object' || answer === null || !('revision' in answer)) return null;
  return Number.isInteger(answer.revision) ? `"${answer.revision}"` : null;
}
