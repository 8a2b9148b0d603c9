/** What platforms count about our posts, as every adapter tells it. */
import type { Ref } from './contract.ts';

/** Name → 界面. */
export const figureNames = {
  reads: '阅读人数',
  shares: '转发分享',
  likes: '点赞',
  zaikan: '在看',
  comments: '留言评论',
  favourites: '收藏',
} as const;

export type FigureName = keyof typeof figureNames;

export type FigureValues = Readonly<Partial<Record<FigureName, number>>>;

/**
 * day         what came about on that day alone
 * until-day   all up to the end of that day
 * until-now   all up to the moment of asking, which was on that day
 */
export type FigureBasis = 'day' | 'until-day' | 'until-now';

export interface PostFigures {
  /** One of the posts asked for, by the ref it was asked for; null for the account as a whole. */
  readonly post: Ref | null;
  /** Beijing day they are for. */
  readonly day: string;
  readonly basis: FigureBasis;
  /** What the platform does not count is missing. */
  readonly values: FigureValues;
  /** False while the platform says, or it lies in their nature, that they will still change. */
  readonly final: boolean;
}

/** A post of ours, and what tells it apart where the platform names it otherwise. */
export interface WantedPost {
  readonly ref: Ref;
  readonly url: string | null;
  /** As it was sent. */
  readonly title: string;
  /** Beijing days on which it was sent and on which it was seen to be out: it came out on one of them, or between. */
  readonly sentOn: string;
  readonly outOn: string;
}

export interface WantedFigures {
  /** Newest first. */
  readonly posts: readonly WantedPost[];
  /** Days up to yesterday for which the platform has not told all yet, oldest first. Running counts are told regardless. */
  readonly days: readonly string[];
}

/** What one call to the platform brought. */
export interface FiguresPage {
  readonly figures: readonly PostFigures[];
  /** Fuller refs for posts whose own lacked something: to be kept in their place. */
  readonly refs: readonly { readonly post: Ref; readonly ref: Ref }[];
  /** Of the days asked for, those about which the platform has now told all. */
  readonly settled: readonly string[];
  /** What is missing and why, Chinese; null for nothing. */
  readonly note: string | null;
}
