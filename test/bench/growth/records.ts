/**
 * An office's past and its present day, by number: the nth delivery is the same whenever it is made. 150 deliveries a day,
 * so a thousand are a week, and what looks back over days meets as many of them in a small store as in a large one.
 */

import { after, days, minutes, seconds } from '../../../src/clock.ts';
import { aWaitingDelivery, type Delivery, deliveryLine, inState } from '../../../src/delivery/delivery.ts';
import type { Load } from '../../../src/delivery/piece.ts';
import type { Try } from '../../../src/delivery/try.ts';
import { tryId } from '../../../src/delivery/try.ts';
import type { Line } from '../../../src/ledger/line.ts';
import { type Release, releaseLine } from '../../../src/release/release.ts';
import { anApproved, aPiece, aText } from '../../support/builders.ts';

export const ACCOUNTS = ['website', 'wechat', 'weibo'] as const;
const A_DAY = 150;
const BEGAN_AT = new Date('2008-05-01T00:00:00Z'); // 政府信息公开条例 came into force: the oldest an office can have
const BODY = '现将有关事项公告如下，请相互转告。'.repeat(6); // a piece holds it three times: about 1 KiB in UTF-8
const CANCELLED_EVERY = 67;
const TWICE_TRIED_EVERY = 50;

/** When the nth delivery of the past was made; the present of a store that has n. */
export function timeOf(nth: number): Date {
  return new Date(BEGAN_AT.getTime() + Math.round((nth * days(1)) / A_DAY));
}

export interface Past {
  readonly releases: readonly Release[];
  readonly deliveries: readonly Delivery[];
  readonly tries: readonly Try[];
  readonly lines: readonly Line[];
}

/** A delivery with the article it carries. */
export function loaded(delivery: Delivery): Load {
  return { delivery, piece: aPiece(BODY) };
}

/** The deliveries from one number up to another, with their releases, earlier tries and ledger lines. */
export function pastOf(from: number, to: number): Past {
  const numbers = Array.from({ length: to - from }, (_, i) => from + i);
  const releases = numbers.filter((n) => n % ACCOUNTS.length === 0).map(aPastRelease);
  const deliveries = numbers.map(aPastDelivery);
  const done = deliveries.filter(({ state }) => state === 'done');
  const lines = [
    ...releases.map((one) => releaseLine(one, { what: 'release.approved', at: one.changedAt, by: 'p-approver' })),
    ...done.map((one) => {
      const { doneAt, ref, url } = one;
      return deliveryLine(one, { what: 'delivery.done', at: doneAt ?? BEGAN_AT, by: 'system', facts: { ref, url } });
    }),
  ];
  const tries = done.filter(({ tries: made }) => made > 1).map((one) => aTryOf(one, 1));
  return { releases, deliveries, tries, lines };
}

function aPastRelease(n: number): Release {
  const at = timeOf(n);
  const text = aText({ body: `<p>${BODY}</p>` });
  const times = { createdAt: at, changedAt: at, publishedAt: at };
  const approved = { revision: 1, text, by: 'p-approver', at, correction: null };
  return anApproved({ _id: releaseOf(n), planned: true, text, ...times, approved });
}

const releaseOf = (n: number) => `r${String(Math.floor(n / ACCOUNTS.length)).padStart(8, '0')}`;

function aPastDelivery(n: number): Delivery {
  const waiting = aDeliveryOf(n, timeOf(n));
  if (n % CANCELLED_EVERY === 1) return { ...waiting, ...inState(waiting, 'cancelled'), reason: '已由第 2 版取代' };
  const tries = n % TWICE_TRIED_EVERY === 2 ? 2 : 1;
  const doneAt = after(waiting.createdAt, seconds(2));
  const ref = `p${n}`;
  const done = { ...waiting, ...inState(waiting, 'done'), tries, ref, url: `https://example.test/${ref}`, doneAt };
  return { ...done, latest: aTryOf(done, tries) };
}

function aTryOf(delivery: Delivery, number: number): Try {
  const { _id, account, order, createdAt, ref, url, tries } = delivery;
  const leaseUntil = after(createdAt, seconds(30));
  const isLast = number === tries;
  const endedAt = after(createdAt, seconds(number));
  return {
    ...{ _id: tryId(_id, number), delivery: _id, number, account, action: order.action, by: 'bench', at: createdAt },
    ...{ leaseUntil, steps: [], endedAt },
    outcome: isLast
      ? { state: 'done', ref: ref ?? '', url }
      : { state: 'waiting', dueAt: endedAt, reason: '连接不上', failure: 'unreachable' },
  };
}

function aDeliveryOf(n: number, at: Date, changes: { dueAt?: Date; after?: readonly string[] } = {}): Delivery {
  const account = ACCOUNTS[n % ACCOUNTS.length] ?? 'website';
  const facts = { release: releaseOf(n), revision: 1, column: 'notices', topic: null, why: '首次发布' };
  const id = `${facts.release}:1:${account}:publish`;
  const order = { action: 'publish' } as const;
  return aWaitingDelivery({
    id,
    account: { id: account, kind: account },
    order,
    facts,
    dueAt: at,
    now: at,
    ...changes,
  });
}

/** Numbers far beyond the past: their releases are never met there. */
const FIRST_OPEN = 30_000_000;
/** What is open on any day, however long the past: 500. */
const OPEN = { due: 90, later: 300, following: 60, settling: 25, stuck: 25 } as const;

/** What is open when the past ends at `now`. */
export function openOnesAt(now: Date): readonly Delivery[] {
  const states = Object.entries(OPEN).flatMap(([what, many]) => Array.from({ length: many }, () => what));
  return states.map((what, i) => openOne(what as keyof typeof OPEN, { n: FIRST_OPEN + i, now }));
}

function openOne(what: keyof typeof OPEN, { n, now }: { readonly n: number; readonly now: Date }): Delivery {
  const at = after(now, -minutes(1));
  switch (what) {
    case 'due':
      return aDeliveryOf(n, at);
    case 'later':
      return aDeliveryOf(n, at, { dueAt: after(now, days(2)) });
    case 'following':
      return aDeliveryOf(n, at, { after: [aDeliveryOf(FIRST_OPEN + OPEN.due, at)._id] });
    case 'settling':
      return inDoubt(aDeliveryOf(n, at), 'settling', now);
    case 'stuck':
      return inDoubt(aDeliveryOf(n, at), 'stuck', now);
  }
}

function inDoubt(fresh: Delivery, state: 'settling' | 'stuck', now: Date): Delivery {
  const tried = { ...fresh, ...inState(fresh, state), tries: 1, failure: 'uncertain', reason: '没有答复' } as const;
  return { ...tried, dueAt: after(now, minutes(10)), latest: { ...aTryOf(tried, 1), outcome: null, endedAt: null } };
}
