/**
 * Taking in a filled form: the record beside the signal, the signal, the number to ask by. Each step is an insert under an id that
 * follows from the question answered, so that a double click, or sending it again after a crash, makes one of each.
 */
import { Problem } from '../errors.ts';
import { digestOf } from '../ids.ts';
import type { Contact } from '../signal/contact.ts';
import { giveReceipt } from '../signal/give-receipt.ts';
import { type IncomingSignal, signalIdOf, signalsOf } from '../signal/signal.ts';
import { noteNews } from '../signal/source.ts';
import { takeSignals } from '../signal/take-signals.ts';
import type { Database } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import { type Form, lastDigits, type Values } from './form.ts';
import { PERSONAL } from './person-fields.ts';
import { codeOf, proofOf } from './proof.ts';
import { type Submission, submissionsOf } from './submission.ts';

export interface SubmissionDesk {
  readonly db: Database;
  /** 32 bytes; personal fields are sealed with it. */
  readonly key: Buffer;
  /** Id of the website's account. */
  readonly account: string;
}

export interface Filled {
  /** Of the question that was answered. */
  readonly id: string;
  readonly form: Form;
  /** Checked (form.ts). */
  readonly values: Values;
  /** The article a comment stands under; checked. */
  readonly page: string | null;
}

export interface Submitted {
  /** To ask by. */
  readonly number: string;
  /** Asked beside the number where no telephone number was given; null otherwise. */
  readonly code: string | null;
}

/** Throws 'already-exists' when another text was sent in with the same question. */
export async function submitForm(desk: SubmissionDesk, filled: Filled, now: Date): Promise<Submitted> {
  const { db, key, account } = desk;
  const submission = toSubmission(desk, filled, now);
  const { taken } = await insertNew(submissionsOf(db), [submission]);
  if (taken.length > 0) await refuseAnother(db, submission);
  const incoming = toSignal(account, filled, now);
  const { taken: fresh } = await takeSignals(db, [incoming], { now, by: 'public', import: null, key });
  if (fresh > 0) await noteNews(db, account, now);
  const signal = await signalsOf(db).findOne({ _id: submission.signal });
  const receivedAt = signal?.receivedAt ?? now;
  const number = await giveReceipt(db, { _id: submission.signal, receivedAt }, now);
  return { number, code: lastDigits(filled.values.phone ?? '') === '' ? codeOf(key, filled.id) : null };
}

async function refuseAnother(db: Database, { _id, digest }: Submission): Promise<void> {
  const standing = await submissionsOf(db).findOne({ _id });
  if (standing?.digest === digest) return;
  const detail = '这份表单已经提交过，修改后的内容没有再次提交。需要补充或另写一件的，请重新打开表单页面填写。';
  throw new Problem('already-exists', detail);
}

function toSubmission({ key, account }: SubmissionDesk, { id, form, values, page }: Filled, now: Date): Submission {
  const others = Object.entries(values).filter(
    ([name]) => !PERSONAL.includes(name) && !['title', 'text'].includes(name),
  );
  const digits = lastDigits(values.phone ?? '');
  return {
    _id: id,
    kind: form.id,
    signal: signalIdOf(account, id),
    at: now,
    fields: Object.fromEntries(others),
    digest: digestOf(JSON.stringify(values)),
    proofs: [proofOf(key, id, digits === '' ? codeOf(key, id) : digits)],
    page,
    consents: values.consent === 'yes',
    ...{ answers: [], moderation: null, shown: null, shownAt: null, revision: 0, unposted: [] },
  };
}

function toSignal(account: string, { id, form, values, page }: Filled, now: Date): IncomingSignal {
  const { title = null, text = '', nickname, name = '', organisation = '' } = values;
  return {
    account,
    ref: id,
    kind: form.id,
    author: { id: '', name: nickname ?? concealed(organisation, name) },
    title,
    text: [text, ...notesOf(form, values)].join('\n'),
    writtenAt: now,
    post: page,
    release: page,
    ...(form.id !== 'comment' && hasContact(values) && { contact: toContact(values) }),
    ...(form.id === 'request' && values.applicant && { applicant: values.applicant }),
  };
}

function hasContact(values: Values): boolean {
  return PERSONAL.some((name) => (values[name] ?? '') !== '');
}

/** With what proves who applies (条例第二十九条): whoever handles the case sees it beside the name. */
function toContact({
  name = '',
  phone = '',
  email = '',
  address = '',
  organisation = '',
  identity = '',
}: Values): Contact {
  const who = organisation === '' ? name : `${organisation}（联系人 ${name}）`;
  const proof = identity === '' ? '' : `，${organisation === '' ? '身份证号' : '统一社会信用代码'} ${identity}`;
  return { name: who + proof, phone, mail: email, address };
}

/** What whoever works on it must know at once. */
function notesOf(form: Form, { number, form: wanted, way, about, page }: Values): string[] {
  if (form.id === 'request')
    return [number ? `文号：${number}` : '', `形式：${wanted}；方式：${way}`].filter((note) => note !== '');
  if (form.id === 'correction') return [`问题类型：${about}；页面：${page}`];
  return [];
}

/** A person is known by his family name, an organisation as one. */
function concealed(organisation: string, name: string): string {
  if (organisation !== '') return '某组织';
  return name === '' ? '网民' : `${[...name][0]}某`;
}
