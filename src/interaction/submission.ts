/**
 * What somebody sent in through a form of our site, beside the signal that it is (signal/signal.ts has what was written, signal/contact.ts who wrote it, this has
 * what was filled in besides, and what the public may see of it): answers, whether a comment is shown, whether a letter is published.
 */
import type { Moderation } from '../channel/moderation.ts';
import type { Telling } from '../ledger/line.ts';
import type { Collection, Database, IndexDeclaration } from '../store/collection.ts';
import type { Form, Values } from './form.ts';

/** An answer as the website channel brought it. */
export interface Answer {
  /** Of the order: the same answer twice is one. */
  readonly key: string;
  readonly text: string;
  readonly at: Date;
}

/** A letter as the public reads it, with consent and without personal data. */
export interface Shown {
  readonly title: string;
  readonly text: string;
  readonly answer: string;
  readonly answeredAt: Date;
  readonly at: Date;
  /** Staff id. */
  readonly by: string;
}

export interface Submission extends Telling {
  /** Of the question it was sent in with: sending it twice makes one. Also the ref of its signal. */
  readonly _id: string;
  readonly kind: Form['id'];
  readonly signal: string;
  readonly at: Date;
  /** What was filled in and is neither personal nor in the signal: the mailbox, the form wanted … */
  readonly fields: Values;
  /** Tells a repetition from another text under the same question. */
  readonly digest: string;
  /** Marks of what opens it at the lookup page. */
  readonly proofs: readonly string[];
  /** Release id of the article a comment stands under, or null. */
  readonly page: string | null;
  readonly consents: boolean;
  readonly answers: readonly Answer[];
  /** Of a comment; null while nobody looked at it. */
  readonly moderation: Moderation | null;
  readonly shown: Shown | null;
  /** Rises with every showing and hiding. */
  readonly revision: number;
  /** As shown.at, while it is shown: for the list. */
  readonly shownAt: Date | null;
}

export const SUBMISSIONS = 'submissions';

export function submissionsOf(db: Database): Collection<Submission> {
  return db.collection<Submission>(SUBMISSIONS);
}

export const submissionIndexes: readonly IndexDeclaration[] = [
  { collection: SUBMISSIONS, keys: { kind: 1, shownAt: -1 }, serves: 'the published letters, newest first' },
  { collection: SUBMISSIONS, keys: { page: 1, moderation: 1, at: -1 }, serves: 'the comments shown under an article' },
  { collection: SUBMISSIONS, keys: { kind: 1, at: -1 }, serves: 'the latest letters, requests or corrections' },
  { collection: SUBMISSIONS, keys: { signal: 1 }, serves: 'what came with this signal?' },
  { collection: SUBMISSIONS, keys: { 'unposted._id': 1 }, serves: 'which lines still wait to be posted?' },
];
