/**
 * 民意征集 and 网上调查: questions put to the public for a time, and what came of them. An answer has no name and is tied to nobody; who
 * has answered before is told by a mark of the address that nobody can turn back and that goes with the end of the time.
 *
 *   draft → open (approved by somebody else; shown from `from` to `to`) → published (with the outcome in words)
 */
import { Problem } from '../errors.ts';
import { aLine, type Fact, type Line, type Telling } from '../ledger/line.ts';
import type { Collection, Database, IndexDeclaration, Row } from '../store/collection.ts';

/** Kind → 界面. */
export const consultationKindNames = { opinion: '民意征集', survey: '网上调查' } as const;
export type ConsultationKind = keyof typeof consultationKindNames;

/** State → 界面. */
export const consultationStateNames = { draft: '待批准', open: '已批准', published: '已公布结果' } as const;
export type ConsultationState = keyof typeof consultationStateNames;

export interface Inquiry {
  readonly text: string;
  readonly type: 'single' | 'multiple' | 'text';
  /** Of 'single' and 'multiple'. */
  readonly choices: readonly string[];
  readonly isRequired: boolean;
}

export interface Consultation extends Telling {
  readonly _id: string;
  readonly kind: ConsultationKind;
  readonly title: string;
  /** What it is about; paragraphs, plain text. */
  readonly intro: string;
  /** The release with the draft that opinions are wanted on, or null. */
  readonly release: string | null;
  readonly inquiries: readonly Inquiry[];
  /** Answers are taken in [from, to). */
  readonly from: Date;
  readonly to: Date;
  readonly state: ConsultationState;
  readonly revision: number;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly approval: { readonly by: string; readonly at: Date } | null;
  /** What was adopted and why not the rest; told to the public with the figures. */
  readonly outcome: { readonly text: string; readonly by: string; readonly at: Date } | null;
}

export interface ConsultationAnswer extends Row {
  /** Of the question it was sent in with: sending it twice makes one. */
  readonly _id: string;
  readonly consultation: string;
  readonly at: Date;
  /** By place of the inquiry: what was chosen, or the one text; empty for nothing. */
  readonly replies: readonly (readonly string[])[];
  /** Of the address it came from; '' when its time is over. */
  readonly mark: string;
}

export const CONSULTATIONS = 'consultations';
export const CONSULTATION_ANSWERS = 'consultation_answers';

export function consultationsOf(db: Database): Collection<Consultation> {
  return db.collection<Consultation>(CONSULTATIONS);
}

export function answersOf(db: Database): Collection<ConsultationAnswer> {
  return db.collection<ConsultationAnswer>(CONSULTATION_ANSWERS);
}

export const consultationIndexes: readonly IndexDeclaration[] = [
  { collection: CONSULTATIONS, keys: { state: 1, from: -1 }, serves: 'what the public is asked, newest first' },
  { collection: CONSULTATIONS, keys: { createdAt: -1 }, serves: 'the list, newest first' },
  { collection: CONSULTATIONS, keys: { 'unposted._id': 1 }, serves: 'which lines still wait to be posted?' },
  { collection: CONSULTATION_ANSWERS, keys: { consultation: 1, at: 1 }, serves: 'the answers to one, oldest first' },
  { collection: CONSULTATION_ANSWERS, keys: { consultation: 1, mark: 1 }, serves: 'how many came from this address?' },
];

/** Throws 'not-found'. */
export async function getConsultation(db: Database, id: string): Promise<Consultation> {
  const found = await consultationsOf(db).findOne({ _id: id });
  if (!found) throw new Problem('not-found', '没有这项征集或调查。请从列表重新进入。');
  return found;
}

/** `revision` is the one the change makes. */
export function consultationLine(
  { _id, kind }: Pick<Consultation, '_id' | 'kind'>,
  event: {
    readonly what: Line['what'];
    readonly at: Date;
    readonly by: string;
    readonly revision: number;
    readonly facts?: Readonly<Record<string, Fact>>;
  },
): Line {
  const { what, at, by, revision, facts } = event;
  return aLine({ what, subject: _id, at, by, nth: revision, facts: { kind, ...facts } });
}

/** What the public sees of it now. */
export function phaseOf(
  { state, from, to }: Consultation,
  now: Date,
): 'hidden' | 'coming' | 'running' | 'over' | 'published' {
  if (state === 'draft') return 'hidden';
  if (state === 'published') return 'published';
  if (now < from) return 'coming';
  return now < to ? 'running' : 'over';
}
