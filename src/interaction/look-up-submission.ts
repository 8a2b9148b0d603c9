/**
 * What somebody is told who asks by number. With what came through our forms he also tells the last digits of his telephone number,
 * or the code of his receipt: a number overheard or left on a table opens nothing. A wrong proof and a number that is none are told
 * alike.
 */
import { toDay } from '../clock.ts';
import { Problem } from '../errors.ts';
import { lookUpReceipt, type ReceiptStanding } from '../reply/look-up-receipt.ts';
import { getSignalByReceipt } from '../signal/give-receipt.ts';
import type { Signal } from '../signal/signal.ts';
import type { Database } from '../store/collection.ts';
import { duesOf } from '../topic/deadline.ts';
import type { TopicDesk } from '../topic/topic-desk.ts';
import { getRoot } from '../topic/topic-family.ts';
import { proofOf } from './proof.ts';
import { submissionsOf } from './submission.ts';

export interface LookUpDesk {
  readonly db: Database;
  readonly key: Buffer;
  /** Where deadlines and calendar stand as they are now. */
  readonly topics: Pick<TopicDesk, 'deadlines' | 'calendar'>;
}

export interface LookUp {
  readonly number: string;
  readonly digits: string;
}

export interface Standing extends ReceiptStanding {
  readonly title: string | null;
  /** Beijing day until whose end it is to be answered; null when it is answered, or nobody has looked at it yet. */
  readonly dueOn: string | null;
}

/** Throws 'invalid-input' for a slip of the pen, 'not-found'. */
export async function lookUpSubmission(desk: LookUpDesk, { number, digits }: LookUp): Promise<Standing> {
  const { db, key } = desk;
  const { signal } = await getSignalByReceipt(db, number);
  const submission = await submissionsOf(db).findOne({ signal: signal._id });
  const proof = submission && proofOf(key, submission._id, digits.normalize('NFKC').replace(/\D/g, ''));
  if (submission && !submission.proofs.includes(proof ?? '')) throw notFound();
  const standing = await lookUpReceipt(db, number);
  const isOver = standing.state === 'answered' || standing.state === 'closed';
  return { ...standing, title: signal.title, dueOn: isOver ? null : await dueOf(desk, signal) };
}

/** By the last step that is due: what the office owes itself in between is its own affair. */
async function dueOf({ db, topics }: LookUpDesk, { topic }: Signal): Promise<string | null> {
  if (topic === null) return null;
  const dues = duesOf(await getRoot(db, topic), topics.deadlines, topics.calendar);
  return toDay((dues.at(-1) ?? dues[0]).at);
}

export function notFound(): Problem {
  const detail = '没有查到。请对照回执核对编号，以及提交时所留电话的后四位（没有留电话的，填回执上的查询码）。';
  return new Problem('not-found', detail);
}
