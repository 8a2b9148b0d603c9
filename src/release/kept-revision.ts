/**
 * Earlier texts of a release. A revision names one exact text, so it is kept under release and revision before the next one
 * takes its place: keeping it twice, or keeping one whose successor never came, does no harm.
 */
import { Problem } from '../errors.ts';
import type { Collection, Database, IndexDeclaration, Row } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import { getRelease, type Release, type ReleaseText } from './release.ts';

export interface KeptRevision extends Row {
  /** `<release>:<revision>` */
  readonly _id: string;
  readonly release: string;
  readonly revision: number;
  readonly text: ReleaseText;
  /** Who saved it, and when. */
  readonly by: string;
  readonly at: Date;
  /** Whether it was published. */
  readonly approved: boolean;
}

export const KEPT_REVISIONS = 'release-revisions';

export const revisionIndexes: readonly IndexDeclaration[] = [
  {
    collection: KEPT_REVISIONS,
    keys: { release: 1, revision: -1 },
    serves: 'the earlier texts of a release, newest first',
  },
];

export function keptRevisionsOf(db: Database): Collection<KeptRevision> {
  return db.collection<KeptRevision>(KEPT_REVISIONS);
}

/** Keeps the text as it stands in this record. */
export async function keepRevision(db: Database, release: Release): Promise<void> {
  await insertNew(keptRevisionsOf(db), [toRevision(release)]);
}

function toRevision(release: Release): KeptRevision {
  const { _id, revision, text, saved, createdBy, createdAt, approved } = release;
  const { by, at } = saved ?? { by: createdBy, at: createdAt };
  return { _id: `${_id}:${revision}`, release: _id, revision, text, by, at, approved: approved?.revision === revision };
}

/** All that is known of a release's texts, newest first, without the texts. */
export async function listRevisions(db: Database, id: string) {
  const release = await getRelease(db, id);
  const kept = await keptRevisionsOf(db)
    .find({ release: id }, { sort: { revision: -1 }, projection: { 'text.body': 0 } })
    .toArray();
  const earlier = kept.filter(({ revision }) => revision < release.revision);
  return [toRevision(release), ...earlier].map(({ revision, by, at, approved, text }) => {
    return { revision, by, at, approved, title: text.title };
  });
}

/** One text. Throws 'not-found'. */
export async function getRevision(db: Database, id: string, revision: number): Promise<KeptRevision> {
  const release = await getRelease(db, id);
  if (release.revision === revision) return toRevision(release);
  const kept = await keptRevisionsOf(db).findOne({ _id: `${id}:${revision}` });
  if (kept) return kept;
  throw new Problem('not-found', `没有保存第 ${revision} 版的内容。较早的版本可能是在保存版本的功能启用之前写的。`);
}
