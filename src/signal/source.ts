/**
 * How each source of signals is doing. "Nobody wrote" and "we could not look" are different states: the second one must
 * never look like a quiet day.
 */
import { ChannelFailure, type FailureKind } from '../channel/failure.ts';
import type { Collection, Database, Row } from '../store/collection.ts';

export interface SourceFailure {
  readonly kind: FailureKind;
  /** Chinese: what happened and, where a person must act, what to do. */
  readonly reason: string;
  /** Since when; kept while it goes on failing. */
  readonly since: Date;
  /** The platform's own word when to ask again, where it gave one. */
  readonly retryAt?: Date;
}

/** What a list looked like when it last changed. */
export interface SourceList {
  /** The same for as long as nothing changes. */
  readonly mark: string;
  readonly since: Date;
}

export interface Source extends Row {
  /** Account id. */
  readonly _id: string;
  /** Where the next pull goes on; null before the first. */
  readonly cursor: string | null;
  /** When we last looked, and when that last went well. */
  readonly lookedAt: Date | null;
  readonly okAt: Date | null;
  /** When the platform last pushed anything at all: a sign of life where nothing is pulled. */
  readonly pushedAt: Date | null;
  /** When it last brought something new, pulled, pushed or imported. */
  readonly newsAt: Date | null;
  readonly failure: SourceFailure | null;
  /** Of a hot list: since when it stands as it does. */
  readonly list: SourceList | null;
}

const SOURCES = 'sources';

export function sourcesOf(db: Database): Collection<Source> {
  return db.collection<Source>(SOURCES);
}

const fresh = { cursor: null, lookedAt: null, okAt: null, pushedAt: null, newsAt: null, failure: null, list: null };

/** The record of an account's source; one that never looked has an empty one. */
export async function findSource(db: Database, account: string): Promise<Source> {
  const kept = await sourcesOf(db).findOne({ _id: account });
  return { ...fresh, ...kept, _id: account };
}

/** Notes that something new came. */
export async function noteNews(db: Database, account: string, now: Date): Promise<void> {
  await change(db, account, { newsAt: now });
}

/** Notes that the platform has pushed something. */
export async function notePush(db: Database, account: string, now: Date): Promise<void> {
  await change(db, account, { pushedAt: now });
}

/** Notes a look that went well, and where the next one goes on. */
export async function noteLook(db: Database, account: string, cursor: string | null, now: Date): Promise<void> {
  await change(db, account, { cursor, lookedAt: now, okAt: now, failure: null });
}

/** Notes a list that was read: how it looks now, or null when it looks as before. */
export async function noteList(db: Database, account: string, list: SourceList | null, now: Date): Promise<void> {
  await change(db, account, { lookedAt: now, okAt: now, failure: null, ...(list && { list }) });
}

/** Notes a look that failed; the cursor stays. */
export async function noteFailure(db: Database, account: string, error: unknown, now: Date): Promise<void> {
  const { failure: before } = await findSource(db, account);
  await change(db, account, { lookedAt: now, failure: { ...describe(error), since: before?.since ?? now } });
}

async function change(db: Database, account: string, fields: Partial<Source>): Promise<void> {
  const first = Object.fromEntries(Object.entries(fresh).filter(([field]) => !(field in fields)));
  await sourcesOf(db).updateOne({ _id: account }, { $set: fields, $setOnInsert: first }, { upsert: true });
}

/** Only a sorted failure's own words are kept: any other message may quote an address with a token. */
function describe(error: unknown): Omit<SourceFailure, 'since'> {
  if (error instanceof ChannelFailure) {
    const { kind, message: reason, retryAt } = error;
    return { kind, reason, ...(retryAt && { retryAt }) };
  }
  const name = error instanceof Error ? error.name : typeof error;
  return { kind: 'uncertain', reason: `读取时出现未归类的错误（${name}），稍后自动再试` };
}
