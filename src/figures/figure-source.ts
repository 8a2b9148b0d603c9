/** How asking a platform for its figures goes: calls of the day, days it has told all about, what is missing and why. */
import { ChannelFailure } from '../channel/failure.ts';
import { toDay } from '../clock.ts';
import type { Collection, Database, Row } from '../store/collection.ts';

export interface FigureSource extends Row {
  /** Account id. */
  readonly _id: string;
  readonly askedAt: Date | null;
  readonly okAt: Date | null;
  /** Calls made on that Beijing day. */
  readonly calls: { readonly day: string; readonly count: number };
  /** Days about which all was told, newest last. */
  readonly settled: readonly string[];
  /** Chinese: what was missing the last time. */
  readonly notes: readonly string[];
  /** Chinese, since when, and when the platform wants to be asked again. */
  readonly failure: { readonly reason: string; readonly since: Date; readonly retryAt: Date | null } | null;
}

const SOURCES = 'figure-sources';
const fresh = { askedAt: null, okAt: null, calls: { day: '', count: 0 }, settled: [], notes: [], failure: null };

function sourcesOf(db: Database): Collection<FigureSource> {
  return db.collection<FigureSource>(SOURCES);
}

/** The record of an account; one that was never asked has an empty one. */
export async function findFigureSource(db: Database, account: string): Promise<FigureSource> {
  return (await sourcesOf(db).findOne({ _id: account })) ?? { _id: account, ...fresh };
}

export function callsToday({ calls }: FigureSource, now: Date): number {
  return calls.day === toDay(now) ? calls.count : 0;
}

/** Counts one call before what came of it is looked at. */
export async function countCall(db: Database, account: string, now: Date): Promise<number> {
  const source = await findFigureSource(db, account);
  const count = callsToday(source, now) + 1;
  await change(db, source, { askedAt: now, calls: { day: toDay(now), count } });
  return count;
}

/** Notes that a whole round went well, with what is missing all the same. */
export async function noteRound(
  db: Database,
  account: string,
  { settled, notes }: Pick<FigureSource, 'settled' | 'notes'>,
  now: Date,
): Promise<void> {
  const source = await findFigureSource(db, account);
  const known = [...new Set([...source.settled, ...settled])].sort().slice(-KEPT_DAYS);
  await change(db, source, { askedAt: now, okAt: now, settled: known, notes, failure: null });
}

/** More than are ever asked about. */
const KEPT_DAYS = 60;

/** Notes a round that broke off; only a sorted failure's own words are kept. */
export async function noteBroken(db: Database, account: string, error: unknown, now: Date): Promise<void> {
  const source = await findFigureSource(db, account);
  const sorted = error instanceof ChannelFailure ? error : null;
  const reason = sorted?.message ?? '取数时出现未归类的错误，稍后自动再试';
  const since = source.failure?.since ?? now;
  await change(db, source, { askedAt: now, failure: { reason, since, retryAt: sorted?.retryAt ?? null } });
}

async function change(db: Database, { _id, ...source }: FigureSource, fields: Partial<FigureSource>): Promise<void> {
  const first = Object.fromEntries(Object.entries(source).filter(([field]) => !(field in fields)));
  await sourcesOf(db).updateOne({ _id }, { $set: fields, $setOnInsert: first }, { upsert: true });
}
