/**
 * What becomes of every order under every trouble, as data: channel × act × trouble. The rules are few (ENDINGS, BY_TROUBLE)
 * and the exceptions are named (EXCEPTIONS); outcomes.test.ts plays every row, print.ts writes them down for staff.
 */
import { cannotPlay as websiteCannot } from '../../channels/website/fake-cannot.ts';
import { cannotPlay as wechatCannot } from '../../channels/wechat/fake-cannot.ts';
import { cannotPlay as weiboCannot } from '../../channels/weibo/fake-cannot.ts';
import type { Action } from '../../src/channel/contract.ts';
import { type Fake, type Trouble, troubles } from '../../src/channel/fake.ts';

export const channels = ['website', 'wechat', 'weibo'] as const;
export type ChannelName = (typeof channels)[number];

/** The four actions; an answer to a private message is a reply of its own kind, since nobody can look it up afterwards. */
export const acts = ['publish', 'revise', 'withdraw', 'reply', 'message'] as const;
export type Act = (typeof acts)[number];

/** One trouble, or a wrong clock together with a lost order: times are what a lost one is looked for by. */
export type Case = readonly [Trouble] | readonly ['clock-ahead' | 'clock-behind', Trouble];

const skewed: readonly Case[] = (['clock-ahead', 'clock-behind'] as const).flatMap((clock) => [
  [clock, 'lost-answer'] as const,
  [clock, 'reset'] as const,
]);

export const cases: readonly Case[] = [...troubles.map((trouble) => [trouble] as const), ...skewed];

/** State and failure kind of a delivery, as GET /api/deliveries/:id shows them. */
export type Standing =
  | 'done'
  | 'settling'
  | 'settling uncertain'
  | 'waiting unreachable'
  | 'waiting limited'
  | 'waiting locked-out'
  | 'stuck refused'
  | 'stuck uncertain';

/** Whom the board asks to do what. */
export type Person = 'nobody' | 'repair the account' | 'act on the refusal' | 'look on the platform';

export interface Ending {
  /** After the first call, before any time has passed. */
  readonly first: Standing;
  /** When nothing more happens by itself. */
  readonly last: Standing;
  /** Calls that were to carry the order out, as the platform got them. */
  readonly calls: number;
  /** How often the platform carried it out: never twice. */
  readonly carriedOut: 0 | 1;
  readonly person: Person;
}

/** All ways an order can end. */
export const ENDINGS = {
  usual: { first: 'done', last: 'done', calls: 1, carriedOut: 1, person: 'nobody' },
  accepted: { first: 'settling', last: 'done', calls: 1, carriedOut: 1, person: 'nobody' },
  found: { first: 'settling uncertain', last: 'done', calls: 1, carriedOut: 1, person: 'nobody' },
  again: { first: 'settling uncertain', last: 'done', calls: 2, carriedOut: 1, person: 'nobody' },
  later: { first: 'waiting unreachable', last: 'done', calls: 1, carriedOut: 1, person: 'nobody' },
  limited: { first: 'waiting limited', last: 'done', calls: 2, carriedOut: 1, person: 'nobody' },
  repaired: { first: 'waiting locked-out', last: 'done', calls: 2, carriedOut: 1, person: 'repair the account' },
  refused: { first: 'stuck refused', last: 'stuck refused', calls: 1, carriedOut: 0, person: 'act on the refusal' },
  asked: {
    first: 'settling uncertain',
    last: 'stuck uncertain',
    calls: 1,
    carriedOut: 1,
    person: 'look on the platform',
  },
  askedInVain: {
    ...{ first: 'settling uncertain', last: 'stuck uncertain', calls: 1, carriedOut: 0 },
    person: 'look on the platform',
  },
} as const satisfies Readonly<Record<string, Ending>>;

export type EndingName = keyof typeof ENDINGS;

/** The rule: what a trouble leads to, on every channel and for every act. Of two troubles the second decides. */
const BY_TROUBLE: Readonly<Record<Trouble, EndingName>> = {
  'lost-answer': 'found',
  'reset-after': 'found',
  reset: 'again',
  'hang-after': 'found',
  hang: 'again',
  'slow-body': 'found',
  'bad-gateway': 'found',
  'bad-gateway-before': 'again',
  'no-route': 'later',
  limit: 'limited',
  'bad-login': 'repaired',
  refuse: 'refused',
  'false-duplicate': 'again',
  'event-never': 'usual',
  'event-once': 'usual',
  'event-thrice': 'usual',
  'event-early': 'usual',
  'clock-ahead': 'usual',
  'clock-behind': 'usual',
};

interface Exception {
  readonly channel: ChannelName;
  readonly acts: readonly Act[];
  readonly instead: Readonly<Partial<Record<EndingName, EndingName>>>;
  /** Troubles it does not hold for. */
  readonly except?: readonly Trouble[];
}

/** Where a platform is different. */
const EXCEPTIONS: readonly Exception[] = [
  // freepublish/submit only takes the job; its end is told by an event, or asked for. An early event is there already.
  { channel: 'wechat', acts: ['publish', 'revise'], instead: { usual: 'accepted' }, except: ['event-early'] },
  // message/custom/send cannot be looked up: what is in doubt stays so until a person has looked.
  { channel: 'wechat', acts: ['message'], instead: { found: 'asked', again: 'askedInVain' } },
  // Nor can messages/reply.
  { channel: 'weibo', acts: ['message'], instead: { found: 'asked', again: 'askedInVain' } },
];

export interface Row {
  readonly channel: ChannelName;
  readonly act: Act;
  readonly troubles: Case;
  /** The ending, or null for what cannot be. */
  readonly ending: EndingName | null;
  /** Chinese: why it cannot be; '' when it can. */
  readonly whyNot: string;
}

const CANNOT: Readonly<Record<ChannelName, Fake['cannotPlay']>> = {
  website: websiteCannot,
  wechat: wechatCannot,
  weibo: weiboCannot,
};

/** Why an act cannot be on a channel at all; Chinese. */
export const LACKS: Readonly<Partial<Record<ChannelName, Readonly<Partial<Record<Act, string>>>>>> = {
  website: { reply: '网站的来件和答复就在自己的数据库里，与发布走同一条路', message: '网站不收私信' },
};

/** Where a correction is no revision of the post; Chinese. */
export const CORRECTIONS: Readonly<Partial<Record<ChannelName, string>>> = {
  wechat: '公众号不能修改已发文章：重新发布更正后的全文，发出后删除旧文',
  weibo: '微博不能修改已发内容：保留原文，另发更正',
};

/** The action the channel is asked for. */
export function actionOf({ channel, act }: Pick<Row, 'channel' | 'act'>): Action {
  if (act === 'message') return 'reply';
  return act === 'revise' && channel in CORRECTIONS ? 'publish' : act;
}

/** Every combination: none is left out. */
export const rows: readonly Row[] = channels.flatMap((channel) =>
  acts.flatMap((act) => cases.map((troubles) => rowOf(channel, act, troubles))),
);

function rowOf(channel: ChannelName, act: Act, troubles: Case): Row {
  const whyNot = LACKS[channel]?.[act] ?? cannotMeet(channel, act, troubles);
  if (whyNot) return { channel, act, troubles, ending: null, whyNot };
  return { channel, act, troubles, ending: endingOf(channel, act, troubles), whyNot: '' };
}

function cannotMeet(channel: ChannelName, act: Act, troubles: Case): string | null {
  if (act === 'message' && troubles.includes('false-duplicate')) return '私信接口没有“已发过”的答复码';
  const reasons = troubles.map((trouble) => CANNOT[channel](trouble, act === 'message' ? 'reply' : act));
  return reasons.find((reason) => reason !== null) ?? null;
}

function endingOf(channel: ChannelName, act: Act, troubles: Case): EndingName {
  const decisive = troubles.at(-1) as Trouble;
  const usual = BY_TROUBLE[decisive];
  const exception = EXCEPTIONS.find((one) => one.channel === channel && one.acts.includes(act));
  if (!exception || exception.except?.includes(decisive)) return usual;
  return exception.instead[usual] ?? usual;
}

/** How many posts of the release the public sees in the end. */
export function postsLeft({ channel, act, ending }: Row): number {
  const isDone = ending !== null && ENDINGS[ending].carriedOut === 1;
  if (act === 'publish') return isDone ? 1 : 0;
  if (act === 'withdraw') return isDone ? 0 : 1;
  return act === 'revise' && channel === 'weibo' && isDone ? 2 : 1;
}

/** Whether the end of the job had to be asked for, since no event told it; null where there are no events. */
export function asksForTheEnd({ troubles: [trouble] }: Row): boolean | null {
  return trouble.startsWith('event-') ? trouble === 'event-never' : null;
}
