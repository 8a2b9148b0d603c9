/**
 * The review chain (先审后发, 国办发〔2018〕123号): who wrote on a text neither reviews nor approves it, and each step names
 * the revision it means. Whether the text fits its channels is asked through `misfits`, since a release knows no channel.
 */
import { type FieldProblem, invalid, Problem } from '../errors.ts';
import type { Line } from '../ledger/line.ts';
import { type Person, requireRole } from '../staff/person.ts';
import type { Database } from '../store/collection.ts';
import { changeRelease, getReleaseIn } from './change-release.ts';
import { type Approved, type Release, type Review, releaseLine } from './release.ts';

export interface ReviewDesk {
  readonly db: Database;
  /** Why the text of this release cannot go to the accounts it names; empty when it can. */
  misfits(release: Release): readonly FieldProblem[] | Promise<readonly FieldProblem[]>;
}

export interface Step {
  readonly id: string;
  readonly revision: number;
}

/** 提交审核. Throws 'no-right', 'not-found', 'stale-revision', 'wrong-state', 'does-not-fit'. */
export async function submitRelease(desk: ReviewDesk, step: Step, by: Person, now: Date): Promise<Release> {
  requireRole(by, 'drafter');
  const before = await getReleaseIn(desk.db, step.id, { ...step, states: ['draft'], act: '提交审核' });
  await refuseMisfits(desk, before);
  const line = stepLine(before, 'release.submitted', by, now);
  return await changeRelease(desk.db, before, { state: 'submitted', changedAt: now }, line);
}

export interface Verdict extends Step {
  readonly verdict: 'pass' | 'return';
  readonly comment: string;
}

/** 审核: passes on to the approver, or returns to the drafter with a comment. */
export async function reviewRelease(desk: ReviewDesk, verdict: Verdict, by: Person, now: Date): Promise<Release> {
  requireRole(by, 'reviewer', 'approver');
  const { id, revision, comment } = verdict;
  const before = await getReleaseIn(desk.db, id, { revision, states: ['submitted', 'reviewed'], act: '审核' });
  if (verdict.verdict === 'return') return await returnRelease(desk, before, verdict, by, now);
  requireRole(by, 'reviewer');
  refuseWriter(before, by, '审核');
  if (before.state === 'reviewed') throw new Problem('wrong-state', '该版本已审核通过，正待签发。');
  const line = stepLine(before, 'release.reviewed', by, now);
  const review: Review = { verdict: 'pass', revision, by: by.id, at: now, comment };
  return await changeRelease(desk.db, before, { state: 'reviewed', review, changedAt: now }, line);
}

async function returnRelease(desk: ReviewDesk, before: Release, verdict: Verdict, by: Person, now: Date) {
  const { revision, comment } = verdict;
  if (comment.trim() === '') throw invalid('comment', '没有写明为什么退回', '请写明要修改什么，起草人据此修改');
  const line = stepLine(before, 'release.returned', by, now);
  const review: Review = { verdict: 'return', revision, by: by.id, at: now, comment };
  return await changeRelease(desk.db, before, { state: 'draft', review, changedAt: now }, line);
}

/** 签发: this exact revision goes out, now or at its publishAt. */
export async function approveRelease(desk: ReviewDesk, step: Step, by: Person, now: Date): Promise<Release> {
  requireRole(by, 'approver');
  const before = await getReleaseIn(desk.db, step.id, { ...step, states: ['reviewed'], act: '签发' });
  refuseWriter(before, by, '签发');
  await refuseMisfits(desk, before);
  const { revision, text } = before;
  const correction = before.approved ? { note: before.correctionNote, at: now } : null;
  const approved: Approved = { revision, text, by: by.id, at: now, correction };
  // One that was to go out later, and is corrected before, was never public.
  const isOut = before.publishedAt !== null && before.publishedAt <= now;
  const publishedAt = isOut ? before.publishedAt : text.publishAt && text.publishAt > now ? text.publishAt : now;
  const change = { state: 'approved', approved, publishedAt, withdrawal: null, planned: false, writers: [] } as const;
  const line = releaseLine(before, { what: 'release.approved', at: now, by: by.id });
  return await changeRelease(desk.db, before, { ...change, changedAt: now }, line);
}

export interface WithdrawalInput extends Step {
  readonly reason: string;
}

/** 撤回: from every channel; the site keeps a page that tells the reason. */
export async function withdrawRelease(
  desk: ReviewDesk,
  input: WithdrawalInput,
  by: Person,
  now: Date,
): Promise<Release> {
  requireRole(by, 'approver');
  const { id, revision, reason } = input;
  const states = ['approved', 'draft', 'submitted', 'reviewed'] as const;
  const before = await getReleaseIn(desk.db, id, { revision, states, act: '撤回' });
  if (!before.approved || before.withdrawal) {
    throw new Problem('wrong-state', '该发布件没有已签发的版本在外，无需撤回；草稿可继续修改或搁置。');
  }
  const withdrawal = { reason, by: by.id, at: now };
  const line = releaseLine(before, { what: 'release.withdrawn', at: now, by: by.id });
  const change = { state: 'withdrawn', withdrawal, planned: false, changedAt: now } as const;
  return await changeRelease(desk.db, before, change, line);
}

/** One revision may be submitted, reviewed and returned several times, unchanged: the time tells those apart. */
function stepLine(release: Release, what: Line['what'], by: Person, now: Date): Line {
  return releaseLine(release, { what, at: now, by: by.id, nth: `${release.revision}:${now.getTime()}` });
}

function refuseWriter(release: Release, by: Person, act: string): void {
  if (!release.writers.includes(by.id)) return;
  throw new Problem('same-person', `您参与了这一版的起草，不能再由您${act}。请由其他有权限的同事${act}。`);
}

async function refuseMisfits(desk: ReviewDesk, release: Release): Promise<void> {
  const fields = await desk.misfits(release);
  if (fields.length === 0) return;
  const detail = fields.map(({ field, problem, remedy }) => `${field}：${problem}，${remedy}`).join('；');
  throw new Problem('does-not-fit', `有 ${fields.length} 处不符合渠道要求：${detail}`, { fields });
}
