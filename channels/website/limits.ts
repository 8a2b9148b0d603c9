/** The limits of our own site: only those we set ourselves. */
import type { Limits } from '../../src/channel/contract.ts';

/** Our own limit: above it neither a list nor a browser's tab shows a title as one. */
export const LONGEST_TITLE = 200;

/** Characters, as a reader counts them. */
export function countText(text: string): number {
  return [...text].length;
}

export const limits: Limits = {
  countText,
  title: LONGEST_TITLE,
  reply: null,
  repliesPerComment: null,
  quotas: [],
  atOnce: 8,
  readBack: null,
  correction: 'replace',
};
