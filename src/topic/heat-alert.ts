/** That a topic is being spoken of far more than before: one record for each topic and day, until a person has seen it. */
import { toDay } from '../clock.ts';
import { Problem } from '../errors.ts';
import { type Person, requireRole } from '../staff/person.ts';
import type { Collection, Database, IndexDeclaration, Row } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import type { Burst } from './heat-rule.ts';

export interface HeatAlert extends Row {
  /** `<topic>@<day>`: the Beijing day of the burst's last signal when it was first noticed. */
  readonly _id: string;
  readonly topic: string;
  readonly signals: number;
  /** A day, before it. */
  readonly usual: number;
  /** When its last signal was written; when it was noticed. */
  readonly at: Date;
  readonly noticedAt: Date;
  readonly state: 'new' | 'seen';
  /** Who has seen it, and when. */
  readonly seen: { readonly by: string; readonly at: Date } | null;
}

const ALERTS = 'heat-alerts';

export function heatAlertsOf(db: Database): Collection<HeatAlert> {
  return db.collection<HeatAlert>(ALERTS);
}

export const heatAlertIndexes: readonly IndexDeclaration[] = [
  { collection: ALERTS, keys: { state: 1, at: -1 }, serves: 'which bursts has nobody seen yet?' },
];

/** Noticing the same burst again only brings its numbers up to date. */
export async function noticeBurst(
  db: Database,
  topic: string,
  { at, signals, usual }: Burst,
  now: Date,
): Promise<void> {
  const alert = {
    _id: `${topic}@${toDay(at)}`,
    topic,
    signals,
    usual,
    at,
    noticedAt: now,
    state: 'new',
    seen: null,
  } as const;
  const { taken } = await insertNew(heatAlertsOf(db), [alert]);
  if (taken.length > 0) await heatAlertsOf(db).updateOne({ _id: alert._id }, { $max: { signals, at } });
}

/** Seeing it twice keeps who was first. Throws 'no-right', 'not-found'. */
export async function seeAlert(db: Database, id: string, by: Person, now: Date): Promise<HeatAlert> {
  requireRole(by, 'responder', 'reviewer', 'approver');
  await heatAlertsOf(db).updateOne(
    { _id: id, state: 'new' },
    { $set: { state: 'seen', seen: { by: by.id, at: now } } },
  );
  const alert = await heatAlertsOf(db).findOne({ _id: id });
  if (!alert) throw new Problem('not-found', '没有这条升温提醒。请刷新列表。');
  return alert;
}
