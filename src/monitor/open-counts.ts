/**
 * Gauges of what stands in the store. Each is a count that an index answers, all of them kept for some seconds; a store that
 * fails or stalls is told as such and holds up nobody who reads them.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { Gauge, type Registry } from '@prometheus-io/client';
import { CHECKUPS, type Checkup } from '../channel/checkup.ts';
import { DELIVERIES } from '../delivery/delivery.ts';
import { countDone } from './count-done.ts';
import { monitorNames } from './finding.ts';
import type { Metering } from './metrics.ts';
import { findingsOf, monitorsOf } from './monitor-store.ts';
import { countOpen } from './show-monitor.ts';

/** How old counts may be: two collectors, or an impatient one, cost no more than one. */
const FRESH_MS = 5000;
/** Collectors give up after ten seconds (prometheus.io/docs, scrape_timeout); an answer must come before. */
const PATIENCE_MS = 3000;
/** Without `done`, which is counted by count-done.ts. */
const STATES = ['waiting', 'sending', 'settling', 'stuck', 'cancelled'] as const;

/** Registers the gauges; the function returned brings them up to date and never rejects. */
export function openCounts(metering: Metering, registry: Registry): () => Promise<void> {
  const gauges = openGauges(registry);
  const count = counter(metering, gauges);
  let counting: Promise<boolean> | null = null;
  let countedAt = Number.NEGATIVE_INFINITY;
  return async () => {
    const now = metering.clock.now();
    if (counting === null && Math.abs(now.getTime() - countedAt) < FRESH_MS) return;
    counting ??= count(now)
      .then(
        () => {
          countedAt = now.getTime();
          return true;
        },
        () => false,
      )
      .finally(() => {
        counting = null;
      });
    gauges.storeUp.set(Number(await inTime(counting)));
  };
}

async function inTime(counting: Promise<boolean>): Promise<boolean> {
  const stop = new AbortController();
  const late = wait(PATIENCE_MS, false, { signal: stop.signal, ref: false }).catch(() => false);
  const isCounted = await Promise.race([counting, late]);
  stop.abort();
  return isCounted;
}

function openGauges(registry: Registry) {
  const gauge = <L extends string>(name: string, help: string, ...labelNames: L[]) =>
    new Gauge<L>({ name: `sanwei_${name}`, help, labelNames, registers: [registry] });
  return {
    storeUp: gauge('store_up', 'Whether the store answered when it was counted; if not, the counts are older.'),
    deliveries: gauge('deliveries', 'Deliveries by account and state.', 'account', 'state'),
    findings: gauge('findings', 'Open findings by monitor and kind.', 'monitor', 'kind'),
    oldest: gauge('due_not_out_oldest_age_seconds', 'How long what is due has not been out, at most; 0 for nothing.'),
    lastRun: gauge('monitor_last_run_timestamp_seconds', 'When the monitor last ended well; 0 for never.', 'monitor'),
    source: gauge('source_state', 'The state each source of signals is in: 1.', 'account', 'state'),
    sourceOk: gauge('source_last_ok_timestamp_seconds', 'When the source was last read well; 0 for never.', 'account'),
    ends: gauge(
      'account_authorisation_ends_timestamp_seconds',
      'When the authorisation of an account ends, as far as it is known.',
      'account',
    ),
    unposted: gauge('unposted_records', 'Records with ledger lines that are not posted yet.', 'collection'),
  };
}

type Gauges = ReturnType<typeof openGauges>;

function counter({ db, accounts, telling, sources }: Metering, gauges: Gauges): (now: Date) => Promise<void> {
  const done = accounts.map(({ id }) => ({ account: id, count: countDone(db, id) }));
  return async (now) => {
    for (const { account, count } of done) {
      gauges.deliveries.set({ account, state: 'done' }, await count(now));
      for (const state of STATES) {
        const there = await db.collection(DELIVERIES).countDocuments({ account, state });
        gauges.deliveries.set({ account, state }, there);
      }
    }
    const inUse = { _id: { $in: accounts.map(({ id }) => id) } };
    for (const { _id: account, endsAt } of await db.collection<Checkup>(CHECKUPS).find(inUse).toArray()) {
      if (endsAt) gauges.ends.set({ account }, endsAt.getTime() / 1000);
    }
    for (const collection of telling) {
      const waiting = await db.collection(collection).countDocuments({ 'unposted._id': { $gt: '' } });
      gauges.unposted.set({ collection }, waiting);
    }
    gauges.source.reset();
    for (const { account, state, okAt } of await sources()) {
      gauges.source.set({ account, state }, 1);
      gauges.sourceOk.set({ account }, (okAt?.getTime() ?? 0) / 1000);
    }
    for (const monitor of monitorNames) {
      for (const { kind, open } of await countOpen(db, monitor)) gauges.findings.set({ monitor, kind }, open);
      const run = await monitorsOf(db).findOne({ _id: monitor });
      gauges.lastRun.set({ monitor }, (run?.okAt?.getTime() ?? 0) / 1000);
    }
    const late = await findingsOf(db).findOne({ monitor: 'due-not-out', state: 'open' }, { sort: { since: 1 } });
    gauges.oldest.set(late ? Math.max(0, now.getTime() - late.since.getTime()) / 1000 : 0);
  };
}
