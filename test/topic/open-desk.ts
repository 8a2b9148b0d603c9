/** The response desk on the real embedded store in a temporary folder, with staff, accounts and channels of its own. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCalendar } from '../../src/calendar/read-calendar.ts';
import type { Channel, Doorway, Limits } from '../../src/channel/contract.ts';
import type { Account } from '../../src/channel/kind.ts';
import { DELIVERIES, deliveryIndexes } from '../../src/delivery/delivery.ts';
import type { Line, Telling } from '../../src/ledger/line.ts';
import { REPLIES, replyIndexes } from '../../src/reply/reply.ts';
import type { ReplyDesk } from '../../src/reply/reply-desk.ts';
import { receiptIndexes } from '../../src/signal/give-receipt.ts';
import { type IncomingSignal, SIGNALS, signalIdOf, signalIndexes } from '../../src/signal/signal.ts';
import { takeSignals } from '../../src/signal/take-signals.ts';
import type { Person, Role } from '../../src/staff/person.ts';
import type { Database, Row } from '../../src/store/collection.ts';
import { ensureIndexes } from '../../src/store/ensure-indexes.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { readDeadlines } from '../../src/topic/read-deadlines.ts';
import { readUnits } from '../../src/topic/read-units.ts';
import { sortSignals } from '../../src/topic/sort-signals.ts';
import { getTopic, TOPICS, type Topic, topicIdOf, topicIndexes, topicsOf } from '../../src/topic/topic.ts';
import { WARNINGS, warningIndexes } from '../../src/topic/warning.ts';
import { silentLog } from '../support/channel-tools.ts';

const config = join(import.meta.dirname, '../../config');

/** A Monday. */
export const at = (time: string) => new Date(`2018-07-02T${time}+08:00`);
export const now = at('09:00:00');

const person = (id: string, ...roles: Role[]): Person => ({ id, name: id, roles });
export const responder = person('responder', 'responder');
export const colleague = person('colleague', 'responder');
export const reviewer = person('reviewer', 'reviewer');
export const drafter = person('drafter', 'drafter');
export const administrator = person('administrator', 'administrator');

const account = (id: string, kind: string, name: string): Account => {
  return { id, kind, name, from: null, to: null, prefix: id.toUpperCase(), canonical: id === 'site' };
};

export const accounts: readonly Account[] = [
  account('site', 'website', '县政府网站'),
  account('blog', 'blog', '县政府博客'),
  account('board', 'import', '网民留言板'),
];

const limits: Limits = {
  countText: (text) => text.length,
  title: null,
  reply: 20,
  repliesPerComment: 1,
  quotas: [],
  atOnce: 1,
  readBack: null,
  correction: 'replace',
};

/** A channel that can do nothing but what a test adds. */
export function aChannel(id: string, able: Partial<Channel> = {}): Channel {
  const unused = () => assert.fail('must not be called');
  return { id, limits, render: unused, publish: unused, find: unused, ...able };
}

export interface TestDesk extends ReplyDesk {
  readonly log: typeof silentLog;
  readonly signal: AbortSignal;
  readonly config: { readonly hot: { readonly stillMs: number } };
  readonly channels: ReplyDesk['channels'] & { doorway(id: string): Doorway | null };
  /** Opened channels; a test may put others in their place. */
  readonly opened: Map<string, Channel>;
  nudge(): void;
  nudgeSoon(): void;
  readonly flood: { note(count: number): void };
  readonly way: { clear(): Promise<void> };
  /** How often it was nudged. */
  nudges(): number;
  /** Takes and sorts signals, and answers the topic of the first. */
  hear(...signals: Partial<IncomingSignal>[]): Promise<Topic>;
  /** Every row of the desk's collections. */
  everything(): Promise<unknown>;
  /** The operation is refused with this code, and neither records nor lines change. */
  refusesCleanly(code: string, operation: () => Promise<unknown>): Promise<void>;
  close(): Promise<void>;
}

export async function openDesk(): Promise<TestDesk> {
  const folder = await mkdtemp(join(tmpdir(), 'sanwei-desk-'));
  const { db, close } = await openDatabase(`file:${join(folder, 'test.db')}`);
  await ensureIndexes(db, [
    ...signalIndexes,
    ...receiptIndexes,
    ...topicIndexes,
    ...warningIndexes,
    ...replyIndexes,
    ...deliveryIndexes,
  ]);
  const opened = new Map([
    ['site', aChannel('site')],
    ['blog', aChannel('blog', { reply: () => assert.fail('must not be called') })],
  ]);
  let nudges = 0;
  const everything = () => Promise.all([SIGNALS, TOPICS, WARNINGS, REPLIES, DELIVERIES].map((name) => all(db, name)));
  const desk: TestDesk = {
    ...{ db, accounts, opened, everything, log: silentLog, signal: new AbortController().signal },
    config: { hot: { stillMs: 3 * 3_600_000 } },
    calendar: await readCalendar(join(config, 'calendar')),
    deadlines: await readDeadlines(join(config, 'deadlines.json')),
    // What a topic is stays 普通留言 unless a test says otherwise.
    classes: { classes: [], matters: [] },
    units: await readUnits(join(config, 'units.json')),
    watch: { places: ['城关镇', '东山镇'], rules: [] },
    addressOf: async (id) => (id.startsWith('r') ? `https://site/p/${id}.html` : null),
    channels: {
      has: (id) => opened.has(id),
      get: (id) => opened.get(id) ?? assert.fail(`no channel ${id}`),
      doorway: (id) => opened.get(id) ?? null,
    },
    nudge: () => void nudges++,
    nudgeSoon: () => void nudges++,
    flood: { note: () => {} },
    way: { clear: async () => {} },
    nudges: () => nudges,
    async hear(...heard) {
      const signals = heard.map(aComment);
      await takeSignals(db, signals, { now, by: 'system', import: null });
      await sortSignals(desk, now);
      return await getTopic(db, await topicOf(db, signals[0]!));
    },
    async refusesCleanly(code, operation) {
      const before = await everything();
      await assert.rejects(operation, { name: 'Problem', code });
      assert.deepEqual(await everything(), before);
    },
    async close() {
      await close();
      await rm(folder, { recursive: true });
    },
  };
  return desk;
}

async function topicOf(db: Database, { account, ref }: IncomingSignal): Promise<string> {
  const row = await db.collection<Row & { topic: string | null }>(SIGNALS).findOne({ _id: signalIdOf(account, ref) });
  return row?.topic ?? assert.fail('the signal was set aside');
}

async function all(db: Database, collection: string): Promise<unknown> {
  return await db
    .collection(collection)
    .find({}, { sort: { _id: 1 } })
    .toArray();
}

let number = 0;

/** A comment on the blog; no two are alike unless the test says so. */
export function aComment(given: Partial<IncomingSignal> = {}): IncomingSignal {
  const ref = `c${++number}`;
  const name = [0, 1, 2, 3].map((i) => String.fromCodePoint(0x4e00 + ((number * 911 + i * 4001) % 20_000))).join('');
  const text = `${name}的井盖坏了`;
  return {
    account: 'blog',
    ref,
    kind: 'comment',
    author: { id: `u${number}`, name: '某住户' },
    title: null,
    text,
    writtenAt: at('08:00:00'),
    post: null,
    release: null,
    ...given,
  };
}

/** The topic a signal opens. */
export function openedBy(db: Database, signal: string): Promise<Topic> {
  return getTopic(db, topicIdOf(signal));
}

/** What the lines of a record say, in order. */
export function told({ unposted }: Telling): readonly string[] {
  return unposted.map(({ what }) => what);
}

/** The only line of its kind in a record. */
export function lineOf({ unposted }: Telling, what: Line['what']): Line {
  const lines = unposted.filter((line) => line.what === what);
  assert.equal(lines.length, 1, `${lines.length} lines ${what}`);
  return lines[0]!;
}

export async function countTopics(db: Database): Promise<number> {
  return await topicsOf(db).countDocuments({});
}
