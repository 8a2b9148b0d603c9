/** Monitors and findings as JSON: titles in words, the latest run, how much is open, and the call that repairs it. */
import type { Database } from '../store/collection.ts';
import { type Finding, kindTitles, type MonitorName, monitorTitles, type Way } from './finding.ts';
import { findingsOf, monitorsOf } from './monitor-store.ts';

/** As many findings as stand in the overview; all of them come page by page. */
const IN_OVERVIEW = 20;

const PURPOSES: Readonly<Record<MonitorName, string>> = {
  'due-not-out': '已签发且到时、尚未发出的发布件和投递：原因、起始时间、处理办法',
  ledger: '台账与原始记录相互核对：缺少的、多出的、不一致的',
  content: '已公开的页面：疑似错别字、站内失效链接、未按时解读的政策文件',
  seals: '台账自封存以来有无改动、删除、冒充的记录，封存是否完整',
};

/** A monitor with its latest run, counts by kind and its oldest findings. */
export async function showMonitor(db: Database, name: MonitorName) {
  const run = await monitorsOf(db).findOne({ _id: name });
  const open = { monitor: name, state: 'open' };
  const oldest = await findingsOf(db)
    .find(open, { sort: { since: 1 }, limit: IN_OVERVIEW })
    .toArray();
  const counted = await countOpen(db, name);
  return {
    name,
    title: monitorTitles[name],
    purpose: PURPOSES[name],
    open: counted.reduce((sum, { open: count }) => sum + count, 0),
    kinds: counted.map((one) => ({ ...one, repairAll: repairAllOf(name) })),
    lastRun: run && showRun(run),
    findings: oldest.map(showFinding),
  };
}

function showRun(run: NonNullable<Awaited<ReturnType<ReturnType<typeof monitorsOf>['findOne']>>>) {
  const { scope, startedAt, endedAt, checked, looksAt, outcome, fullAt } = run;
  return { running: endedAt === null, scope, startedAt, endedAt, checked, looksAt, outcome, fullAt };
}

/** Open findings of a monitor by kind; kinds without any are there with 0. */
export async function countOpen(db: Database, monitor: MonitorName) {
  const kinds = Object.entries(kindTitles[monitor]);
  return await Promise.all(
    kinds.map(async ([kind, title]) => {
      const open = await findingsOf(db).countDocuments({ monitor, state: 'open', kind });
      return { kind, title, open };
    }),
  );
}

function repairAllOf(name: MonitorName): Way {
  return { method: 'POST', path: `/api/monitors/${name}/repair`, title: '修复此类全部' };
}

export function showFinding(finding: Finding) {
  const { _id, monitor, kind, collection, subject, since, there, shouldBe, remedy, state, repaired } = finding;
  const { firstSeen, lastSeen, resolvedAt } = finding;
  const title = Object.entries(kindTitles[monitor]).find(([one]) => one === kind)?.[1] ?? kind;
  const path = `/api/monitors/${monitor}/findings/${_id}/repair`;
  const byCall: readonly Way[] = finding.repair && state === 'open' ? [{ method: 'POST', path, title: '修复' }] : [];
  return {
    ...{ id: _id, kind, title, collection, subject, since, there, shouldBe, remedy, state },
    ...{ firstSeen, lastSeen, resolvedAt, repaired, byMachine: finding.repair !== null },
    repairs: [...byCall, ...finding.ways],
  };
}
