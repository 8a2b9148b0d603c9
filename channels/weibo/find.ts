/** Looks what became of an order whose answer is lost or pending; each action has its own place to look. */
import type { Attempt, Sighting, Trace } from '../../src/channel/contract.ts';
import type { WeiboAccount } from './account.ts';
import { findPost } from './find-post.ts';
import { findReply } from './find-reply.ts';
import { findWithdrawal } from './find-withdrawal.ts';

export async function find(trace: Trace, attempt: Attempt, account: WeiboAccount): Promise<Sighting> {
  const { order } = trace;
  switch (order.action) {
    case 'publish':
      return findPost(order.piece, { trace, attempt, account });
    case 'withdraw':
      return findWithdrawal(order.post, { trace, attempt, account });
    case 'reply':
      return findReply(order.comment, { trace, attempt, account });
    case 'report':
      return { seen: 'refused', reason: '此平台不收办理状态' };
    case 'revise':
      return { seen: 'refused', reason: '微博不能修改已发布的内容' };
  }
}
