/**
 * A topic and what was merged into it. Merging leaves every signal where it is and only points one topic at another: so it
 * is one update of one record, and so is taking it back.
 */
import type { Database } from '../store/collection.ts';
import type { Member } from './answer.ts';
import { getTopic, type Topic, topicsOf } from './topic.ts';

/** Deeper chains than this do not come about: a merge refuses a topic that is merged itself. */
const DEEPEST = 50;

/** Ids of the topic and of everything merged into it, however indirectly; the topic first. */
export async function familyOf(db: Database, id: string): Promise<readonly string[]> {
  const merged = await findMerged(db, id, { _id: 1 });
  return [id, ...merged.map(({ _id }) => _id)];
}

/** Everything merged into a topic, however indirectly, with what each has been answered. */
export async function mergedInto(db: Database, id: string): Promise<readonly Member[]> {
  const fields = { answer: 1, merge: 1, receivedFrom: 1, writtenFrom: 1, clock: 1 } as const;
  return await findMerged(db, id, fields);
}

async function findMerged(db: Database, id: string, projection: Readonly<Record<string, 1>>): Promise<Topic[]> {
  const family = new Map<string, Topic>();
  let parents: readonly string[] = [id];
  for (let depth = 0; depth < DEEPEST && parents.length > 0; depth++) {
    const found = await topicsOf(db)
      .find({ 'merge.into': { $in: parents } }, { projection })
      .toArray();
    const fresh = found.filter(({ _id }) => _id !== id && !family.has(_id));
    for (const child of fresh) family.set(child._id, child);
    parents = fresh.map(({ _id }) => _id);
  }
  return [...family.values()];
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
