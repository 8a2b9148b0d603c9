/**
 * What a platform tells by itself about an accepted order (a pushed event). The news may come before the answer that names
 * the ticket is written down, or several times: it is kept under account and ticket first, and read again when an order
 * begins to settle.
 */
import type { Sighting } from '../channel/contract.ts';
import type { Collection, Database, IndexDeclaration } from '../store/collection.ts';
import { isTaken } from '../store/is-taken.ts';
import { afterSighting } from './after-sighting.ts';
import { DELIVERIES, type Delivery } from './delivery.ts';
import { recordOutcome } from './record-outcome.ts';
import type { Sending } from './sending.ts';

/** News of one accepted order; the first word counts, repeats are the platform's retries. */
export interface News {
  /** `account:ticket`. */
  readonly _id: string;
  readonly sighting: Sighting;
  readonly at: Date;
}

export const NEWS = 'news';

export const newsIndexes: readonly IndexDeclaration[] = [
  { collection: NEWS, keys: { at: 1 }, serves: 'which news is old enough to forget?' },
];

type Seen = Extract<Sighting, { seen: 'done' }>;

export interface PushedNews {
  readonly account: string;
  readonly ticket: string;
  readonly sighting: Sighting;
}

/**
 * Keeps the news and settles the delivery it is about, if that is known already. News that decides nothing is not kept: it
 * would stand in the way of the word that does.
 */
export async function takeNews(news: PushedNews, sending: Pick<Sending, 'db' | 'clock'>): Promise<void> {
  const { account, ticket, sighting } = news;
  if (sighting.seen === 'working' || sighting.seen === 'unknown') return;
  await keep({ _id: `${account}:${ticket}`, sighting, at: sending.clock.now() }, newsOf(sending.db));
  // A person may have been asked by now; the platform's word spares him the answer.
  const open = { account, ticket, state: { $in: ['settling', 'stuck'] } };
  const delivery = await sending.db.collection<Delivery>(DELIVERIES).findOne(open);
  if (delivery) await applyNews(delivery, sending);
  // Last: a look that ends at this very moment may have been faster.
  if (sighting.seen === 'done') await addAddress(news, sighting, sending.db);
}

/** A look may have seen that it is out, but not where: the line stays as it was told, the record learns the rest. */
async function addAddress(
  { account, ticket }: PushedNews,
  { seen: _, ...standing }: Seen,
  db: Database,
): Promise<void> {
  if (standing.url === null) return;
  const bare = { account, ticket, state: 'done', url: null };
  const deliveries = db.collection<Delivery>(DELIVERIES);
  const { modifiedCount } = await deliveries.updateOne(bare, { $set: standing });
  const carrying = { account, ticket, riders: 'recorded' } as const;
  if (modifiedCount === 1) await deliveries.updateOne(carrying, { $set: { riders: 'open' } }); // theirs came too
}

/** Settles a delivery by news that came before; true when there was any. */
export async function applyNews(delivery: Delivery, sending: Pick<Sending, 'db' | 'clock'>): Promise<boolean> {
  const { account, ticket, looks, tries } = delivery;
  if (ticket === null) return false;
  const news = await newsOf(sending.db).findOne({ _id: `${account}:${ticket}` });
  if (!news) return false;
  const now = sending.clock.now();
  const outcome = afterSighting(news.sighting, { looks: looks + 1, tries, ticket, now });
  return await recordOutcome(sending.db, delivery, { outcome, by: 'system', at: now });
}

async function keep(news: News, all: Collection<News>): Promise<void> {
  try {
    await all.insertOne(news);
  } catch (error) {
    if (!isTaken(error)) throw error;
  }
}

function newsOf(db: Database): Collection<News> {
  return db.collection<News>(NEWS);
}
