/**
 * A release: an announcement on its way through the review, and its approved revision.
 *
 *   draft → submitted → reviewed → approved       return: submitted | reviewed → draft
 *   approved | withdrawn → draft (revise) → … → approved        approved → withdrawn
 *
 * Every saved change of the text raises the revision, so a revision names one exact text: who reviews or approves
 * "revision 7" has read what goes out. What becomes of an approved revision is the plan's business (plan/).
 */
import { Problem } from '../errors.ts';
import { aLine, type Line, type LineInput, type Telling } from '../ledger/line.ts';
import type { Collection, Database, IndexDeclaration } from '../store/collection.ts';
import type { Announcement } from './announcement.ts';
import { canonicalUrl } from './canonical-url.ts';

export type ReleaseState = 'draft' | 'submitted' | 'reviewed' | 'approved' | 'withdrawn';

/** What staff write: the announcement, and where and when it is to go. */
export interface ReleaseText extends Omit<Announcement, 'release' | 'revision' | 'url' | 'publishedAt' | 'correction'> {
  /** Account ids it goes to; the canonical one is always among them. */
  readonly accounts: readonly string[];
  /** By account: approved releases whose texts go along with this one there, in one publication. */
  readonly riders: Readonly<Record<string, readonly string[]>>;
  /** When it may go out; null for as soon as it is approved. */
  readonly publishAt: Date | null;
  /** Overtakes what is not, on every account; a pause may let it through. */
  readonly urgent: boolean;
}

export interface Review {
  readonly verdict: 'pass' | 'return';
  readonly revision: number;
  readonly by: string;
  readonly at: Date;
  readonly comment: string;
}

/** The text that was signed, frozen. */
export interface Approved {
  readonly revision: number;
  readonly text: ReleaseText;
  readonly by: string;
  readonly at: Date;
  /** What it corrects in the revision published before, or null. */
  readonly correction: { readonly note: string; readonly at: Date } | null;
}

export interface Withdrawal {
  /** Told to the public. */
  readonly reason: string;
  readonly by: string;
  readonly at: Date;
}

export interface Release extends Telling {
  readonly _id: string;
  readonly state: ReleaseState;
  readonly revision: number;
  readonly text: ReleaseText;
  /** Who saved this revision of the text, and when; absent on records older than that. */
  readonly saved?: { readonly by: string; readonly at: Date };
  /** Who wrote on the text since it was last approved: none of them may review or approve it. */
  readonly writers: readonly string[];
  readonly review: Review | null;
  readonly approved: Approved | null;
  /** Told to the public when the revision under way is published; '' for a first publication. */
  readonly correctionNote: string;
  readonly withdrawal: Withdrawal | null;
  /** Whether the plan stage has turned the latest approval or withdrawal into deliveries. */
  readonly planned: boolean;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly changedAt: Date;
  /** When it was first to be public: of the first approved revision. */
  readonly publishedAt: Date | null;
}

export const RELEASES = 'releases';

export const releaseIndexes: readonly IndexDeclaration[] = [
  { collection: RELEASES, keys: { planned: 1 }, serves: 'which approvals and withdrawals have no deliveries yet?' },
  { collection: RELEASES, keys: { state: 1, changedAt: -1 }, serves: 'the list by state, latest change first' },
  { collection: RELEASES, keys: { changedAt: -1 }, serves: 'the list, latest change first' },
  { collection: RELEASES, keys: { 'text.publishAt': 1 }, serves: 'what is to go out in this week?' },
  {
    collection: RELEASES,
    keys: { 'text.column': 1, changedAt: -1 },
    serves: 'the list of a column, latest change first',
  },
  { collection: RELEASES, keys: { createdBy: 1, changedAt: -1 }, serves: 'what I drafted, latest change first' },
  {
    collection: RELEASES,
    keys: { 'text.column': 1, state: 1, publishedAt: -1 },
    serves: 'which documents are public and want an interpretation?',
  },
  { collection: RELEASES, keys: { 'text.interprets': 1 }, serves: 'what interprets this document?' },
  { collection: RELEASES, keys: { 'text.respondsTo': 1 }, serves: 'which releases answer this topic?' },
  { collection: RELEASES, keys: { 'unposted._id': 1 }, serves: 'which lines still wait to be posted?' },
];

export function releasesOf(db: Database): Collection<Release> {
  return db.collection<Release>(RELEASES);
}

/** Throws 'not-found'. */
export async function getRelease(db: Database, id: string): Promise<Release> {
  const release = await releasesOf(db).findOne({ _id: id });
  if (!release) throw new Problem('not-found', `没有编号为 ${id} 的发布件。请核对编号，或在发布列表中查找。`);
  return release;
}

/** The titles of these releases as they stand now, by id; of those that are there. */
export async function titlesOf(db: Database, ids: readonly string[]): Promise<Readonly<Record<string, string>>> {
  if (ids.length === 0) return {};
  const found = await releasesOf(db)
    .find({ _id: { $in: [...ids] } }, { projection: { 'text.title': 1 } })
    .toArray();
  return Object.fromEntries(found.map(({ _id, text }) => [_id, text.title]));
}

/** The approved text as channels see it. `correction` is null for an account that never had an earlier revision. */
export function toAnnouncement(release: Release, text: ReleaseText, siteUrl: string): Announcement {
  const { accounts: _where, publishAt: _when, urgent: _how, riders: _along, ...said } = text;
  const note = release.correctionNote;
  return {
    ...said,
    choices: said.choices ?? {}, // releases written before there was anything to choose
    release: release._id,
    revision: release.revision,
    url: canonicalUrl(siteUrl, release._id),
    publishedAt: release.publishedAt ?? release.changedAt,
    correction: note ? { note, at: release.changedAt } : null,
  };
}

/** The approved revision as an announcement. Throws 'wrong-state' when nothing is approved. */
export function toApprovedAnnouncement(release: Release, siteUrl: string): Announcement {
  const { approved } = release;
  if (!approved) throw new Problem('wrong-state', '该发布件尚未签发。');
  const then = { ...release, revision: approved.revision, correctionNote: approved.correction?.note ?? '' };
  return { ...toAnnouncement(then, approved.text, siteUrl), correction: approved.correction };
}

/** A line about a release; its revision tells repeated events apart. */
export function releaseLine(
  release: Pick<Release, '_id' | 'revision' | 'text'>,
  event: Omit<LineInput, 'subject'>,
): Line {
  const { kind, column, disclosure } = release.text;
  return aLine({
    nth: release.revision,
    ...event,
    subject: release._id,
    facts: { revision: release.revision, kind, column, disclosure, ...event.facts },
  });
}
