/** Records for tests, valid by default: a test names only what matters to it. Nothing is stored on the side. */
import type { Attempt, Channel, Limits, Piece, Receipt, Sighting } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import type { Account } from '../../src/channel/kind.ts';
import { aWaitingDelivery, type Delivery, inState, type PlannedOrder } from '../../src/delivery/delivery.ts';
import type { Sending } from '../../src/delivery/sending.ts';
import { type Try, tryId } from '../../src/delivery/try.ts';
import type { Approved, Release, ReleaseText } from '../../src/release/release.ts';
import type { Person, Role } from '../../src/staff/person.ts';
import type { Database } from '../../src/store/collection.ts';
import { aClock, silentLog } from './channel-tools.ts';

export { aClock, anAccount, anAnnouncement, type SetClock, silentLog } from './channel-tools.ts';

/** A time of day 'HH:MM' or 'HH:MM:SS' Beijing time, on 2 March 2026 unless told. */
export function at(time: string, day = '2026-03-02'): Date {
  return new Date(`${day}T${time}+08:00`);
}

/** A person with these roles; the id is made of them, so that two people differ by what they may do. */
export function aPerson(...roles: readonly Role[]): Person {
  return { id: `p-${roles.join('-')}`, name: roles.join('.'), roles };
}

export function aPiece(text = '停水公告'): Piece {
  return { preview: { title: text, html: `<p>${text}</p>`, text, notes: [] }, payload: { text } };
}

export const publishing: PlannedOrder = { action: 'publish' };

/**
 * A delivery due at 09:00, never tried. Its id, unless told, follows from release, revision, account and action; its lane
 * from state, account and what it waits for.
 */
export function aDelivery(changes: Partial<Delivery> = {}): Delivery {
  const { account = 'weibo', order = publishing, after = [], state = 'waiting' } = changes;
  const facts = { release: 'r1', revision: 1, column: 'notices', topic: null, ...changes.facts };
  const id = `${facts.release}:${facts.revision}:${account}:${order.action}`;
  const kind = account;
  const fresh = aWaitingDelivery({
    id,
    account: { id: account, kind },
    order,
    facts,
    after,
    dueAt: at('09:00'),
    now: at('08:00'),
  });
  return { ...fresh, ...(state !== 'waiting' && inState(fresh, state)), ...changes, facts };
}

/** A try of `delivery`, begun by another process at 09:00 with the floor until 09:00:30. */
export function aTry(delivery: Delivery, changes: Partial<Try> = {}): Try {
  const { number = 1 } = changes;
  const about = { _id: tryId(delivery._id, number), delivery: delivery._id, number, account: delivery.account };
  const times = { at: at('09:00'), leaseUntil: at('09:00:30'), endedAt: null };
  return { ...about, action: delivery.order.action, by: 'other', ...times, steps: [], outcome: null, ...changes };
}

/** `delivery` with a latest try: its first, or the one that it counts already. */
export function tried(delivery: Delivery, changes: Partial<Try> = {}): Delivery {
  const latest = aTry(delivery, { number: Math.max(1, delivery.tries), ...changes });
  return { ...delivery, tries: latest.number, latest };
}

/** A delivery that another process has claimed and is sending, until 09:00:30 unless told. */
export function anUnderWay(changes: Partial<Delivery> = {}, ofTry: Partial<Try> = {}): Delivery {
  const { leaseUntil = at('09:00:30') } = ofTry;
  return tried(aDelivery({ state: 'sending', tries: 1, dueAt: leaseUntil, ...changes }), { leaseUntil, ...ofTry });
}

export function aText(changes: Partial<ReleaseText> = {}): ReleaseText {
  return {
    kind: 'announcement',
    title: '关于城区供水管网检修停水的公告',
    body: '<p>因城区供水管网检修，3月5日8时至18时沿线停水。</p>',
    pictures: [],
    summary: '',
    column: 'notices',
    disclosure: '主动公开',
    number: '',
    source: '县水务局',
    author: '',
    writtenOn: null,
    interprets: null,
    respondsTo: null,
    accounts: ['website', 'wechat', 'weibo'],
    publishAt: null,
    urgent: false,
    choices: {},
    riders: {},
    ...changes,
  };
}

/** A draft in revision 1, written by 'p-drafter'. */
export function aRelease(changes: Partial<Release> = {}): Release {
  return {
    _id: 'r1',
    state: 'draft',
    revision: 1,
    text: aText(),
    writers: ['p-drafter'],
    review: null,
    approved: null,
    correctionNote: '',
    withdrawal: null,
    planned: true,
    createdBy: 'p-drafter',
    createdAt: at('08:00'),
    changedAt: at('08:00'),
    publishedAt: null,
    unposted: [],
    ...changes,
  };
}

/** A release whose revision (1 unless told) is signed and waits to be planned. */
export function anApproved(changes: Partial<Release> & { readonly correction?: Approved['correction'] } = {}): Release {
  const { correction = null, ...rest } = changes;
  const { revision = 1, text = aText() } = rest;
  const approved = { revision, text, by: 'p-approver', at: at('08:30'), correction };
  const state = { state: 'approved', approved, planned: false, writers: [], publishedAt: at('08:30') } as const;
  return aRelease({ ...state, correctionNote: correction?.note ?? '', ...rest });
}

export const limits: Limits = {
  countText: (text) => [...text].length,
  title: null,
  reply: null,
  repliesPerComment: null,
  quotas: [],
  atOnce: 1,
  readBack: null,
  correction: 'follow-up',
};

export const done = (ref = 'p1'): Receipt => ({ state: 'done', ref, url: `https://weibo.example/${ref}` });
export const seenDone = (ref = 'p1'): Sighting => ({ seen: 'done', ref, url: `https://weibo.example/${ref}` });

/** A channel whose methods are as told; everything that is not told must not be called. */
export function aChannel(methods: Partial<Channel> = {}): Channel {
  const unexpected = (name: string) => async () => {
    throw new Error(`${name}() must not be called`);
  };
  return {
    id: 'weibo',
    limits,
    render: ({ title, revision }) => ({ fits: true, piece: aPiece(`${title}#${revision}`) }),
    publish: unexpected('publish'),
    find: unexpected('find'),
    ...methods,
  };
}

/** Opened channels by account; an account that is not among them is locked out. */
export function channelsOf(channels: Readonly<Record<string, Channel>>): Sending['channels'] {
  return {
    get(id) {
      const channel = channels[id];
      if (channel) return channel;
      throw new ChannelFailure('locked-out', `账号 ${id} 没有配置`);
    },
  };
}

export interface TestSending extends Omit<Sending, 'clock'> {
  readonly clock: ReturnType<typeof aClock>;
}

/** What it takes to send, at 09:00 with a lease of 30 s, on one channel called weibo. */
export function aSending(db: Database, channel: Channel, changes: Partial<TestSending> = {}): TestSending {
  const signal = new AbortController().signal;
  const ground = { db, clock: aClock(), log: silentLog, processId: 'here', leaseMs: 30_000, signal };
  return { ...ground, channels: channelsOf({ weibo: channel }), ...changes };
}

export function accounts(...ids: readonly string[]): readonly Account[] {
  const validity = { from: null, to: null };
  return ids.map((id) => ({
    id,
    kind: id,
    name: id,
    ...validity,
    prefix: id.toUpperCase(),
    canonical: id === 'website',
  }));
}

/** Counts the calls of a channel's method and remembers what it was asked. */
export function counted<A extends readonly unknown[], R>(answer: (...given: A) => R) {
  const calls: A[] = [];
  const method = (...given: A): R => {
    calls.push(given);
    return answer(...given);
  };
  return Object.assign(method, { calls });
}

export type Publishing = (piece: Piece, attempt: Attempt) => Promise<Receipt>;
