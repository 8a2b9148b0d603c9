/** The office's side of 民意征集 and 网上调查: drafting, approving by a second person, publishing what came of it. */
import { invalid, Problem } from '../errors.ts';
import { newId } from '../ids.ts';
import { type Person, requireRole } from '../staff/person.ts';
import type { Database } from '../store/collection.ts';
import {
  answersOf,
  type Consultation,
  type ConsultationKind,
  consultationLine,
  consultationsOf,
  getConsultation,
  type Inquiry,
} from './consultation.ts';

export interface ConsultationDesk {
  readonly db: Database;
  /** The public may see something else than before. */
  changed(): void;
}

export interface ConsultationText {
  readonly kind: ConsultationKind;
  readonly title: string;
  readonly intro: string;
  readonly release: string | null;
  readonly inquiries: readonly Inquiry[];
  readonly from: Date;
  readonly to: Date;
}

/** Throws 'no-right', 'invalid-input'. */
export async function draftConsultation(desk: ConsultationDesk, text: ConsultationText, by: Person, now: Date) {
  requireRole(by, 'drafter', 'responder');
  if (text.to <= text.from || text.to <= now) throw invalid('to', '截止时间不对', '应晚于开始时间和现在');
  for (const [i, { type, choices }] of text.inquiries.entries()) {
    const isWrong = type === 'text' ? choices.length > 0 : choices.length < 2 || new Set(choices).size < choices.length;
    if (isWrong) throw invalid(`inquiries.${i}.choices`, '选项不对', '选择题至少两个不同的选项，填写题没有选项');
  }
  const fresh = { _id: newId(now), ...text };
  const consultation: Consultation = {
    ...fresh,
    ...{ state: 'draft', revision: 1, createdBy: by.id, createdAt: now, approval: null, outcome: null },
    unposted: [consultationLine(fresh, { what: 'consultation.drafted', at: now, by: by.id, revision: 1 })],
  };
  await consultationsOf(desk.db).insertOne(consultation);
  return consultation;
}

export interface Acting {
  readonly id: string;
  readonly revision: number;
}

/** Throws 'no-right', 'not-found', 'same-person', 'wrong-state', 'stale-revision'. */
export async function approveConsultation(desk: ConsultationDesk, acting: Acting, by: Person, now: Date) {
  requireRole(by, 'approver');
  const before = await getIn(desk.db, acting, 'draft');
  if (before.createdBy === by.id)
    throw new Problem('same-person', '起草的人不能批准。请由另一位有签发权限的同事办理。');
  const set = { state: 'open', approval: { by: by.id, at: now } } as const;
  return await change(desk, before, set, { what: 'consultation.approved', by, now });
}

/** Once its time is over. Throws 'no-right', 'not-found', 'wrong-state', 'stale-revision'. */
export async function publishOutcome(
  desk: ConsultationDesk,
  acting: Acting & { readonly text: string },
  by: Person,
  now: Date,
) {
  requireRole(by, 'approver');
  const before = await getIn(desk.db, acting, 'open');
  if (now < before.to) throw new Problem('wrong-state', '还没有到截止时间，不能公布结果。');
  const outcome = { text: acting.text, by: by.id, at: now };
  const count = await answersOf(desk.db).countDocuments({ consultation: before._id });
  const after = await change(
    desk,
    before,
    { state: 'published', outcome },
    { what: 'consultation.published', by, now, facts: { count } },
  );
  await answersOf(desk.db).updateMany({ consultation: before._id }, { $set: { mark: '' } });
  return after;
}

async function getIn(db: Database, { id, revision }: Acting, state: Consultation['state']): Promise<Consultation> {
  const found = await getConsultation(db, id);
  if (found.revision !== revision) throw stale();
  if (found.state !== state) throw new Problem('wrong-state', '当前状态不允许此操作。请刷新后再操作。');
  return found;
}

interface Change {
  readonly what: Parameters<typeof consultationLine>[1]['what'];
  readonly by: Person;
  readonly now: Date;
  readonly facts?: Readonly<Record<string, number>>;
}

async function change(
  desk: ConsultationDesk,
  before: Consultation,
  set: Partial<Consultation>,
  { what, by, now, facts = {} }: Change,
) {
  const { _id, revision } = before;
  const line = consultationLine(before, { what, at: now, by: by.id, revision: revision + 1, facts });
  const update = { $set: { ...set, revision: revision + 1 }, $push: { unposted: line } };
  const after = await consultationsOf(desk.db).findOneAndUpdate({ _id, revision }, update, { returnDocument: 'after' });
  if (!after) throw stale();
  desk.changed();
  return after;
}

function stale(): Problem {
  return new Problem('stale-revision', '刚被其他人改动。请刷新后再操作。');
}
