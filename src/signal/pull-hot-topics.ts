/**
 * Reads every hot list. An entry becomes a signal when it is first seen and is left as it is afterwards, but for its best rank; how
 * high it stands at each time is kept apart, in hot-reading.ts. A list that cannot be read, or does not move, is told in source.ts.
 */
import type { HotTopic } from '../channel/hot-topic.ts';
import { onceOnly, type ReadingDesk } from '../channel/reading.ts';
import { digestOf } from '../ids.ts';
import type { Database } from '../store/collection.ts';
import { keepReading } from './hot-reading.ts';
import type { IncomingSignal } from './signal.ts';
import { findSource, noteFailure, noteList, noteNews, type Source } from './source.ts';
import { takeSignals } from './take-signals.ts';

/** One look at every list. Returns how many new entries came. One broken source does not stop the others. */
export async function pullAllHotTopics(desk: ReadingDesk, now: Date): Promise<number> {
  const taken = await Promise.all(desk.accounts.map(({ id }) => pullFrom(desk, id, now)));
  return taken.reduce((sum, one) => sum + one, 0);
}

async function pullFrom(desk: ReadingDesk, account: string, now: Date): Promise<number> {
  const doorway = desk.channels.doorway(account);
  if (!doorway?.pullHotTopics || desk.signal.aborted) return 0;
  const source = await findSource(desk.db, account);
  if (source.failure?.retryAt && source.failure.retryAt > now) return 0;
  try {
    return await takeList(
      desk.db,
      source,
      await doorway.pullHotTopics(onceOnly({ ...desk, key: `hot:${account}`, now })),
      now,
    );
  } catch (error) {
    // A stopping process aborts its calls: that says nothing about the source.
    if (desk.signal.aborted) return 0;
    await noteFailure(desk.db, account, error, now);
    desk.log.warn({ account, error: error instanceof Error ? error.name : typeof error }, 'hot list not read');
    return 0;
  }
}

async function takeList(db: Database, before: Source, topics: readonly HotTopic[], now: Date): Promise<number> {
  const account = before._id;
  const at = earlier(topics[0]?.asOf ?? now, now);
  const list = { mark: markOf(topics), since: at };
  const moved = before.list?.mark !== list.mark;
  // First: sorting names the rank of an entry as soon as that is there.
  if (moved) await keepReading(db, { account, topics, at }, now);
  const incoming = topics.map((topic) => toIncoming(account, topic, now));
  const { taken } = await takeSignals(db, incoming, { now, by: 'system', import: null });
  if (taken > 0) await noteNews(db, account, now);
  await noteList(db, account, moved ? list : null, now);
  return taken;
}

/** The same for as long as neither the list nor its own time changes. */
function markOf(topics: readonly HotTopic[]): string {
  return digestOf(JSON.stringify(topics.map(({ ref, rank, heat, asOf }) => [ref, rank, heat, asOf])));
}

function toIncoming(account: string, topic: HotTopic, now: Date): IncomingSignal {
  const { ref, title, text, url, category, labels, since, asOf, raw, rank } = topic;
  const writtenAt = earlier(since ?? asOf ?? now, now);
  const listed = { url, category, labels };
  const none = { author: { id: '', name: '' }, post: null, release: null };
  return {
    ...none,
    account,
    ref,
    kind: 'hot',
    title,
    text,
    writtenAt,
    listed,
    ...(rank !== null && { rank }),
    ...(raw && { raw }),
  };
}

/** A source's clock may be fast. */
function earlier(at: Date, now: Date): Date {
  return at < now ? at : now;
}
