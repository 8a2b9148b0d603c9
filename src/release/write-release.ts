/** Drafting: a new release, and changes of its text. Each saved change raises the revision and voids a review. */
import { Problem } from '../errors.ts';
import { newId } from '../ids.ts';
import { type Person, requireRole } from '../staff/person.ts';
import type { Database } from '../store/collection.ts';
import { changeRelease, getReleaseIn } from './change-release.ts';
import { type Knowledge, readText, type TextInput } from './read-text.ts';
import { type Release, type ReleaseText, releaseLine, releasesOf } from './release.ts';

export interface Desk {
  readonly db: Database;
  /** What may be chosen today; `by` and `now` are added by the operation. */
  knowledge(now: Date): Omit<Knowledge, 'by' | 'now'>;
}

/** Starts a draft. Throws 'no-right', 'invalid-input'. */
export async function draftRelease(desk: Desk, input: TextInput, by: Person, now: Date): Promise<Release> {
  requireRole(by, 'drafter');
  const known = { ...desk.knowledge(now), by: by.id, now };
  const text = await readText(blankText(known), input, known);
  const fresh = { _id: newId(now), state: 'draft', revision: 1, text, writers: [by.id], review: null } as const;
  const release: Release = {
    ...fresh,
    saved: { by: by.id, at: now },
    approved: null,
    correctionNote: '',
    withdrawal: null,
    planned: true,
    createdBy: by.id,
    createdAt: now,
    changedAt: now,
    publishedAt: null,
    unposted: [releaseLine(fresh, { what: 'release.drafted', at: now, by: by.id })],
  };
  await releasesOf(desk.db).insertOne(release);
  return release;
}

export interface Edit {
  readonly id: string;
  readonly revision: number;
  readonly input: TextInput;
}

/** Saves a change of a draft. Throws 'no-right', 'not-found', 'stale-revision', 'wrong-state', 'invalid-input'. */
export async function editRelease(desk: Desk, { id, revision, input }: Edit, by: Person, now: Date): Promise<Release> {
  requireRole(by, 'drafter');
  const before = await getReleaseIn(desk.db, id, { revision, states: ['draft'], act: '修改内容' });
  const text = await readText(before.text, input, { ...desk.knowledge(now), by: by.id, now });
  return await changeRelease(desk.db, before, edited(before, text, by, now), editLine(before, by, now));
}

export interface Reopening extends Edit {
  /** What is corrected, told to the public with the new revision. */
  readonly note: string;
}

/** Opens a new revision of what is out (or was withdrawn); the published one stays until the new one is approved. */
export async function reviseRelease(desk: Desk, reopening: Reopening, by: Person, now: Date): Promise<Release> {
  requireRole(by, 'drafter');
  const { id, revision, input, note } = reopening;
  if (note.trim() === '') throw noteMissing();
  const before = await getReleaseIn(desk.db, id, { revision, states: ['approved', 'withdrawn'], act: '更正' });
  const text = await readText(before.text, input, { ...desk.knowledge(now), by: by.id, now });
  const change = { ...edited(before, text, by, now), state: 'draft' as const, correctionNote: note.trim() };
  const reopened = { ...before, revision: before.revision + 1, text };
  return await changeRelease(
    desk.db,
    before,
    { ...change, writers: [by.id] },
    releaseLine(reopened, { what: 'release.reopened', at: now, by: by.id }),
  );
}

/** Gives up a correction under way: what was approved stands as it was. Throws as editRelease does. */
export async function abandonCorrection(
  { db }: Pick<Desk, 'db'>,
  { id, revision }: { readonly id: string; readonly revision: number },
  by: Person,
  now: Date,
): Promise<Release> {
  requireRole(by, 'drafter');
  const states = ['draft', 'submitted', 'reviewed'] as const;
  const before = await getReleaseIn(db, id, { revision, states, act: '放弃更正' });
  if (!before.approved)
    throw new Problem('wrong-state', '这是从未签发的草稿，没有更正可放弃；可以继续修改，或搁置不提交。');
  const { text } = before.approved;
  const state = before.withdrawal ? 'withdrawn' : 'approved';
  const change = { ...edited(before, text, by, now), state, correctionNote: '', writers: [] } as const;
  const after = { ...before, revision: before.revision + 1, text };
  return await changeRelease(db, before, change, releaseLine(after, { what: 'release.abandoned', at: now, by: by.id }));
}

function edited(before: Release, text: ReleaseText, by: Person, now: Date): Partial<Release> {
  const writers = [...new Set([...before.writers, by.id])];
  return { text, revision: before.revision + 1, saved: { by: by.id, at: now }, writers, review: null, changedAt: now };
}

function editLine(before: Release, by: Person, now: Date) {
  const after = { ...before, revision: before.revision + 1 };
  return releaseLine(after, { what: 'release.edited', at: now, by: by.id });
}

function noteMissing(): Problem {
  const field = { field: 'note', problem: '没有更正说明', remedy: '请写明更正了什么，将向公众展示' };
  return new Problem('invalid-input', `${field.problem}。${field.remedy}。`, { fields: [field] });
}

/** A draft of which nothing is written yet. */
export function blankText({ accounts, source }: Pick<Knowledge, 'accounts' | 'source'>): ReleaseText {
  return {
    kind: 'announcement',
    title: '',
    body: '',
    pictures: [],
    attachments: [],
    summary: '',
    column: '',
    disclosure: '主动公开',
    number: '',
    source,
    author: '',
    writtenOn: null,
    interprets: null,
    respondsTo: null,
    accounts,
    publishAt: null,
    urgent: false,
    choices: {},
    riders: {},
    catalogue: {},
  };
}
