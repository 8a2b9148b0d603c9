/**
 * What can be found: one row for each published page and each answer given, under the id of what it follows from. Written by
 * index-search.ts alone; made anew from its sources at any time.
 */
import type { Collection, Database, IndexDeclaration } from '../store/collection.ts';
import type { Written } from './term-index.ts';

/** Kind → 界面. */
export const foundKindNames = { release: '发布件', answer: '已有答复' } as const;
export type FoundKind = keyof typeof foundKindNames;

export interface SearchRow extends Written {
  /** `release:<id>`, `reply:<id>` or `earlier:<id>`. */
  readonly _id: string;
  /** Releases are for everybody; answers, which quote citizens, for staff. */
  readonly kind: FoundKind;
  /** Column id of a release, else null. */
  readonly column: string | null;
  /** When it was published or the answer given. */
  readonly at: Date;
  /** Path on our own site, of a release. */
  readonly path: string | null;
  /** The topic an answer was given to. */
  readonly topic: string | null;
  /** How an answer was given, or by which unit; Chinese. */
  readonly means: string | null;
  /** Withdrawn: it stays so that every process takes it out of its memory. */
  readonly gone: boolean;
  readonly changedAt: Date;
}

export const SEARCH = 'search';

export function searchRowsOf(db: Database): Collection<SearchRow> {
  return db.collection<SearchRow>(SEARCH);
}

export const searchIndexes: readonly IndexDeclaration[] = [
  { collection: SEARCH, keys: { changedAt: 1 }, serves: 'what has changed since this process last looked?' },
];

/** Characters of a text that are searched: beyond it a document has said what it is about. */
export const MOST_TEXT = 20_000;

/** Puts it in the place of what was there. A row that says the same is left alone. */
export async function putRow(db: Database, row: SearchRow): Promise<void> {
  const { _id, ...$set } = row;
  await searchRowsOf(db).updateOne({ _id }, { $set }, { upsert: true });
}
