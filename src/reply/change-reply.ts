/** The one way staff change a reply: the text and the state they saw must still hold; the line goes in with the change. */
import { Problem } from '../errors.ts';
import type { Line } from '../ledger/line.ts';
import type { Database } from '../store/collection.ts';
import { getReply, type Reply, type ReplyState, repliesOf, replyStateNames } from './reply.ts';

/** A reply as somebody saw it. */
export interface SeenReply {
  readonly id: string;
  readonly revision: number;
}

interface Meant extends SeenReply {
  readonly states: readonly ReplyState[];
  readonly act: string;
}

/** Throws 'not-found', 'stale-revision', 'wrong-state'. */
export async function getReplyIn(db: Database, { id, revision, states, act }: Meant): Promise<Reply> {
  const reply = await getReply(db, id);
  if (reply.revision !== revision) throw staleReply();
  if (!states.includes(reply.state)) {
    const needed = states.map((state) => `“${replyStateNames[state]}”`).join('或');
    throw new Problem(
      'wrong-state',
      `回应现为“${replyStateNames[reply.state]}”，${act}需要${needed}状态。请刷新后再操作。`,
    );
  }
  return reply;
}

/** Throws 'stale-revision' when somebody was faster. */
export async function changeReply(db: Database, before: Reply, set: Partial<Reply>, line: Line): Promise<Reply> {
  const { _id, revision, state } = before;
  // A unit that objects meanwhile must not be overlooked.
  const consented = before.consented ?? null;
  const change = { $set: set, $push: { unposted: line } };
  const after = await repliesOf(db).findOneAndUpdate({ _id, revision, state, consented }, change, {
    returnDocument: 'after',
  });
  if (!after) throw staleReply();
  return after;
}

export function staleReply(): Problem {
  const problem = '回应刚被其他人改动';
  const remedy = '请刷新，确认最新内容后再操作';
  return new Problem('stale-revision', `${problem}。${remedy}。`, { fields: [{ field: 'revision', problem, remedy }] });
}
