/** What fits a topic: its title and the words of its first and its latest messages are the question. */
import { signalsOf } from '../signal/signal.ts';
import type { Database } from '../store/collection.ts';
import { getTopic } from '../topic/topic.ts';
import { familyOf } from '../topic/topic-family.ts';
import type { Search, Suggestions } from './open-search.ts';

const FIRST = 2;
const LATEST = 2;
const MOST_TEXT = 1_000;

/** Throws 'not-found'. */
export async function suggestForTopic(
  { db, search }: { readonly db: Database; readonly search: Search },
  id: string,
  { most, now }: { readonly most: number; readonly now: Date },
): Promise<Suggestions> {
  const topic = await getTopic(db, id);
  const family = await familyOf(db, id);
  const of = (direction: 1 | -1, limit: number) =>
    signalsOf(db)
      .find({ topic: { $in: family } }, { sort: { writtenAt: direction }, limit })
      .toArray();
  const signals = [...(await of(1, FIRST)), ...(await of(-1, LATEST))];
  const words = new Map(signals.map(({ _id, title, text }) => [_id, `${title ?? ''}。${text.slice(0, MOST_TEXT)}`]));
  const asked = { title: topic.title, text: [...words.values()].join('\n') };
  return await search.suggest({ ...asked, before: now, exceptTopics: new Set(family) }, most);
}
