/**
 * What a signal is: one more voice on a topic, a new topic, or nothing to answer. Pure, and says why in words a moderator
 * can check. Better a topic too many than a wrong join: people merge in one click, a matter hidden in another's topic is
 * never answered. How signals and topics are fetched and stored is in sort-signals.ts.
 */
import type { Ref } from '../channel/contract.ts';
import { days } from '../clock.ts';
import type { Signal } from '../signal/signal.ts';
import type { Gist } from './gist.ts';
import type { Keys, Words } from './keys-of.ts';
import { likenessOf, sharedBy } from './likeness.ts';
import { phrasesIn } from './phrases-in.ts';
import type { Profile } from './profile.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface Candidate {
  readonly topic: string;
  readonly title: string;
  readonly post: Ref | null;
  readonly account: string;
  readonly profile: Profile;
  /** What some of its signals are about, the opening one first. */
  readonly samples: readonly Keys[];
  /** When its latest signal was written. */
  readonly lastAt: Date;
}

export type Decision =
  | {
      readonly decision: 'joined';
      readonly topic: string;
      readonly reason: string;
      /** Other topics it could as well have joined, the likeliest first: are they one? See join-fragments.ts. */
      readonly also: readonly string[];
    }
  | { readonly decision: 'opened'; readonly reason: string }
  | { readonly decision: 'set-aside'; readonly reason: string };

/** A signal, and what it is about. */
export interface Heard {
  readonly signal: Signal;
  readonly words: Words;
  readonly gist: Gist;
  /** Of an entry of a hot list: by which watch words it concerns us (watch-rule.ts), null for none. */
  readonly watched?: string | null;
}

/** Above the even chance: a wrong join costs more than a topic too many. */
const LEAST_SCORE = 0.9;
/** Weight both must say, roughly a name and a matter. */
const LEAST_EVIDENCE = 6;
/** Of it so much about the matter: what happens at one place need not be one matter. */
const LEAST_MATTER = 1.5;
/** Comments under one post speak of the same thing more often, and in fewer words. */
const SAME_POST = { score: 3, evidence: 2, matter: 0 };
const ANYWHERE = { score: 0, evidence: LEAST_EVIDENCE, matter: LEAST_MATTER };
/** A topic's own messages belong to each other anyway: what joins two topics may weigh a little less. */
const FRAGMENT_SCORE = 0.6;
const MOST_OTHERS = 3;

/** Said alone, these ask for nothing. */
const NODS = new Set('转发微博 转发 顶 赞 点赞 路过 打卡 签到 沙发 支持 收到 已阅 学习了 不错 好 好的 哈哈'.split(' '));

/** Decides about one signal; candidates are topics that share at least one key or the post with it. */
export function sortSignal(heard: Heard, candidates: readonly Candidate[], vocabulary: Vocabulary): Decision {
  const nothing = whyNothing(heard);
  if (nothing) return { decision: 'set-aside', reason: `未列入：${nothing}` };
  const decision = joinOrOpen(heard, candidates, vocabulary);
  return heard.watched ? { ...decision, reason: `${heard.watched}。${decision.reason}` } : decision;
}

function joinOrOpen(heard: Heard, candidates: readonly Candidate[], vocabulary: Vocabulary): Decision {
  // Each is answered by itself, within its own time.
  if (heard.signal.kind === 'request') return { decision: 'opened', reason: '新事项：依申请公开，逐件办理' };
  const [best, ...others] = matchesOf(heard, candidates, vocabulary);
  if (!best) return { decision: 'opened', reason: '新事项：未见相近的留言' };
  const also = others.slice(0, MOST_OTHERS).map(({ candidate }) => candidate.topic);
  return { decision: 'joined', topic: best.candidate.topic, reason: reasonFor(heard, best, vocabulary), also };
}

function reasonFor({ signal, words, gist }: Heard, { candidate, score }: Match, { lexicon }: Vocabulary): string {
  const phrases = phrasesIn(words, sharedBy(gist, candidate.profile), lexicon).join('、');
  const post = isSamePost(signal, candidate) ? '同一条发布下，' : '';
  return `与已有事项“${candidate.title}”同提：${phrases}（${post}相似度 ${chanceOf(score).toFixed(2)}）`;
}

function whyNothing({ signal: { kind, title, text }, watched }: Heard): string | null {
  // Hundreds a day, of which a few concern us: nobody asked us anything.
  if (kind === 'hot') return watched ? null : '热榜条目，未命中关注词';
  // Stickers are written [赞] by Weibo and WeChat; a mention alone addresses somebody else.
  const said = `${title ?? ''}${text}`.replace(/\[[^[\]]{1,8}\]|@[\p{L}\p{N}_-]+/gu, '').replace(/[^\p{L}\p{N}]/gu, '');
  if (said === '') return '内容为空或只有表情、符号';
  if (NODS.has(said)) return `只有表态用语“${said}”`;
  return null;
}

interface Match {
  readonly candidate: Candidate;
  readonly score: number;
}

/** The likeliest first; of those alike the one with more voices. */
function matchesOf(
  { signal, gist }: Heard,
  candidates: readonly Candidate[],
  vocabulary: Vocabulary,
): readonly Match[] {
  const matches: Match[] = [];
  for (const candidate of candidates) {
    const least = isSamePost(signal, candidate) ? SAME_POST : ANYWHERE;
    const { score, evidence, matter } = likenessOf(gist, candidate.profile, vocabulary, daysSince(signal, candidate));
    if (score + least.score < LEAST_SCORE || evidence < least.evidence || matter < least.matter) continue;
    matches.push({ candidate, score: score + least.score });
  }
  return matches.toSorted((a, b) => b.score - a.score || b.candidate.samples.length - a.candidate.samples.length);
}

/** A message may be older than the topic's last: what came in late counts as said at the same time. */
function daysSince({ writtenAt }: Signal, { lastAt }: Candidate): number {
  return Math.max(0, (writtenAt.getTime() - lastAt.getTime()) / days(1));
}

/** Whether a sample of one topic would be put into another, as both are known now. */
export function belongsTo(gist: Gist, { profile }: Candidate, vocabulary: Vocabulary): boolean {
  const { score, evidence, matter } = likenessOf(gist, profile, vocabulary, 0);
  return score >= FRAGMENT_SCORE && evidence >= LEAST_EVIDENCE && matter >= LEAST_MATTER;
}

function chanceOf(score: number): number {
  return 1 / (1 + Math.exp(-score));
}

function isSamePost(signal: Signal, candidate: Candidate): boolean {
  return signal.post !== null && signal.post === candidate.post && signal.account === candidate.account;
}
