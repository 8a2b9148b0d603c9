/**
 * The topics new signals may belong to: fetched once for a batch, then kept in step while the batch is sorted, so that two
 * messages on one matter in the same batch meet. Found through an index on the keys; how alike is sort-rule.ts's business.
 */
import { after, days } from '../clock.ts';
import type { Signal } from '../signal/signal.ts';
import type { Database, Filter } from '../store/collection.ts';
import { type Gist, gistOf } from './similarity.ts';
import type { Candidate } from './sort-rule.ts';
import { type Topic, topicsOf } from './topic.ts';
import { getRoot } from './topic-family.ts';

/** What was last spoken of longer ago than this, seen from the new message, is taken for another occasion. */
const SAME_OCCASION_MS = days(120);
/** Topics keep this many samples: enough to know the matter again, few enough to compare with. */
export const MOST_SAMPLES = 12;
/** Values asked for in one query; a list without end would be slow to plan. */
const VALUES_PER_QUERY = 1000;

type Known = Pick<Topic, '_id' | 'title' | 'post' | 'account' | 'samples' | 'lastAt'>;

export class Candidates {
  readonly #common: ReadonlySet<string>;
  readonly #topics = new Map<string, Candidate & { readonly lastAt: Date }>();
  readonly #byKey = new Map<string, Set<string>>();

  constructor(common: ReadonlySet<string>) {
    this.#common = common;
  }

  /** Adds a topic; one that was merged stands for what it has become, `topic`. */
  add({ _id, title, post, account, samples, lastAt }: Known, topic = _id): void {
    const telling = samples.map((sample) => gistOf(sample, this.#common));
    this.#topics.set(_id, { topic, title, post, account, samples: telling, lastAt });
    for (const key of telling.flatMap((sample) => sample.title)) this.#put(key, _id);
    if (post !== null) this.#put(placeOf(account, post), _id);
  }

  has(topic: string): boolean {
    return this.#topics.has(topic);
  }

  /** One more signal has joined a topic: others may be alike it. */
  extend(topic: string, gist: Gist, writtenAt: Date): void {
    const known = this.#topics.get(topic);
    if (!known) return;
    const lastAt = known.lastAt > writtenAt ? known.lastAt : writtenAt;
    const samples = known.samples.length < MOST_SAMPLES ? [...known.samples, gist] : known.samples;
    this.#topics.set(topic, { ...known, samples, lastAt });
    for (const key of samples.at(-1)?.title ?? []) this.#put(key, topic);
  }

  /** Topics that share a title key or the post with a signal and are of its time. */
  near({ account, post, writtenAt }: Signal, { title }: Gist): readonly Candidate[] {
    const places = post === null ? title : [...title, placeOf(account, post)];
    const ids = new Set(places.flatMap((place) => [...(this.#byKey.get(place) ?? [])]));
    const since = after(writtenAt, -SAME_OCCASION_MS);
    return [...ids].flatMap((id) => this.#topics.get(id) ?? []).filter(({ lastAt }) => lastAt >= since);
  }

  #put(place: string, id: string): void {
    const ids = this.#byKey.get(place);
    if (ids) ids.add(id);
    else this.#byKey.set(place, new Set([id]));
  }
}

/** A post stands among the keys under a name no key can have. */
function placeOf(account: string, post: string): string {
  return `\n${account}\n${post}`;
}

export interface Batch {
  readonly signals: readonly Signal[];
  /** Of each signal. */
  readonly gists: readonly Gist[];
  /** The topic ids its signals have when they open one. */
  readonly own: readonly string[];
}

/**
 * Everything in the store that signals of a batch may belong to, and the topics they opened before a crash (`own`). Closed
 * topics are over: a new voice opens a new one.
 */
export async function fetchCandidates(db: Database, { signals, gists, own }: Batch, common: ReadonlySet<string>) {
  const candidates = new Candidates(common);
  const add = async (filter: Filter) => {
    for await (const topic of topicsOf(db).find({ ...filter, state: { $in: ['open', 'answered', 'merged'] } })) {
      const root = topic.merge ? await getRoot(db, topic._id) : topic;
      if (root.state !== 'closed') candidates.add(topic, root._id);
    }
  };
  for (const some of chunksOf(gists.flatMap(({ title }) => title))) await add({ keys: { $in: some } });
  for (const some of chunksOf(signals.flatMap(({ post }) => post ?? []))) await add({ post: { $in: some } });
  for (const some of chunksOf(own)) await add({ _id: { $in: some } });
  return candidates;
}

/** Lists for queries, each value once. */
function chunksOf(values: readonly string[]): string[][] {
  const all = [...new Set(values)];
  const count = Math.ceil(all.length / VALUES_PER_QUERY);
  return Array.from({ length: count }, (_, i) => all.slice(i * VALUES_PER_QUERY, (i + 1) * VALUES_PER_QUERY));
}
