/** Sending a draft back to whoever writes it, with what is to be changed. */
import { type Person, requireRole } from '../staff/person.ts';
import { changeReply, getReplyIn, type SeenReply } from './change-reply.ts';
import { type Reply, replyLine } from './reply.ts';
import type { ReplyDesk } from './reply-desk.ts';

export interface Return extends SeenReply {
  readonly comment: string;
}

/** Throws 'no-right', 'not-found', 'stale-revision', 'wrong-state'. */
export async function returnReply({ db }: ReplyDesk, back: Return, by: Person, now: Date): Promise<Reply> {
  requireRole(by, 'reviewer', 'approver', 'responder');
  const { id, revision, comment } = back;
  const reply = await getReplyIn(db, { id, revision, states: ['draft'], act: '退回' });
  const set = { state: 'returned', returned: { by: by.id, at: now, comment } } as const;
  return await changeReply(db, reply, set, replyLine(reply, { what: 'reply.returned', at: now, by: by.id }));
}
