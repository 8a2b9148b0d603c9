/** Whom an answer to a topic would reach now: before anybody writes one, and with the words of one that is written. */
import { findReach } from './find-reach.ts';
import { planReply } from './plan-reply.ts';
import { getReply } from './reply.ts';
import type { ReplyDesk } from './reply-desk.ts';
import type { Wording } from './wording.ts';

export async function showReach(desk: ReplyDesk, topic: string, now: Date) {
  // Its length is judged when there is one.
  return await reachOf(desk, { topic, wording: { text: '' }, except: null }, now);
}

/** What each addressee of a reply gets, word for word, and why the others get nothing. Throws 'not-found'. */
export async function showReplyReach(desk: ReplyDesk, id: string, now: Date) {
  const reply = await getReply(desk.db, id);
  return await reachOf(desk, { topic: reply.topic, wording: reply, except: reply._id }, now);
}

interface Asked {
  readonly topic: string;
  readonly wording: Wording;
  readonly except: string | null;
}

async function reachOf(desk: ReplyDesk, { topic, wording, except }: Asked, now: Date) {
  const reach = await findReach(desk, { topic, except, now });
  const { to, skipped } = planReply(wording, reach);
  return {
    to: to.map(({ signal, account, text }) => {
      const { until = null, left = null } = reach.windows.get(signal._id) ?? {};
      const limits = reach.channelOf(account.id)?.limits;
      const size = { length: limits?.countText(text) ?? text.length, longest: limits?.reply ?? null };
      return { signal: signal._id, account: account.id, accountName: account.name, until, left, text, ...size };
    }),
    skipped,
  };
}
