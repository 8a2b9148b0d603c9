/** What is measured: what the service does all day, asked through its own operations and routes. */

import assert from 'node:assert/strict';
import { after, days } from '../../../src/clock.ts';
import { deliveryRoutes } from '../../../src/delivery/delivery-routes.ts';
import { carryOn, dueOn, nextDueOn } from '../../../src/delivery/lane.ts';
import { letAllFollow } from '../../../src/delivery/let-follow.ts';
import type { Sending } from '../../../src/delivery/sending.ts';
import { takeOver } from '../../../src/delivery/take-over.ts';
import { countTries } from '../../../src/delivery/try.ts';
import { watchPause } from '../../../src/delivery/watch-pause.ts';
import { tellingCollections } from '../../../src/indexes.ts';
import { ledgerRoutes } from '../../../src/ledger/ledger-routes.ts';
import { postLines } from '../../../src/ledger/post-lines.ts';
import { openMetrics } from '../../../src/monitor/metrics.ts';
import type { MonitorDesk } from '../../../src/monitor/monitor-desk.ts';
import { startMonitor } from '../../../src/monitor/run-monitor.ts';
import { planReleases } from '../../../src/plan/plan-release.ts';
import { findOurPosts } from '../../../src/signal/our-posts.ts';
import { aPerson } from '../../support/builders.ts';
import type { SetClock } from '../../support/channel-tools.ts';
import { ACCOUNTS, pastOf } from './records.ts';

export interface Operation {
  readonly name: string;
  /** How often it can be repeated; as often as there is time for when left out. */
  readonly rounds?: number;
  run(round: number): Promise<unknown>;
}

export interface Ground {
  readonly sending: Sending & { readonly clock: SetClock };
  readonly desk: MonitorDesk;
  /** Deliveries of the past. */
  readonly size: number;
}

const LANE = 'weibo';
/** Of what is due on one account at most so many can be sent before it is gone. */
const SENT = 25;

export function operationsOn({ sending, desk, size }: Ground): readonly Operation[] {
  const { db, clock } = sending;
  const often = (name: string, run: (round: number) => Promise<unknown>) => ({ name, run });
  const board = listOf(
    deliveryRoutes({
      db,
      channels: { has: () => false, get: () => assert.fail() },
      titlesOf: async () => ({}),
      pause: watchPause(db),
      nudge: () => {},
    }),
    '/api/deliveries',
  );
  const trail = listOf(ledgerRoutes({ db, postLines: async () => {} }), '/api/ledger');
  const since = (window: number) => ({ account: LANE, action: 'publish', since: after(clock.now(), -window) }) as const;
  // Releases from all over the past, so that not the same few pages of the file answer.
  const past = (round: number) => pastOf(...thirdAt(round, size)).releases[0]?._id ?? '';
  const nothing = { inHand: [], room: 1, pause: null };
  return [
    { ...often('what is due, claim, send, record', () => sendOne(sending)), rounds: SENT },
    often('what is due', () => dueOn(LANE, nothing, sending)),
    often('when is the next due', () => nextDueOn(LANE, clock.now(), sending)),
    often('quota of a day', () => countTries(db, since(days(1)))),
    often('quota of a month', () => countTries(db, since(days(30)))),
    often('board, first page', () => board({ limit: 50 })),
    often('board, state done', () => board({ limit: 50, state: 'done' })),
    often('board, state stuck', () => board({ limit: 50, state: 'stuck' })),
    often('board, one account', () => board({ limit: 50, account: LANE })),
    often('board, done on one account', () => board({ limit: 50, account: LANE, state: 'done' })),
    often('board, stuck on one account', () => board({ limit: 50, account: LANE, state: 'stuck' })),
    often("board, a release's deliveries", (round) => board({ limit: 50, release: past(round) })),
    often('trail of a release in the ledger', (round) => trail({ limit: 100, subject: past(round) })),
    often('posts to fetch comments for', () => findOurPosts(db, LANE, clock.now())),
    often('plan, nothing to plan', () => planReleases(noPlan(desk), clock.now())),
    often('post lines, none waiting', () => postLines(db, tellingCollections)),
    often('let follow, 60 following', () => letAllFollow(db)),
    often('take over, nothing in hand', () => takeOver(sending, () => false)),
    often('GET /metrics, first after start', () => readMetrics(desk)),
    often('GET /metrics, later', metricsOf(desk, clock)),
    often('monitor due-not-out', () => runMonitor(desk, 'due-not-out')),
    often('monitor ledger, 7 days', () => runMonitor(desk, 'ledger')),
  ];
}

function thirdAt(round: number, size: number): [number, number] {
  const first = Math.floor((((round * 7919) % 1000) / 1000) * (size / 3 - 1)) * 3;
  return [first, first + 3];
}

async function sendOne(sending: Sending): Promise<void> {
  const [delivery] = await dueOn(LANE, { inHand: [], room: 1, pause: null }, sending);
  if (!delivery) throw new Error('nothing is due: the bench has sent it all');
  await carryOn(delivery, sending);
}

type List = (query: object) => Promise<unknown>;

/** The handler of a GET, as the router calls it. */
function listOf(endpoints: ReturnType<typeof deliveryRoutes>, path: string): List {
  const found = endpoints.find((one) => one.method === 'GET' && one.path === path);
  if (!found) throw new Error(`no GET ${path}`);
  const person = aPerson('administrator');
  return (query) => (found.handle as (call: object) => Promise<unknown>)({ query, person });
}

function noPlan({ db, log }: MonitorDesk): Parameters<typeof planReleases>[0] {
  const get = () => {
    throw new Error('nothing is to be planned');
  };
  return { db, log, siteUrl: 'https://example.test', accounts: [], channels: { get } };
}

function meteringOf({ db, clock, telling }: MonitorDesk) {
  return { db, clock, telling, accounts: ACCOUNTS.map((id) => ({ id })), sources: async () => [] };
}

async function readMetrics(desk: MonitorDesk): Promise<void> {
  const metrics = openMetrics(meteringOf(desk));
  await metrics.read();
  metrics.close();
}

/** One collector that comes again and again; the counts it saw are too old each time. */
function metricsOf(desk: MonitorDesk, clock: SetClock): () => Promise<unknown> {
  const metrics = openMetrics(meteringOf(desk));
  return () => {
    clock.pass(6000);
    return metrics.read();
  };
}

async function runMonitor(desk: MonitorDesk, name: 'due-not-out' | 'ledger'): Promise<void> {
  const started = await startMonitor(desk, name, 'recent');
  if (!started) throw new Error(`${name} is under way`);
  await started.ended;
}
