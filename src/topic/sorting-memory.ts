/**
 * What sorting keeps in mind of one database between its batches: the vocabulary and the topics spoken of last. Made anew from the store
 * after a restart, and brought up to date with what other processes and staff have opened meanwhile. Nothing here may cost the more the
 * more topics there are: a run reads what was opened since the last one, a signal at most a few older topics, and only if one may match.
 */
import { after, minutes } from '../clock.ts';
import type { Signal } from '../signal/signal.ts';
import type { Database } from '../store/collection.ts';
import { Candidates, MOST_TOPICS } from './candidates.ts';
import { heedStaff, loadVocabulary } from './county-words.ts';
import type { Gist } from './gist.ts';
import { type Topic, topicsOf } from './topic.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface SortingMemory {
  readonly vocabulary: Vocabulary;
  readonly candidates: Candidates;
  /** Topics opened up to then are known: by a run before this one, or opened by it. */
  until: Date;
  /** When it was last looked for topics of runs that began before `until` and wrote after it: another process's. */
  lookedBack: Date;
}

/** A topic bears the time its run began: a run over a large import lasts some minutes. */
const LONGEST_RUN_MS = minutes(15);
const BETWEEN_LOOKS_BACK_MS = minutes(1);

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

const ALIVE = ['open', 'answered', 'merged'];

/** `now` is when the run begins: what it opens bears that time and is not read again by the next. */
export async function rememberFor(db: Database, now: Date): Promise<SortingMemory> {
  const known = memories.get(db);
  if (known) return await catchUp(db, await known, now);
  const opening = open(db, now);
  memories.set(db, opening);
  // What could not be read now may be readable at the next look.
  opening.catch(() => memories.delete(db));
  return await opening;
}

async function open(db: Database, now: Date): Promise<SortingMemory> {
  const vocabulary = await loadVocabulary(db);
  const candidates = new Candidates(vocabulary);
  const latest = await topicsOf(db)
    .find({}, { sort: { lastAt: -1 }, limit: MOST_TOPICS })
    .toArray();
  for (const topic of latest.toReversed()) addIfAlive(candidates, topic);
  if (latest.length === MOST_TOPICS) candidates.leaveOut(latest.at(-1)?.lastAt);
  return { vocabulary, candidates, until: now, lookedBack: now };
}

async function catchUp(db: Database, memory: SortingMemory, now: Date): Promise<SortingMemory> {
  await heedStaff(db, memory.vocabulary);
  await readAgain(db, memory);
  const options = { sort: { createdAt: -1 }, limit: MOST_TOPICS } as const;
  const opened = await topicsOf(db)
    .find({ createdAt: { $gt: sinceWhen(memory, now) } }, options)
    .toArray();
  const fresh = opened.filter(({ _id }) => !memory.candidates.has(_id));
  for (const topic of fresh.toReversed()) addIfAlive(memory.candidates, topic);
  memory.until = new Date(Math.max(now.getTime(), memory.until.getTime(), opened[0]?.createdAt.getTime() ?? 0));
  return memory;
}

/** Mostly the end of the last run. */
function sinceWhen(memory: SortingMemory, now: Date): Date {
  if (now.getTime() - memory.lookedBack.getTime() < BETWEEN_LOOKS_BACK_MS) return memory.until;
  memory.lookedBack = now;
  return after(memory.until, -LONGEST_RUN_MS);
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

/** Older topics that memory has dropped, by the keys of a title that tell most: asked for only where one may be of the signal's time. */
export async function recallTopics(
  db: Database,
  { candidates }: SortingMemory,
  { writtenAt }: Pick<Signal, 'writtenAt'>,
  gist: Gist,
): Promise<void> {
  const since = candidates.leftOutSince(writtenAt);
  if (since === null) return;
  const telling = [...gist.title].toSorted((a, b) => b[1].weight - a[1].weight).slice(0, RARE_KEYS);
  // Not as a list of states: the embedded store would then go through all topics of these states instead of those with a key.
  const filter = { keys: { $in: telling.map(([key]) => key) }, state: { $ne: 'closed' }, lastAt: { $gte: since } };
  const found = await topicsOf(db).find(filter, { limit: RECALLED }).toArray();
  for (const topic of found) if (!candidates.has(topic._id)) addIfAlive(candidates, topic);
}
