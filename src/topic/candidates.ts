/**
 * The topics new signals may belong to, kept in memory between batches: the latest of them, found by the keys of their samples. How
 * many a signal is compared with is bounded, whatever their number; older ones are looked up in the store (sorting-memory.ts).
 */
import { after, days } from '../clock.ts';
import type { Signal } from '../signal/signal.ts';
import { type Gist, gistOf } from './gist.ts';
import type { Keys } from './keys-of.ts';
import { Profile } from './profile.ts';
import type { Candidate } from './sort-rule.ts';
import type { Topic } from './topic.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What was last spoken of longer ago than this, seen from the new message, is taken for another occasion. */
const SAME_OCCASION_MS = days(400);
/** Topics keep this many samples: enough to know the matter again, few enough to compare with. */
export const MOST_SAMPLES = 12;
/** Kept in mind. */
export const MOST_TOPICS = 10_000;
/** Of a key, the latest topics. */
const MOST_OF_KEY = 120;
/** Keys of a signal's text it is looked up by, the most telling ones. */
const TEXT_KEYS = 24;
/** Compared at most, those with most in common first. */
const COMPARED = 40;

export type Known = Pick<Topic, '_id' | 'title' | 'post' | 'account' | 'lastAt'> & {
  readonly samples: readonly Keys[];
};

interface Remembered extends Candidate {
  lastAt: Date;
}

export class Candidates {
  readonly vocabulary: Vocabulary;
  readonly #most: number;
  readonly #topics = new Map<string, Remembered>();
  readonly #byKey = new Map<string, string[]>();

  constructor(vocabulary: Vocabulary, most = MOST_TOPICS) {
    this.vocabulary = vocabulary;
    this.#most = most;
  }

  /** When any of the topics for which there was no room was last spoken of; null while all are here. */
  #leftOut: Date | null = null;

  add({ _id, title, post, account, samples, lastAt }: Known): void {
    const remembered = { topic: _id, title, post, account, profile: new Profile(), samples: [], lastAt };
    this.#topics.set(_id, remembered);
    if (post !== null) this.#put(placeOf(account, post), _id);
    for (const sample of samples) this.#addSample(remembered, gistOf(sample, this.vocabulary));
    if (this.#topics.size > this.#most) this.#dropOldest();
  }

  has(topic: string): boolean {
    return this.#topics.has(topic);
  }

  get(topic: string): Candidate | null {
    return this.#topics.get(topic) ?? null;
  }

  forget(topic: string): void {
    this.#topics.delete(topic);
  }

  /** Topics last spoken of then, or before, are in the store only. */
  leaveOut(lastAt: Date | undefined): void {
    if (lastAt && (this.#leftOut === null || this.#leftOut < lastAt)) this.#leftOut = lastAt;
  }

  /** Since when a topic must have been spoken of to be of a message's time, or null when every such topic is here. */
  leftOutSince(writtenAt: Date): Date | null {
    const since = sinceWhen(writtenAt);
    return this.#leftOut !== null && this.#leftOut >= since ? since : null;
  }

  /** One more signal has joined a topic: others may be alike it. */
  extend(topic: string, gist: Gist, writtenAt: Date): void {
    const known = this.#topics.get(topic);
    if (!known) return;
    if (known.lastAt < writtenAt) known.lastAt = writtenAt;
    // Spoken of last: dropped last.
    this.#topics.delete(topic);
    this.#topics.set(topic, known);
    if (known.samples.length < MOST_SAMPLES) this.#addSample(known, gist);
  }

  /** Topics of its time that have most in common with a signal, with the days since they were last spoken of. */
  near(signal: Pick<Signal, 'account' | 'post' | 'writtenAt'>, gist: Gist): readonly Candidate[] {
    const shared = new Map<string, number>();
    const count = (key: string, weight: number) => {
      for (const id of this.#byKey.get(key) ?? []) shared.set(id, (shared.get(id) ?? 0) + weight);
    };
    for (const key of lookupKeys(gist)) count(key, gist.all.get(key)?.weight ?? 0);
    if (signal.post !== null) count(placeOf(signal.account, signal.post), 1000);
    const since = sinceWhen(signal.writtenAt);
    return [...shared]
      .toSorted((a, b) => b[1] - a[1])
      .slice(0, COMPARED)
      .flatMap(([id]) => this.#topics.get(id) ?? [])
      .filter(({ lastAt }) => lastAt >= since);
  }

  #addSample(known: Remembered, gist: Gist): void {
    known.profile.add(gist);
    (known.samples as Keys[]).push(gist.keys);
    for (const key of lookupKeys(gist)) this.#put(key, known.topic);
  }

  #put(key: string, id: string): void {
    const ids = this.#byKey.get(key);
    if (!ids) this.#byKey.set(key, [id]);
    else if (ids.at(-1) !== id && !ids.includes(id)) {
      ids.push(id);
      if (ids.length > MOST_OF_KEY) ids.shift();
    }
  }

  /** A tenth at once, with what leads to them: doing it for each would cost more than the sorting. */
  #dropOldest(): void {
    const old = [...this.#topics].slice(0, this.#most / 10);
    for (const [id, { lastAt }] of old) {
      this.#topics.delete(id);
      this.leaveOut(lastAt);
    }
    for (const [key, ids] of this.#byKey) {
      const left = ids.filter((id) => this.#topics.has(id));
      if (left.length === 0) this.#byKey.delete(key);
      else this.#byKey.set(key, left);
    }
  }
}

/** All of the title, and what tells most of the text. */
export function lookupKeys({ title, all }: Gist): readonly string[] {
  const ofText = [...all].filter(([key]) => !title.has(key)).toSorted((a, b) => b[1].weight - a[1].weight);
  return [...title.keys(), ...ofText.slice(0, TEXT_KEYS).map(([key]) => key)];
}

function sinceWhen(writtenAt: Date): Date {
  return after(writtenAt, -SAME_OCCASION_MS);
}

/** A post stands among the keys under a name no key can have. */
function placeOf(account: string, post: string): string {
  return `\n${account}\n${post}`;
}
