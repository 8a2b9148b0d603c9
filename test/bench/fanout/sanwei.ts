/**
 * Sanwei's sending half as src/app.ts wires it: store, dispatcher, the stage that posts ledger lines; production settings.
 * Deliveries come in as the plan stage inserts them, the other two accounts waiting for the canonical page. The one file
 * here that knows src/delivery.
 */

import type { Channel } from '../../../src/channel/contract.ts';
import { machineClock, seconds } from '../../../src/clock.ts';
import { aWaitingDelivery, DELIVERIES, type Delivery } from '../../../src/delivery/delivery.ts';
import { openDispatcher } from '../../../src/delivery/dispatch.ts';
import { letAllFollow, letGo } from '../../../src/delivery/let-follow.ts';
import { type Load, putDeliveries } from '../../../src/delivery/piece.ts';
import { takeOver } from '../../../src/delivery/take-over.ts';
import { watchPause } from '../../../src/delivery/watch-pause.ts';
import { allIndexes, tellingCollections } from '../../../src/indexes.ts';
import { ledgerOf } from '../../../src/ledger/ledger.ts';
import { postLines } from '../../../src/ledger/post-lines.ts';
import { openLog } from '../../../src/log.ts';
import { isGone, newProcessId } from '../../../src/process-id.ts';
import { openStages } from '../../../src/schedule/stages.ts';
import type { Database } from '../../../src/store/collection.ts';
import { ensureIndexes } from '../../../src/store/ensure-indexes.ts';
import { openDatabase } from '../../../src/store/open-database.ts';
import { watchDatabase } from '../../../src/store/watch-database.ts';
import type { Contender, Place } from './contender.ts';
import { openPoster } from './open-poster.ts';
import { LANES, type Post, type Release } from './post.ts';
import { sinkChannel } from './sink-channel.ts';

/** SANWEI_LEASE_SECONDS unless somebody sets it (config/read-config.ts). */
const LEASE_MS = seconds(30);

export async function open({ sinkUrl, storeUrl }: Place): Promise<Contender> {
  const poster = await openPoster(sinkUrl);
  const log = openLog('warn');
  const opened = watchDatabase(await openDatabase(storeUrl), log);
  const { db } = opened;
  await ensureIndexes(db, allIndexes);
  const byId = new Map<string, Channel>(LANES.map((lane) => [lane.id, sinkChannel(lane, poster)]));
  const channels = { get: (id: string) => byId.get(id) as Channel };
  const stopping = new AbortController();
  const ground = { clock: machineClock, log, processId: newProcessId(), leaseMs: LEASE_MS, signal: stopping.signal };
  const sending = { db, channels, ...ground };
  const stages = openStages([{ name: 'post', pull: () => postLines(db, tellingCollections) }], log);
  const accounts = LANES.map(({ id }) => ({ id }));
  const pause = watchPause(db);
  const openLanes = () => openDispatcher({ ...sending, accounts, pause, moved: () => stages.nudge() });
  let dispatcher: ReturnType<typeof openDispatcher> | null = null;
  return {
    async enqueue(release) {
      const planned = deliveriesOf(release, machineClock.now());
      await putDeliveries(db, planned);
      const followers = planned.flatMap(({ delivery }) => (delivery.after.length > 0 ? [delivery] : []));
      await letGo(db, followers);
      dispatcher?.nudge();
    },
    async start() {
      await takeOver(sending, isGone);
      await letAllFollow(db);
      dispatcher = openLanes();
      dispatcher.nudge();
      stages.nudge();
    },
    recorded: () => recordedIn(db),
    isRecorded: (release) => isRecordedIn(db, release),
    async close() {
      await Promise.all([stages.stop(), dispatcher?.stop()]);
      stopping.abort();
      await poster.close();
      await opened.close();
    },
  };
}

function deliveriesOf({ id: release, posts }: Release, now: Date): readonly Load[] {
  const [page] = posts;
  return posts.map((post) => {
    const facts = { release, revision: 1, column: 'notices', topic: null, why: '首次发布' };
    const wait = page && post !== page ? [page.key] : [];
    const order = { action: 'publish' } as const;
    const account = { id: post.lane, kind: 'sink' };
    const place = { after: wait, leads: post === page };
    return {
      delivery: aWaitingDelivery({ id: post.key, account, order, facts, ...place, dueAt: now, now }),
      piece: pieceOf(post),
    };
  });
}

function pieceOf({ title, text, body }: Post) {
  return { preview: { title, html: `<h1>${title}</h1><p>${text}</p>`, text, notes: [] }, payload: { body } };
}

/** Done, and its line in the ledger and out of the record. */
async function recordedIn(db: Database): Promise<number> {
  const done = await db.collection<Delivery>(DELIVERIES).countDocuments({ state: 'done' });
  const lines = await ledgerOf(db).countDocuments({ what: 'delivery.done' });
  const untold = await db.collection<Delivery>(DELIVERIES).countDocuments({ 'unposted._id': { $gt: '' } });
  return Math.min(done - untold, lines);
}

async function isRecordedIn(db: Database, { posts }: Release): Promise<boolean> {
  const mine = { _id: { $in: posts.map(({ key }) => key) } };
  const projection = { state: 1, unposted: 1 } as const;
  const rows = await db.collection<Delivery>(DELIVERIES).find(mine, { projection }).toArray();
  return rows.length === posts.length && rows.every(({ state, unposted }) => state === 'done' && unposted.length === 0);
}
