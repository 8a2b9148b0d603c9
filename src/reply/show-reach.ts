/** Whom an answer to a topic would reach now, before anybody writes one. */
import { findReach } from './find-reach.ts';
import { planReply } from './plan-reply.ts';
import type { ReplyDesk } from './reply-desk.ts';

export async function showReach(desk: ReplyDesk, topic: string, now: Date) {
  const reach = await findReach(desk, { topic, except: null, now });
  const { to, skipped } = planReply('', reach); // its length is judged when there is one
  return {
    to: to.map(({ signal, account }) => {
      const { until = null, left = null } = reach.windows.get(signal._id) ?? {};
      return { signal: signal._id, account: account.id, accountName: account.name, until, left };
    }),
    skipped,
  };
}
