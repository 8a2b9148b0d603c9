/**
 * What sorting keeps in mind of one database between its batches: the vocabulary and the latest topics. Made anew from the store after
 * a restart, and brought up to date with what other processes and staff have opened meanwhile.
 */
import type { Database } from '../store/collection.ts';
import { Candidates } from './candidates.ts';
import { heedStaff, loadVocabulary } from './county-words.ts';
import type { Gist } from './gist.ts';
import { type Topic, topicsOf } from './topic.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface SortingMemory {
  readonly vocabulary: Vocabulary;
  readonly candidates: Candidates;
  /** When the newest topic that was looked at was opened. */
  until: Date;
}

const memories = new WeakMap<Database, Promise<SortingMemory>>();

const stale = new WeakMap<Database, Set<string>>();

/** Staff have changed what these topics are about: they are read again before the next signal is sorted. */
export function lookAgain(db: Database, topics: readonly string[]): void {
  const ids = stale.get(db) ?? new Set();
  for (const id of topics) ids.add(id);
  stale.set(db, ids);
}

async function readAgain(db: Database, { candidates }: SortingMemory): Promise<void> {
  const ids = [...(stale.get(db) ?? [])];
  if (ids.length === 0) return;
  stale.delete(db);
  for (const id of ids) candidates.forget(id);
  for (const topic of await topicsOf(db)
    .find({ _id: { $in: ids } })
    .toArray())
    addIfAlive(candidates, topic);
}

const LATEST = 10_000;
const PER_PAGE = 50;
const ALIVE = ['open', 'answered', 'merged'];

export async function rememberFor(db: Database): Promise<SortingMemory> {
  const known = memories.get(db);
  if (known) return await catchUp(db, await known);
  const opening = open(db);
  memories.set(db, opening);
  // What could not be read now may be readable at the next look.
  opening.catch(() => memories.delete(db));
  return await opening;
}

async function open(db: Database): Promise<SortingMemory> {
  const vocabulary = await loadVocabulary(db);
  const candidates = new Candidates(vocabulary);
  const latest = await topicsOf(db)
    .find({}, { sort: { createdAt: -1 }, limit: LATEST })
    .toArray();
  for (const topic of latest.toReversed()) addIfAlive(candidates, topic);
  return { vocabulary, candidates, until: latest[0]?.createdAt ?? new Date(0) };
}

/** The newest first, until a page has nothing new. */
async function catchUp(db: Database, memory: SortingMemory): Promise<SortingMemory> {
  await heedStaff(db, memory.vocabulary);
  await readAgain(db, memory);
  const since = { createdAt: { $gte: memory.until } };
  for (let skip = 0; ; skip += PER_PAGE) {
    const options = { sort: { createdAt: -1 }, skip, limit: PER_PAGE } as const;
    const page = await topicsOf(db).find(since, options).toArray();
    const [newest] = page;
    if (skip === 0 && newest) memory.until = newest.createdAt;
    const fresh = page.filter(({ _id }) => !memory.candidates.has(_id));
    for (const topic of fresh) addIfAlive(memory.candidates, topic);
    if (fresh.length === 0 || page.length < PER_PAGE) return memory;
  }
}

/** Closed topics are over: a new voice opens a new one. What was merged still stands for what it has become (join-topic.ts). */
function addIfAlive(candidates: Candidates, topic: Topic): void {
  if (ALIVE.includes(topic.state) && !isRequest(topic)) candidates.add(topic);
}

/** A request for disclosure is answered by itself: nothing joins it. */
function isRequest({ class: topicClass }: Topic): boolean {
  return topicClass === 'request';
}

const RARE_KEYS = 3;
const RECALLED = 10;

/** Older topics that memory has dropped, by the keys of a title that tell most. */
export async function recallTopics(db: Database, { candidates }: SortingMemory, gist: Gist): Promise<void> {
  if (!candidates.isFull) return;
  const telling = [...gist.title].toSorted((a, b) => b[1].weight - a[1].weight).slice(0, RARE_KEYS);
  const filter = { keys: { $in: telling.map(([key]) => key) }, state: { $in: ALIVE } };
  const found = await topicsOf(db).find(filter, { limit: RECALLED }).toArray();
  for (const topic of found) if (!candidates.has(topic._id)) addIfAlive(candidates, topic);
}
