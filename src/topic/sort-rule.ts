/**
 * What a signal is: one more voice on a topic, a new topic, or nothing to answer. Pure, and says why in words a moderator
 * can check. Better a topic too many than a wrong join: people merge in one click, a matter hidden in another's topic is
 * never answered. How signals and topics are fetched and stored is in sort-signals.ts.
 */
import type { Ref } from '../channel/contract.ts';
import type { Signal } from '../signal/signal.ts';
import { phrasesIn } from './keys-of.ts';
import { type Gist, likenessOf, sharedBy } from './similarity.ts';

export interface Candidate {
  readonly topic: string;
  readonly title: string;
  readonly post: Ref | null;
  readonly account: string;
  /** What some of its signals are about, the opening one first. */
  readonly samples: readonly Gist[];
}

export type Decision =
  | { readonly decision: 'joined'; readonly topic: string; readonly reason: string }
  | { readonly decision: 'opened'; readonly reason: string }
  | { readonly decision: 'set-aside'; readonly reason: string };

interface Threshold {
  readonly similarity: number;
  readonly evidence: number;
}

// Measured on 4,326 messages of a city's board with four known events (91 messages): at 0.65 and 2.5, a name and a matter,
// pairs put together were right in 68 to 100 of 100, by labels that miss some members; at 0.6 and 2 places began to chain.
const ANYWHERE: Threshold = { similarity: 0.65, evidence: 2.5 };
/** Comments under one post speak of the same thing more often, and in fewer words. */
const SAME_POST: Threshold = { similarity: 0.5, evidence: 1 };
/** Every member must also resemble the opening signal, or topics drift from neighbour to neighbour. */
const OPENING = 0.3;

/** Said alone, these ask for nothing. */
const NODS = new Set('转发微博 转发 顶 赞 点赞 路过 打卡 签到 沙发 支持 收到 已阅 学习了 不错 好 好的 哈哈'.split(' '));

/** Decides about one signal; candidates are topics that share at least one key or the post with it. */
export function sortSignal(signal: Signal, gist: Gist, candidates: readonly Candidate[]): Decision {
  const nothing = whyNothing(signal);
  if (nothing) return { decision: 'set-aside', reason: `未列入：${nothing}` };
  const best = bestOf(signal, gist, candidates);
  if (!best) return { decision: 'opened', reason: '新事项：未见相近的留言' };
  const { candidate, sample, similarity } = best;
  const phrases = phrasesIn(signal, sharedBy(gist, sample)).slice(0, 6).join('、');
  const post = isSamePost(signal, candidate) ? '同一条发布下，' : '';
  const reason = `与已有事项“${candidate.title}”同提：${phrases}（${post}相似度 ${similarity.toFixed(2)}）`;
  return { decision: 'joined', topic: candidate.topic, reason };
}

function whyNothing({ kind, title, text }: Signal): string | null {
  // Hundreds a day, of which a few concern us: nobody asked us anything.
  if (kind === 'hot') return '热榜条目，待按关注词匹配';
  // Stickers are written [赞] by Weibo and WeChat; a mention alone addresses somebody else.
  const said = `${title ?? ''}${text}`.replace(/\[[^[\]]{1,8}\]|@[\p{L}\p{N}_-]+/gu, '').replace(/[^\p{L}\p{N}]/gu, '');
  if (said === '') return '内容为空或只有表情、符号';
  if (NODS.has(said)) return `只有表态用语“${said}”`;
  return null;
}

interface Match {
  readonly candidate: Candidate;
  readonly sample: Gist;
  readonly similarity: number;
}

function bestOf(signal: Signal, gist: Gist, candidates: readonly Candidate[]): Match | null {
  let best: Match | null = null;
  for (const candidate of candidates) {
    const least = isSamePost(signal, candidate) ? SAME_POST : ANYWHERE;
    for (const sample of candidate.samples) {
      const { similarity, evidence } = likenessOf(gist, sample);
      if (similarity < least.similarity || evidence < least.evidence) continue;
      if (similarity <= (best?.similarity ?? 0) || !resemblesOpening(gist, candidate)) continue;
      best = { candidate, sample, similarity };
    }
  }
  return best;
}

function resemblesOpening(gist: Gist, { samples: [opening] }: Candidate): boolean {
  return opening === undefined || likenessOf(gist, opening).similarity >= OPENING;
}

function isSamePost(signal: Signal, candidate: Candidate): boolean {
  return signal.post !== null && signal.post === candidate.post && signal.account === candidate.account;
}
