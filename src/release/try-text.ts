/** A text as it would be if it were saved now: for the preview beside the editor. Keeps no revision and writes no line. */
import { type Person, requireRole } from '../staff/person.ts';
import type { TextInput } from './read-text.ts';
import { readText } from './read-text.ts';
import { getRelease, type Release } from './release.ts';
import { blankText, type Desk } from './write-release.ts';

export interface Trying {
  /** The release it is a change of; null for a new one. */
  readonly id: string | null;
  readonly input: TextInput;
}

/** Throws 'no-right', 'not-found', and 'invalid-input' for what could not be saved either. */
export async function tryText(desk: Desk, { id, input }: Trying, by: Person, now: Date): Promise<Release> {
  requireRole(by, 'drafter');
  const known = { ...desk.knowledge(now), by: by.id, now };
  const before = id ? await getRelease(desk.db, id) : null;
  const text = await readText(before?.text ?? blankText(known), input, known);
  if (before) return { ...before, text };
  return {
    ...{ _id: 'new', state: 'draft', revision: 1, text, writers: [by.id], review: null, approved: null },
    ...{ correctionNote: '', withdrawal: null, planned: true, createdBy: by.id, createdAt: now, changedAt: now },
    ...{ publishedAt: null, unposted: [] },
  };
}
