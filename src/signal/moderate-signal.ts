/**
 * Electing, un-electing and deleting a comment where it stands. No delivery carries it: staff look at the comment while they do
 * it and want to see it done, and repeating it does no harm, so a lost answer needs no follow-up but another click. The line is
 * written with the mark on the signal, after the platform has said yes.
 */
import type { Channel } from '../channel/contract.ts';
import { toFailure } from '../channel/failure.ts';
import { problemOf } from '../channel/failure-problem.ts';
import type { Moderation } from '../channel/moderation.ts';
import { onceOnly } from '../channel/reading.ts';
import { invalid, Problem } from '../errors.ts';
import { aLine, type Line } from '../ledger/line.ts';
import type { Logger } from '../log.ts';
import { type Person, requireRole } from '../staff/person.ts';
import type { Database } from '../store/collection.ts';
import { type DeletionReason, type Moderated, type Signal, signalsOf } from './signal.ts';

export interface ModerationDesk {
  readonly db: Database;
  readonly channels: { has(id: string): boolean; get(id: string): Channel };
  readonly log: Logger;
}

export interface Moderating {
  /** Signal id. */
  readonly signal: string;
  readonly act: Moderation;
  readonly reason?: DeletionReason | undefined;
}

const LINES = { elect: 'signal.elected', unelect: 'signal.unelected', delete: 'signal.deleted' } as const;

/** Throws 'no-right', 'not-found', 'invalid-input', 'does-not-fit', 'wrong-state', 'too-many-requests', 'stale-revision', 'unavailable'. */
export async function moderateSignal(desk: ModerationDesk, asked: Moderating, by: Person, now: Date): Promise<Signal> {
  mayModerate(by, asked.act);
  if (asked.act === 'delete' && !asked.reason) {
    throw invalid('reason', '删除公众留言没有写明理由', '请从理由中选择一项，台账将据此记录');
  }
  const signal = await signalsOf(desk.db).findOne({ _id: asked.signal });
  if (!signal) throw new Problem('not-found', '没有这条线索。请从事项页面重新进入。');
  if (signal.moderated?.act === 'delete' && asked.act !== 'delete') {
    throw new Problem('wrong-state', '这条留言已经删除，不能再精选或取消精选。');
  }
  await carryOut(desk, signal, asked.act, now);
  return signal.moderated?.act === asked.act ? signal : await note(desk.db, signal, { ...asked, by: by.id, at: now });
}

/** What the public no longer sees needs one of those who answer for what goes out. */
function mayModerate(by: Person, act: Moderation): void {
  if (act === 'delete') requireRole(by, 'reviewer', 'approver');
  else requireRole(by, 'responder', 'reviewer', 'approver');
}

async function carryOut(desk: ModerationDesk, signal: Signal, act: Moderation, now: Date): Promise<void> {
  const { _id, account, ref } = signal;
  const channel = desk.channels.has(account) ? desk.channels.get(account) : null;
  if (!channel?.moderate)
    throw new Problem('does-not-fit', `账号“${account}”的留言不能由本系统精选或删除，请在平台上办理。`);
  try {
    await channel.moderate(ref, act, onceOnly({ key: `moderate:${_id}:${act}`, now, log: desk.log }));
  } catch (error) {
    const failure = toFailure(error);
    desk.log.warn({ account, act, failure: failure.kind, code: failure.code }, 'comment not moderated');
    throw problemOf(failure, now, '此操作可以重复，请再点一次。');
  }
}

type Done = Moderating & { readonly by: string; readonly at: Date };

async function note(db: Database, before: Signal, { act, reason = undefined, by, at }: Done): Promise<Signal> {
  const nth = (before.moderated?.nth ?? 0) + 1;
  const moderated: Moderated = { act, reason: act === 'delete' ? (reason ?? null) : null, by, at, nth };
  const change = { $set: { moderated }, $push: { unposted: lineOf(before, moderated) } };
  const as = before.moderated ? { 'moderated.nth': before.moderated.nth } : { moderated: null };
  const after = await signalsOf(db).findOneAndUpdate({ _id: before._id, ...as }, change, { returnDocument: 'after' });
  if (!after) throw new Problem('stale-revision', '这条留言刚被其他人处理过。请刷新后查看。');
  return after;
}

function lineOf({ _id, account, kind, release }: Signal, { act, reason, by, at, nth }: Moderated): Line {
  return aLine({ what: LINES[act], subject: _id, at, by, nth, facts: { account, kind, release, reason } });
}
