/**
 * Which lines a record must have in the ledger, by what it says of itself. Pure. Only what a record proves alone is
 * expected; what a later change has overwritten (an earlier approval, who gave up what) only the ledger can tell.
 */
import { type Delivery, deliveryLine } from '../delivery/delivery.ts';
import { type Line, lineId } from '../ledger/line.ts';
import { type Release, releaseLine } from '../release/release.ts';
import { type Reply, replyLine } from '../reply/reply.ts';
import type { Topic } from '../topic/topic.ts';
import type { FindingKind } from './finding.ts';

export interface Expected {
  readonly kind: FindingKind;
  /** Id of the line. */
  readonly id: string;
  /** When it happened, by the record. */
  readonly at: Date;
  /** What the record says; Chinese. */
  readonly there: string;
  /** The line as the record tells it; null when the record does not know all of it. */
  readonly line: Line | null;
}

export function linesOfDelivery(delivery: Delivery): readonly Expected[] {
  const { state, doneAt, ref, url } = delivery;
  if (state !== 'done' || doneAt === null) return [];
  const line = deliveryLine(delivery, { what: 'delivery.done', at: doneAt, by: 'system', facts: { ref, url } });
  return [expected('done-without-line', line, '投递已发出')];
}

export function linesOfRelease(release: Release): readonly Expected[] {
  const { _id, approved, withdrawal, state, changedAt, revision, text } = release;
  const found: Expected[] = [];
  if (approved) {
    const signed = { _id, revision: approved.revision, text: approved.text };
    const line = releaseLine(signed, { what: 'release.approved', at: approved.at, by: approved.by });
    found.push(expected('approval-without-line', line, `第 ${approved.revision} 版已签发`));
  }
  // Once it is opened again its revision is no longer the one that was withdrawn, and the line has another id.
  if (withdrawal && state === 'withdrawn' && changedAt.getTime() === withdrawal.at.getTime()) {
    const event = { what: 'release.withdrawn', at: withdrawal.at, by: withdrawal.by } as const;
    found.push(expected('withdrawal-without-line', releaseLine({ _id, revision, text }, event), '发布件已撤回'));
  }
  return found;
}

export function linesOfReply(reply: Reply): readonly Expected[] {
  const { state, approval, givenAt, writers } = reply;
  if (state === 'logged' && givenAt) {
    const line = replyLine(reply, { what: 'reply.logged', at: givenAt, by: writers[0] ?? 'system' });
    return [expected('reply-without-line', line, '回应已登记')];
  }
  if (!approval) return [];
  const line = replyLine(reply, { what: 'reply.approved', at: approval.at, by: approval.by });
  return [expected('reply-without-line', line, '回应已批准')];
}

/** Who opened it, and by which signal, stands in no record but the ledger: such a line is not made up. */
export function linesOfTopic({ _id, createdAt, splitFrom }: Topic): readonly Expected[] {
  if (splitFrom) return []; // told by the topic it was split from
  const id = lineId('topic.opened', _id, 1);
  return [{ kind: 'topic-without-line', id, at: createdAt, there: '事项已立', line: null }];
}

function expected(kind: FindingKind, line: Line, there: string): Expected {
  return { kind, id: line._id, at: line.at, there, line };
}
