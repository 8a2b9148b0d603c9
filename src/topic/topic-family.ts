/**
 * A topic and what was merged into it. Merging leaves every signal where it is and only points one topic at another: so it
 * is one update of one record, and so is taking it back.
 */
import type { Database } from '../store/collection.ts';
import { getTopic, type Topic, topicsOf } from './topic.ts';

/** Deeper chains than this do not come about: a merge refuses a topic that is merged itself. */
const DEEPEST = 50;

/** Ids of the topic and of everything merged into it, however indirectly; the topic first. */
export async function familyOf(db: Database, id: string): Promise<readonly string[]> {
  const family = new Set([id]);
  let parents: readonly string[] = [id];
  for (let depth = 0; depth < DEEPEST && parents.length > 0; depth++) {
    const found = await topicsOf(db)
      .find({ 'merge.into': { $in: parents } }, { projection: { _id: 1 } })
      .toArray();
    parents = found.map(({ _id }) => _id).filter((child) => !family.has(child));
    for (const child of parents) family.add(child);
  }
  return [...family];
}

/** What each of these topics has become, where that is another one. */
export async function rootsOf(db: Database, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const merged = await topicsOf(db)
    .find({ _id: { $in: [...new Set(ids)] }, state: 'merged' }, { projection: { _id: 1 } })
    .toArray();
  const roots = await Promise.all(merged.map(async ({ _id }) => [_id, (await getRoot(db, _id))._id] as const));
  return new Map(roots);
}

/** The topic this one has become. Throws 'not-found'. */
export async function getRoot(db: Database, id: string): Promise<Topic> {
  let topic = await getTopic(db, id);
  for (let depth = 0; depth < DEEPEST && topic.merge; depth++) topic = await getTopic(db, topic.merge.into);
  return topic;
}
