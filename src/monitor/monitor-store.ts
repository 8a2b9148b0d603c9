/** Where findings and the runs of the monitors are kept. Which runs there are and what they look at is run-monitor.ts. */
import { Problem } from '../errors.ts';
import type { Collection, Database, IndexDeclaration } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import { type Finding, type Found, type FoundNow, findingId, type MonitorName } from './finding.ts';

/** The latest run of a monitor; one record for each. */
export interface MonitorRun {
  readonly _id: MonitorName;
  /** Names the run. */
  readonly run: string;
  /** Whether all there is was looked at, or what changed lately. */
  readonly scope: 'recent' | 'full';
  readonly startedAt: Date;
  /** Null while it runs. */
  readonly endedAt: Date | null;
  /** When it last told how far it is: one that fell silent has died. */
  readonly beatAt: Date;
  /** Records looked at so far. */
  readonly checked: number;
  /** What is being looked at, or null. */
  readonly looksAt: string | null;
  /** 'ok', or the name of what went wrong; null while it runs. */
  readonly outcome: string | null;
  /** When a run last ended well. */
  readonly okAt: Date | null;
  /** When everything was last looked at to the end. */
  readonly fullAt: Date | null;
}

export const FINDINGS = 'findings';
export const MONITORS = 'monitors';

export const monitorIndexes: readonly IndexDeclaration[] = [
  { collection: FINDINGS, keys: { monitor: 1, state: 1, kind: 1, since: 1 }, serves: 'what of a kind is open?' },
  { collection: FINDINGS, keys: { monitor: 1, state: 1, since: 1 }, serves: 'what is open, the oldest first?' },
  { collection: FINDINGS, keys: { state: 1, resolvedAt: 1 }, serves: 'which findings are old enough to forget?' },
];

export function findingsOf(db: Database): Collection<Finding> {
  return db.collection<Finding>(FINDINGS);
}

export function monitorsOf(db: Database): Collection<MonitorRun> {
  return db.collection<MonitorRun>(MONITORS);
}

/** Throws 'not-found'. */
export async function getFinding(db: Database, monitor: MonitorName, id: string): Promise<Finding> {
  const finding = await findingsOf(db).findOne({ _id: id, monitor });
  if (!finding) throw new Problem('not-found', `没有编号为 ${id} 的发现。请从监测列表重新进入。`);
  return finding;
}

export interface Seeing {
  readonly monitor: MonitorName;
  readonly run: string;
  readonly now: Date;
}

/** Keeps what was found: new, still there, or there again. */
export async function keepFindings(db: Database, found: readonly FoundNow[], seeing: Seeing): Promise<void> {
  if (found.length === 0) return;
  const { monitor, run, now } = seeing;
  const findings = findingsOf(db);
  const ids = found.map((one) => findingId(monitor, one));
  const known = await findings.find({ _id: { $in: ids } }).toArray();
  const byId = new Map(known.map((one) => [one._id, one]));
  const seen = { lastSeen: now, run } as const;
  const opened = { ...seen, firstSeen: now, state: 'open', resolvedAt: null } as const;
  const fresh: Finding[] = [];
  const same: string[] = [];
  for (const [i, one] of found.entries()) {
    const _id = ids[i] ?? '';
    const before = byId.get(_id);
    if (!before) fresh.push({ _id, monitor, ...toKeep(one), ...opened, repaired: null });
    else if (before.state === 'open' && isSame(before, one)) same.push(_id);
    else await findings.updateOne({ _id }, { $set: { ...toKeep(one), ...(before.state === 'open' ? seen : opened) } });
  }
  await insertNew(findings, fresh);
  if (same.length > 0) await findings.updateMany({ _id: { $in: same } }, { $set: seen });
}

/** What was open and is no more. */
export async function resolveFinding(db: Database, _id: string, now: Date): Promise<void> {
  await findingsOf(db).updateOne({ _id, state: 'open' }, { $set: { state: 'resolved', resolvedAt: now } });
}

/** The line to be posted and the post to be carried over are made anew when it is repaired. */
function toKeep({ line: _line, post: _post, ...kept }: FoundNow): Found {
  return kept;
}

function isSame(before: Finding, { there, repair, since }: Found): boolean {
  return before.there === there && before.repair === repair && before.since.getTime() === since.getTime();
}
