/** Monitor 逾期未出: approved and due, but not out. The rule for deliveries is late-delivery.ts. */
import { after, minutes } from '../clock.ts';
import { DELIVERIES, type Delivery } from '../delivery/delivery.ts';
import { currentPause } from '../delivery/pause.ts';
import { TRIES } from '../delivery/try.ts';
import { ledgerOf } from '../ledger/ledger.ts';
import { RELEASES, type Release } from '../release/release.ts';
import type { Database } from '../store/collection.ts';
import type { FoundNow } from './finding.ts';
import { type Blocker, lateDelivery } from './late-delivery.ts';
import { type MonitorDesk, type Part, partOf } from './monitor-desk.ts';

/** Longer than the longest pause between two tries (delivery/after-failure.ts): whatever is tried again is due by then. */
const RETRIED_WITHIN_MS = minutes(20);

/** What this monitor looks at. All of it every time: what is open is little beside what is done. */
export function dueNotOut(desk: MonitorDesk, now: Date): readonly Part[] {
  const overdue = { $lte: after(now, -desk.watch.graceMs) };
  const soon = { $gt: overdue.$lte, $lte: after(now, RETRIED_WITHIN_MS) };
  const failed = { $in: ['unreachable', 'locked-out'] };
  return [
    partOf<Release>({
      title: '待安排的发布件',
      collection: RELEASES,
      walks: [{ where: { planned: false }, along: 'changedAt', from: null }],
      check: async (rows) => rows.flatMap((row) => unplanned(row, overdue.$lte) ?? []),
    }),
    partOf<Delivery>({
      title: '未办结的投递',
      collection: DELIVERIES,
      walks: [
        { state: 'waiting', dueAt: overdue },
        { state: 'waiting', dueAt: soon, failure: failed },
        { state: 'sending', dueAt: overdue },
        { state: 'settling' },
        { state: 'stuck' },
      ].map((where) => ({ where, along: 'createdAt', from: null })),
      check: (rows) => checkDeliveries(desk, rows, now),
    }),
  ];
}

function unplanned({ _id, planned, changedAt, withdrawal }: Release, latest: Date): FoundNow | null {
  if (planned || changedAt > latest) return null;
  const act = withdrawal ? '撤回' : '签发';
  return {
    kind: 'unplanned',
    ...{ collection: RELEASES, subject: _id, since: changedAt, repair: 'plan' },
    there: `${act}后没有作出发布安排（账号可能已不在配置中，原因见日志）`,
    shouldBe: `${act}后立即安排到各渠道`,
    remedy: '重新安排；仍不成的，请核对 config/accounts.json 中的账号与该发布件选择的账号',
    ways: [{ method: 'GET', path: `/api/releases/${encodeURIComponent(_id)}`, title: '查看发布件' }],
  };
}

async function checkDeliveries(desk: MonitorDesk, rows: readonly Delivery[], now: Date): Promise<readonly FoundNow[]> {
  const { db, channels, watch } = desk;
  const blockers = await blockersOf(db, rows);
  const told = await toldAt(db, rows);
  const tried = await firstTriedAt(db, rows);
  const pause = await currentPause(db);
  return rows.flatMap((row) => {
    const circumstances = {
      ...{ now, pause, graceMs: watch.graceMs, isOpen: channels.has(row.account) },
      before: row.after.flatMap((id) => blockers.get(id) ?? []),
      toldAt: told.get(row._id) ?? null,
      triedAt: tried.get(row._id) ?? (row.tries === 1 ? (row.latest?.at ?? null) : null),
    };
    return lateDelivery(row, circumstances) ?? [];
  });
}

async function blockersOf(db: Database, rows: readonly Delivery[]): Promise<ReadonlyMap<string, Blocker>> {
  const ids = [...new Set(rows.filter(({ state }) => state === 'waiting').flatMap(({ after: before }) => before))];
  if (ids.length === 0) return new Map();
  const projection = { account: 1, state: 1, failure: 1, dueAt: 1, urgent: 1 } as const;
  const found = await db
    .collection<Delivery>(DELIVERIES)
    .find({ _id: { $in: ids } }, { projection })
    .toArray();
  return new Map(found.map((one) => [one._id, one]));
}

/** When the ledger says that the latest try got stuck or its answer got lost, by delivery. */
async function toldAt(db: Database, rows: readonly Delivery[]): Promise<ReadonlyMap<string, Date>> {
  const asked = rows.filter(({ state }) => state === 'stuck' || state === 'settling');
  const ids = asked.map(({ _id, state, tries }) => `delivery.${state === 'stuck' ? 'stuck' : 'lost'}:${_id}:${tries}`);
  if (ids.length === 0) return new Map();
  const found = ledgerOf(db).find({ _id: { $in: ids } }, { projection: { subject: 1, at: 1 } });
  return new Map((await found.toArray()).map(({ subject, at }) => [subject, at]));
}

/** When what is being tried again was tried first: the only place where a monitor reads earlier tries. */
async function firstTriedAt(db: Database, rows: readonly Delivery[]): Promise<ReadonlyMap<string, Date>> {
  const ids = rows.filter(({ state, tries }) => state === 'waiting' && tries > 0).map(({ _id }) => `${_id}#1`);
  if (ids.length === 0) return new Map();
  const tries = db.collection<{ _id: string; delivery: string; at: Date }>(TRIES);
  const found = await tries.find({ _id: { $in: ids } }, { projection: { delivery: 1, at: 1 } }).toArray();
  return new Map(found.map(({ delivery, at }) => [delivery, at]));
}
