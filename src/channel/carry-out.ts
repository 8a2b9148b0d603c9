/**
 * An order given to a channel: which method it means. A channel without the method cannot do it, and no retry will change
 * that. What follows from a failure is decided in delivery/after-failure.ts.
 */
import type { Attempt, Channel, Order, Receipt } from './contract.ts';
import { ChannelFailure, toFailure } from './failure.ts';
import { tellTry } from './tell-try.ts';

/** Carries the order out, once. Throws ChannelFailure 'refused' when the platform has no such ability. */
export async function carryOut(channel: Channel, order: Order, attempt: Attempt): Promise<Receipt> {
  const about = { account: channel.id, action: order.action };
  try {
    const receipt = await call(channel, order, attempt);
    tellTry({ ...about, outcome: receipt.state });
    return receipt;
  } catch (error) {
    tellTry({ ...about, outcome: toFailure(error).kind });
    throw error;
  }
}

async function call(channel: Channel, order: Order, attempt: Attempt): Promise<Receipt> {
  switch (order.action) {
    case 'publish':
      return await channel.publish(order.piece, attempt);
    case 'revise':
      if (!channel.revise) throw cannot('修改已发布的内容');
      return await channel.revise(order.post, order.piece, attempt);
    case 'withdraw':
      if (!channel.withdraw) throw cannot('撤回已发布的内容');
      return await channel.withdraw(order.post, order.reason, attempt);
    case 'reply':
      if (!channel.reply) throw cannot('回复评论');
      return await channel.reply(order.comment, order.text, attempt);
    case 'report':
      if (!channel.report) throw cannot('回传办理状态');
      return await channel.report(order.comment, order.status, attempt);
  }
}

function cannot(what: string): ChannelFailure {
  return new ChannelFailure('refused', `此平台不支持${what}，请在平台上人工处理`);
}
