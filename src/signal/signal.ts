/**
 * One comment, message, letter, case or hot-list entry, as it came: nothing here is ever edited, an edit on the platform is
 * not followed, only likes and ranks that rise are (seen-again.ts). How signals come in is take-signals.ts; what is made of them is topic/sort-signals.ts.
 */
import type { Ref } from '../channel/contract.ts';
import type { CaseSteps } from '../channel/incoming.ts';
import type { Moderation } from '../channel/moderation.ts';
import { toDay } from '../clock.ts';
import { aLine, type Telling } from '../ledger/line.ts';
import type { Collection, Database, IndexDeclaration } from '../store/collection.ts';
import type { Contact } from './contact.ts';
import type { Screened, ScreenRule } from './screen.ts';

/** Kind → 界面. */
export const signalKindNames = {
  comment: '评论',
  mention: '提及',
  message: '留言',
  letter: '来信',
  request: '依申请公开',
  correction: '网站纠错',
  case: '工单',
  hot: '热榜',
} as const;

export type SignalKind = keyof typeof signalKindNames;

export const signalKinds = Object.keys(signalKindNames) as readonly SignalKind[];

/** What sorting made of it, and why in words a moderator can check. Written once, by topic/sort-signals.ts. */
export interface Sorting {
  readonly decision: 'joined' | 'opened' | 'set-aside';
  /** Chinese. */
  readonly reason: string;
  readonly at: Date;
  /** The rule that set it aside as it came in (screen.ts); absent where sorting decided. */
  readonly rule?: ScreenRule;
}

/** Why a comment was deleted → 界面. A closed list: the reason goes into the ledger, which takes no text about a person. */
export const deletionReasons = {
  unlawful: '违反法律法规',
  'personal-data': '含有他人个人信息',
  abuse: '辱骂、攻击他人',
  advertising: '广告',
  repeated: '重复刷屏',
} as const;
export type DeletionReason = keyof typeof deletionReasons;

/** What staff last did with it on its platform. */
export interface Moderated {
  readonly act: Moderation;
  /** For 'delete'. */
  readonly reason: DeletionReason | null;
  readonly by: string;
  readonly at: Date;
  /** 1 for the first act on this signal. */
  readonly nth: number;
}

/** A person had it heard after a rule had set it aside: what may be taken back (topic/set-aside.ts). */
export interface Restored extends Screened {
  readonly by: string;
  readonly at: Date;
  /** 1 for the first time. */
  readonly nth: number;
}

export interface Author {
  /** The writer's id on the platform; '' when none is known. */
  readonly id: string;
  readonly name: string;
}

/** A signal before it is a record. */
export interface IncomingSignal {
  readonly account: string;
  readonly ref: Ref;
  readonly kind: SignalKind;
  readonly author: Author;
  readonly title: string | null;
  readonly text: string;
  /** The sender's time, not ours. */
  readonly writtenAt: Date;
  /** The post of ours it stands under. */
  readonly post: Ref | null;
  /** The release that post published. */
  readonly release: string | null;
  /** How many liked it, as its source last told; absent where it tells none. */
  readonly likes?: number;
  /** What a hot list said beside its entry when it was first seen. */
  readonly listed?: Listed;
  /** Best rank on a hot list it was seen at, 1 for the top. */
  readonly rank?: number;
  /** Of a request for disclosure: what kind of person asks (config/entry-choices.json), for the annual tables. */
  readonly applicant?: string;
  /** As the source told it, less what reaches a person: that is sealed apart (contact.ts). Absent where the fields above say it all. */
  readonly raw?: Readonly<Record<string, unknown>>;
  /** How the writer can be reached; never stored in the signal itself. */
  readonly contact?: Contact;
}

export interface Listed {
  readonly url: string | null;
  readonly category: string | null;
  readonly labels: readonly string[];
}

export interface Signal extends Telling, Omit<IncomingSignal, 'contact'> {
  /** `<account>:<ref>`: the same message taken twice is one signal. */
  readonly _id: string;
  readonly receivedAt: Date;
  /** The topic it was put into; null before sorting and when set aside. Its family is in topic/topic-family.ts. */
  readonly topic: string | null;
  readonly sorting: Sorting | null;
  readonly sorted: boolean;
  /** Null, or absent in older records, while nobody did anything with it. */
  readonly moderated?: Moderated | null;
  /** Null or absent unless somebody has restored it; `restorations` counts how often that was done. */
  readonly restored?: Restored | null;
  readonly restorations?: number;
  /** An answer of the account stands under it on its platform, whoever gave it; absent while none was seen. */
  readonly isAnswered?: boolean;
  /** Id of the import that brought it, or null. */
  readonly import: string | null;
  /** Of a case: what the hotline told of it. Each step is written once (case.ts). */
  readonly case?: Partial<CaseSteps>;
  /** Above 0 when likes or rank have risen since heat was taken; see topic/heat-stage.ts. */
  readonly warmer?: number;
  /** Whether contact data is kept for it, or was and is deleted; absent where there never was any. */
  readonly contact?: 'kept' | 'deleted';
}

export const SIGNALS = 'signals';

export function signalsOf(db: Database): Collection<Signal> {
  return db.collection<Signal>(SIGNALS);
}

export const signalIndexes: readonly IndexDeclaration[] = [
  { collection: SIGNALS, keys: { sorted: 1, writtenAt: 1 }, serves: 'which signals wait to be sorted, oldest first?' },
  { collection: SIGNALS, keys: { topic: 1, writtenAt: 1 }, serves: 'the signals of a topic, oldest first' },
  { collection: SIGNALS, keys: { topic: 1, receivedAt: 1 }, serves: 'since when does a topic wait?' },
  { collection: SIGNALS, keys: { account: 1, receivedAt: -1 }, serves: "an account's latest signals" },
  { collection: SIGNALS, keys: { receivedAt: -1 }, serves: 'the latest signals' },
  { collection: SIGNALS, keys: { kind: 1, receivedAt: -1 }, serves: 'the latest signals of a kind' },
  { collection: SIGNALS, keys: { 'sorting.rule': 1, receivedAt: -1 }, serves: 'what have rules set aside?' },
  { collection: SIGNALS, keys: { warmer: 1 }, serves: 'which signals are liked more, or rank higher, than before?' },
  { collection: SIGNALS, keys: { 'restored.at': -1 }, serves: 'what has been restored?' },
  { collection: SIGNALS, keys: { 'unposted._id': 1 }, serves: 'which lines still wait to be posted?' },
];

/**
 * "Of this kind" beside another condition, such as the topics of a family. Said as a range, since the embedded store takes one equality
 * for as good as another: told of two it went through all signals of the kind instead of the few of the topics.
 */
export function ofKind(kind: SignalKind): { readonly $gte: SignalKind; readonly $lte: SignalKind } {
  return { $gte: kind, $lte: kind };
}

export function signalIdOf(account: string, ref: Ref): string {
  return `${account}:${ref}`;
}

export interface Taking {
  readonly now: Date;
  /** Staff id of whoever imports, or 'system'. */
  readonly by: string;
  /** Id of the import, or null. */
  readonly import: string | null;
  /** Seals contact data; needed where signals come with any. */
  readonly key?: Buffer;
  /** Waited for before each batch: what is more urgent goes first. */
  readonly giveWay?: () => Promise<void>;
}

/**
 * A new record with its line. The line counts for the day it reached us and also says when it was written. An entry of a hot
 * list has none: nobody wrote to us, and hundreds a day would bury what happened. The topic it may become has its own.
 * `before` is the import with which it was taken back, if it was: then it counts once more.
 */
export function aSignal({ contact, ...incoming }: IncomingSignal, taking: Taking, before?: string): Signal {
  const { account, ref, kind, writtenAt, release, applicant } = incoming;
  const _id = signalIdOf(account, ref);
  const about = { account, kind, writtenOn: toDay(writtenAt), release, import: taking.import };
  const facts = applicant === undefined ? about : { ...about, applicant };
  const nth = before === undefined ? {} : { nth: `after-${before}` };
  const line = aLine({ what: 'signal.taken', subject: _id, at: taking.now, by: taking.by, facts, ...nth });
  return {
    ...incoming,
    ...(contact && { contact: 'kept' as const }),
    _id,
    receivedAt: taking.now,
    topic: null,
    sorting: null,
    sorted: false,
    import: taking.import,
    unposted: kind === 'hot' ? [] : [line],
  };
}
