/**
 * Which signals a reply can go to on the channel they came from, and why not to the others. Pure; what it needs is fetched in
 * find-reach.ts. No limit of a platform is ever skipped, and no text ever shortened to fit.
 */
import type { Channel } from '../channel/contract.ts';
import type { Account } from '../channel/kind.ts';
import type { Window } from '../signal/conversation.ts';
import type { Signal } from '../signal/signal.ts';
import { noPlaceLeft, tooLateToAnswer } from './message-window.ts';
import type { Skipped } from './reply.ts';
import { fillFor, SAMPLE_NUMBER, type Wording, wordsFor } from './wording.ts';

export type Addressee = Pick<
  Signal,
  '_id' | 'account' | 'ref' | 'kind' | 'author' | 'receivedAt' | 'moderated' | 'isAnswered'
>;

export interface Reach {
  readonly signals: readonly Addressee[];
  /** What may still be written to those who sent a message, by signal id, where the platform limits it. */
  readonly windows: ReadonlyMap<string, Window>;
  readonly now: Date;
  /** Earlier replies to a signal that are out or on their way, by signal id. */
  readonly repliesTo: ReadonlyMap<string, number>;
  readonly accounts: readonly Account[];
  /** Null for an account that is not opened. */
  readonly channelOf: (account: string) => Channel | null;
}

export interface ReplyPlan {
  readonly to: readonly {
    readonly signal: Addressee;
    readonly account: Account;
    /** What goes to it, its placeholders filled; the number is a sample of the same length. */
    readonly text: string;
  }[];
  readonly skipped: readonly Skipped[];
}

export function planReply(wording: Wording, reach: Reach): ReplyPlan {
  const to: { signal: Addressee; account: Account; text: string }[] = [];
  const skipped: Skipped[] = [];
  for (const signal of reach.signals) {
    const account = reach.accounts.find(({ id }) => id === signal.account);
    const text = fillFor(wordsFor(wording, signal.account), { name: signal.author.name, number: SAMPLE_NUMBER });
    const reason = whyNot(text, signal, account, reach);
    if (account && reason === null) to.push({ signal, account, text });
    else
      skipped.push({ signal: signal._id, reason: reason ?? `账号“${signal.account}”已不在 config/accounts.json 中` });
  }
  return { to, skipped };
}

function whyNot(text: string, signal: Addressee, account: Account | undefined, reach: Reach): string | null {
  const name = account?.name ?? signal.account;
  const channel = account ? reach.channelOf(account.id) : null;
  if (!channel) return `“${name}”没有接入，不能在原处回应`;
  if (!channel.reply) return `“${name}”不能在原处回应`;
  const { reply: longest, repliesPerComment, countText } = channel.limits;
  const length = countText(text);
  if (longest !== null && length > longest)
    return `回应长 ${length}，超过“${name}”的上限 ${longest}，可为该账号另写短文`;
  if (signal.moderated?.act === 'delete') return '这条留言已被删除';
  if (signal.kind === 'message') return whyNotWrite(signal, channel, reach);
  const earlier = reach.repliesTo.get(signal._id) ?? 0;
  if (repliesPerComment === null) return null;
  if (earlier >= repliesPerComment) return `“${name}”对一条留言只能回应 ${repliesPerComment} 次，此条已回应`;
  if (signal.isAnswered) return `“${name}”上这条留言已有作者回复（在平台上直接回复的），每条只能回复一次`;
  return null;
}

function whyNotWrite({ _id, account, author, ref }: Addressee, channel: Channel, reach: Reach): string | null {
  if (author.id !== '') {
    const theirs = reach.signals.filter((one) => one.account === account && one.author.id === author.id);
    const latest = theirs.filter(({ kind }) => kind === 'message').at(-1);
    if (latest && latest.ref !== ref) return '同一人发来多条消息，回应随其中最近的一条发出一次';
  }
  const window = reach.windows.get(_id);
  const allowed = channel.limits.afterMessage;
  if (!window || !allowed) return null;
  if (window.until <= reach.now) return tooLateToAnswer(window);
  return window.left === 0 ? noPlaceLeft(allowed) : null;
}
