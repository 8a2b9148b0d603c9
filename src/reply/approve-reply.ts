/** A second person answers for the exact text; from here on it goes out by itself (order-replies.ts). */
import { Problem } from '../errors.ts';
import { type Person, requireRole } from '../staff/person.ts';
import { getRoot } from '../topic/topic-family.ts';
import { agreementsOn, refuseWithoutAgreement } from './agreement.ts';
import { changeReply, getReplyIn, type SeenReply } from './change-reply.ts';
import { getPlan } from './find-reach.ts';
import { type Reply, replyLine } from './reply.ts';
import type { ReplyDesk } from './reply-desk.ts';

/** Throws 'no-right', 'not-found', 'stale-revision', 'wrong-state', 'same-person', 'does-not-fit'. */
export async function approveReply(desk: ReplyDesk, seen: SeenReply, by: Person, now: Date): Promise<Reply> {
  requireRole(by, 'reviewer', 'approver', 'responder');
  const reply = await getReplyIn(desk.db, { ...seen, states: ['draft'], act: '批准' });
  if (reply.writers.includes(by.id)) {
    throw new Problem('same-person', '起草或修改过这条回应的人不能批准它。请由另一位同事批准。');
  }
  const topic = await getRoot(desk.db, reply.topic);
  refuseWithoutAgreement(agreementsOn(reply, topic, desk.units));
  await getPlan(desk, reply, now);
  const set = { state: 'approved', approval: { by: by.id, at: now } } as const;
  return await changeReply(desk.db, reply, set, replyLine(reply, { what: 'reply.approved', at: now, by: by.id }));
}
