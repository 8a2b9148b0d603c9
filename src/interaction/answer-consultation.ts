/** The public's side of 民意征集 and 网上调查: one answer, and what all of them say together. */
import { createHmac } from 'node:crypto';
import { Problem } from '../errors.ts';
import type { Database } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import { answersOf, type Consultation, type Inquiry, phaseOf } from './consultation.ts';

/** A household or an office shares an address; more than this from one is a crowd made by one. */
export const MOST_FROM_ONE = 5;

export interface Answering {
  /** Of the question it came with. */
  readonly id: string;
  readonly consultation: Consultation;
  readonly replies: readonly (readonly string[])[];
  /** Where it came from; kept as a mark only, and no longer than the consultation runs. */
  readonly address: string;
}

/** Throws 'wrong-state' outside its time, 'too-many-requests' beyond what one address may send. Twice is once. */
export async function answerConsultation(
  { db, key }: { readonly db: Database; readonly key: Buffer },
  { id, consultation, replies, address }: Answering,
  now: Date,
): Promise<void> {
  if (phaseOf(consultation, now) !== 'running') throw new Problem('wrong-state', '现在不在征集时间内，没有收下。');
  const mark = createHmac('sha256', key).update(`${consultation._id}\n${address}`).digest('base64url');
  const from = await answersOf(db).countDocuments({ consultation: consultation._id, mark, _id: { $ne: id } });
  if (from >= MOST_FROM_ONE) {
    throw new Problem('too-many-requests', '从您所在的网络已经收到多份答卷，每人只需答一次。', {
      retryAfterSeconds: 3600,
    });
  }
  await insertNew(answersOf(db), [{ _id: id, consultation: consultation._id, at: now, replies, mark }]);
}

export interface Counted {
  readonly inquiry: Inquiry;
  /** By choice, in its order; empty for a text. */
  readonly counts: readonly number[];
  /** Answers that say anything to it: the denominator. */
  readonly answered: number;
}

export async function countAnswers(db: Database, { _id, inquiries }: Consultation) {
  const counted = inquiries.map((inquiry) => ({ inquiry, counts: inquiry.choices.map(() => 0), answered: 0 }));
  let total = 0;
  for await (const { replies } of answersOf(db).find({ consultation: _id })) {
    total += 1;
    for (const [i, one] of counted.entries()) {
      const said = replies[i] ?? [];
      if (said.length > 0) one.answered += 1;
      for (const [j, choice] of one.inquiry.choices.entries())
        if (said.includes(choice)) one.counts[j] = (one.counts[j] ?? 0) + 1;
    }
  }
  return { total, inquiries: counted as readonly Counted[] };
}
