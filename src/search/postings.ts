/**
 * Where a term stands: slots of documents, and how often in each of their fields, each posting packed into one number. Half of all terms
 * stand in one document only and need no list.
 */
export type Postings = number | number[];

const MOST = 255;
/** Eight bits for each of three fields. */
const COUNTS = 2 ** 24;

/** `title`, `body`, `answer`: how often; 255 stands for 255 and more. */
export function packed(slot: number, [title, body, answer]: readonly [number, number, number]): number {
  const counts = Math.min(title, MOST) + (Math.min(body, MOST) << 8) + (Math.min(answer, MOST) << 16);
  return slot * COUNTS + counts;
}

export function slotOf(posting: number): number {
  return Math.floor(posting / COUNTS);
}

/** The same counts at another slot. */
export function movedTo(posting: number, slot: number): number {
  return slot * COUNTS + countsIn(posting);
}

/** The three counts in 24 bits, title lowest. */
export function countsIn(posting: number): number {
  return posting % COUNTS;
}

export function withPosting(postings: Postings | undefined, posting: number): Postings {
  if (postings === undefined) return posting;
  if (typeof postings === 'number') return [postings, posting];
  postings.push(posting);
  return postings;
}

export function listOf(postings: Postings | undefined): readonly number[] {
  if (postings === undefined) return [];
  return typeof postings === 'number' ? [postings] : postings;
}

export function sizeOf(postings: Postings): number {
  return typeof postings === 'number' ? 1 : postings.length;
}
