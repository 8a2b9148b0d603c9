/** Changing the text of a reply that is not approved yet: a new text, so what was said about the old one is void. */
import { type Person, requireRole } from '../staff/person.ts';
import { dropAutosave } from './autosave.ts';
import { changeReply, getReplyIn, type SeenReply } from './change-reply.ts';
import { getPlan } from './find-reach.ts';
import { refuseUnlinked } from './points-to.ts';
import { type Reply, replyLine } from './reply.ts';
import type { ReplyDesk } from './reply-desk.ts';
import { checkWording } from './wording.ts';

export interface ReplyEdit extends SeenReply {
  readonly text: string;
  /** All of them; left out, they stay as they are. */
  readonly variants?: Readonly<Record<string, string>> | undefined;
}

/** Throws 'no-right', 'not-found', 'stale-revision', 'wrong-state', 'does-not-fit'. */
export async function editReply(desk: ReplyDesk, edit: ReplyEdit, by: Person, now: Date): Promise<Reply> {
  requireRole(by, 'responder');
  const { id, revision, text } = edit;
  const reply = await getReplyIn(desk.db, { id, revision, states: ['draft', 'returned'], act: '修改' });
  const variants = edit.variants ?? reply.variants ?? {};
  checkWording({ text, variants }, desk.accounts);
  if (reply.pointsTo !== undefined) await refuseUnlinked(desk, { text, variants }, reply.pointsTo);
  await getPlan(desk, { topic: reply.topic, text, variants }, now);
  const writers = [...new Set([...reply.writers, by.id])];
  const next = { text, variants, writers, state: 'draft', revision: revision + 1, returned: null } as const;
  const line = replyLine({ ...reply, ...next }, { what: 'reply.drafted', at: now, by: by.id });
  const edited = await changeReply(desk.db, reply, next, line);
  await dropAutosave(desk.db, reply.topic, by);
  return edited;
}
