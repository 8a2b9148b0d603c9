/** The monitors on the real store: a desk whose plan and nudges are counted, and what is found there. */
import { deliveryIndexes } from '../../src/delivery/delivery.ts';
import { pauseIndexes } from '../../src/delivery/pause.ts';
import { tryIndexes } from '../../src/delivery/try.ts';
import { tellingCollections } from '../../src/indexes.ts';
import { ledgerIndexes, ledgerOf } from '../../src/ledger/ledger.ts';
import { postLines } from '../../src/ledger/post-lines.ts';
import type { Finding, MonitorName } from '../../src/monitor/finding.ts';
import type { MonitorDesk } from '../../src/monitor/monitor-desk.ts';
import { findingsOf, monitorIndexes } from '../../src/monitor/monitor-store.ts';
import { type Scope, startMonitor } from '../../src/monitor/run-monitor.ts';
import { releaseIndexes, releasesOf } from '../../src/release/release.ts';
import { replyIndexes } from '../../src/reply/reply.ts';
import type { Database } from '../../src/store/collection.ts';
import { topicIndexes } from '../../src/topic/topic.ts';
import { aClock, at, type SetClock, silentLog } from '../support/builders.ts';
import { openStore } from '../support/open-store.ts';

export const monitoredIndexes = [
  ...[releaseIndexes, deliveryIndexes, tryIndexes, pauseIndexes, ledgerIndexes, topicIndexes, replyIndexes],
  monitorIndexes,
];
export const openMonitored = () => openStore(...monitoredIndexes);

export interface TestDesk extends MonitorDesk {
  readonly clock: SetClock;
  /** How often the lanes were nudged. */
  readonly nudges: () => number;
}

/** At 10:00; every account but `fax` is opened, and planning succeeds unless `canPlan` says otherwise. */
export function aDesk(db: Database, canPlan: () => boolean = () => true): TestDesk {
  let nudged = 0;
  return {
    ...{ db, clock: aClock(at('10:00')), log: silentLog, signal: new AbortController().signal },
    accounts: [{ id: 'website' }, { id: 'wechat' }, { id: 'weibo' }],
    channels: { has: (id) => id !== 'fax' },
    watch: { graceMs: 5 * 60_000, days: 7 },
    ...{ siteUrl: 'https://www.example.gov.cn', calendar: new Map() },
    content: {
      columns: [
        { id: 'documents', type: '政策文件' },
        { id: 'news', type: '工作动态' },
      ],
      ...{ types: ['政策文件'], workingDays: 3, lookBackDays: 90 },
      words: [{ wrong: '财政拔款', right: '财政拨款', why: '错别字' }],
    },
    telling: tellingCollections,
    plan: async () => {
      if (canPlan()) await releasesOf(db).updateMany({ planned: false }, { $set: { planned: true } });
    },
    postLines: () => postLines(db, tellingCollections),
    nudge: () => {
      nudged += 1;
    },
    nudges: () => nudged,
  };
}

/** Runs a monitor to its end; answers what is open, the oldest first. */
export async function run(desk: MonitorDesk, monitor: MonitorName, scope: Scope = 'recent'): Promise<Finding[]> {
  const started = await startMonitor(desk, monitor, scope);
  if (!started) throw new Error('a run is under way');
  await started.ended;
  return await openIn(desk.db, monitor);
}

export async function openIn(db: Database, monitor: MonitorName): Promise<Finding[]> {
  return await findingsOf(db)
    .find({ monitor, state: 'open' }, { sort: { since: 1 } })
    .toArray();
}

export async function linesAbout(db: Database, subject: string) {
  return await ledgerOf(db)
    .find({ subject }, { sort: { at: 1 } })
    .toArray();
}
