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
import { getRoot } from '../topic/topic-family.ts';
import { submissionsOf } from './submission.ts';
import { proofOf } from './submit-form.ts';

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
export async function lookUpSubmission(
  { db, key }: { readonly db: Database; readonly key: Buffer },
  { number, digits }: LookUp,
): Promise<Standing> {
  const { signal } = await getSignalByReceipt(db, number);
  const submission = await submissionsOf(db).findOne({ signal: signal._id });
  const proof = submission && proofOf(key, submission._id, digits.normalize('NFKC').replace(/\D/g, ''));
  if (submission && !submission.proofs.includes(proof ?? '')) throw notFound();
  const standing = await lookUpReceipt(db, number);
  const isOver = standing.state === 'answered' || standing.state === 'closed';
  return { ...standing, title: signal.title, dueOn: isOver ? null : await dueOf(db, signal) };
}

async function dueOf(db: Database, { topic }: Signal): Promise<string | null> {
  if (topic === null) return null;
  const { due } = await getRoot(db, topic);
  return toDay(due.at);
}

export function notFound(): Problem {
  const detail = '没有查到。请对照回执核对编号，以及提交时所留电话的后四位（没有留电话的，填回执上的查询码）。';
  return new Problem('not-found', detail);
}
