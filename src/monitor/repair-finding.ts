/**
 * Repairs what a monitor has found, one finding or all of a kind. Every repair is on record as a line of the record it is
 * about; doing it twice changes nothing more, since lines and deliveries have computed ids.
 */

import { confirmDelivery } from '../delivery/act-by-hand.ts';
import { DELIVERIES } from '../delivery/delivery.ts';
import { Problem } from '../errors.ts';
import { LEDGER, ledgerOf } from '../ledger/ledger.ts';
import { aLine, type Line } from '../ledger/line.ts';
import { releasesOf } from '../release/release.ts';
import { type Person, requireRole } from '../staff/person.ts';
import type { Row } from '../store/collection.ts';
import type { Finding, FindingKind, FoundNow, MonitorName } from './finding.ts';
import type { MonitorDesk } from './monitor-desk.ts';
import { findingsOf, getFinding, keepFindings, resolveFinding } from './monitor-store.ts';
import { findAgain, openFindings, partsOf } from './run-monitor.ts';

export interface Repairing {
  readonly monitor: MonitorName;
  readonly by: Person;
  readonly now: Date;
}

/** As many as one call repairs; the rest by calling again. */
const AT_ONCE = 500;

/** Throws 'no-right', 'not-found', 'wrong-state' (which says what a person must do). */
export async function repairFinding(desk: MonitorDesk, id: string, repairing: Repairing): Promise<Finding> {
  requireRole(repairing.by, 'approver', 'administrator');
  const finding = await getFinding(desk.db, repairing.monitor, id);
  if (finding.state === 'resolved') throw new Problem('wrong-state', '这一条已经消除，不需要再修复。');
  const found = await again(desk, finding, repairing);
  if (found && found.repair === null) throw new Problem('wrong-state', `这一条不能自动修复。${found.remedy}。`);
  if (found) await act(desk, found, repairing);
  await finish(desk, repairing.now);
  await lookOnceMore(desk, finding, repairing);
  return await getFinding(desk.db, repairing.monitor, id);
}

export interface Repaired {
  /** How many repairs were made. */
  readonly repaired: number;
  /** How many of them are gone already; a nudge takes a moment. */
  readonly resolved: number;
  /** How many need a person. */
  readonly left: number;
  /** Whether there may be more than one call repairs. */
  readonly more: boolean;
}

/** Throws 'no-right'. */
export async function repairAll(desk: MonitorDesk, kind: FindingKind, repairing: Repairing): Promise<Repaired> {
  requireRole(repairing.by, 'approver', 'administrator');
  const acted: Finding[] = [];
  let repaired = 0;
  let left = 0;
  let more = false;
  for await (const finding of openFindings(desk, repairing.monitor, kind)) {
    more = acted.length === AT_ONCE;
    if (more) break;
    const found = await again(desk, finding, repairing);
    if (found?.repair === null) left += 1;
    else acted.push(finding);
    if (!found?.repair) continue;
    await act(desk, found, repairing);
    repaired += 1;
  }
  if (acted.length > 0) await finish(desk, repairing.now);
  let resolved = 0;
  for (const finding of acted) if (await lookOnceMore(desk, finding, repairing)) resolved += 1;
  return { repaired, resolved, left, more };
}

function again(desk: MonitorDesk, finding: Finding, { monitor, now }: Repairing): Promise<FoundNow | null> {
  return findAgain(desk, partsOf(desk, monitor, now, 'recent'), finding);
}

/** What lines and plans need afterwards, once for however many repairs. */
async function finish(desk: MonitorDesk, now: Date): Promise<void> {
  await desk.plan(now);
  await desk.postLines();
  desk.nudge();
}

/** True when it is gone. */
async function lookOnceMore(desk: MonitorDesk, finding: Finding, repairing: Repairing): Promise<boolean> {
  const { by, now, monitor } = repairing;
  await findingsOf(desk.db).updateOne({ _id: finding._id }, { $set: { repaired: { by: by.id, at: now } } });
  const still = await again(desk, finding, repairing);
  if (still) await keepFindings(desk.db, [still], { monitor, now, run: finding.run });
  else await resolveFinding(desk.db, finding._id, now);
  return still === null;
}

async function act(desk: MonitorDesk, found: FoundNow, repairing: Repairing): Promise<void> {
  const { by, now } = repairing;
  const record = await recordOf(desk, found);
  const note = noteOf(found, record.subject, repairing);
  switch (found.repair) {
    case 'post-line':
      if (found.line) await tell(desk, record, [mended(found.line, repairing), note]);
      return;
    case 'plan-anew':
      await releasesOf(desk.db).updateOne(
        { _id: record.subject, planned: true },
        { $set: { planned: false }, $push: { unposted: note } },
      );
      return;
    case 'carry-over':
      if (!found.post) return;
      await confirmDelivery(desk.db, {
        ...{ id: record.subject, by, now, proof: `台账已有记录 ${found.subject}` },
        ...found.post,
      });
      return await tell(desk, record, [note]);
    case 'nudge':
    case 'plan':
    case 'post-waiting':
      return await tell(desk, record, [note]);
    case null:
      return;
  }
}

/** The repair itself, on record. The time tells repeated ones apart. */
function noteOf({ kind, repair }: FoundNow, subject: string, { monitor, by, now }: Repairing): Line {
  const facts = { monitor, finding: kind, repair };
  return aLine({ what: 'record.repaired', subject, at: now, by: by.id, facts, nth: `${kind}:${now.getTime()}` });
}

/** A line made anew says so, by whom and when; all else is as the record tells it. */
function mended(line: Line, { by, now }: Repairing): Line {
  return { ...line, facts: { ...line.facts, repaired: true, repairedBy: by.id, repairedAt: now.toISOString() } };
}

type About = Pick<FoundNow, 'collection' | 'subject'>;

/** Lines go the way of all lines: into the record, and from there to the ledger. */
async function tell({ db }: MonitorDesk, { collection, subject }: About, lines: readonly Line[]): Promise<void> {
  await db.collection<Row>(collection).updateOne({ _id: subject }, { $push: { unposted: { $each: lines } } });
}

/** A finding about a ledger line is repaired at the delivery the line names. */
async function recordOf({ db }: MonitorDesk, { collection, subject }: FoundNow): Promise<About> {
  if (collection !== LEDGER) return { collection, subject };
  const line = await ledgerOf(db).findOne({ _id: subject });
  return { collection: DELIVERIES, subject: line?.subject ?? '' };
}
