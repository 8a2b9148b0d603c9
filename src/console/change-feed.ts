/**
 * What changed, for whoever watches: this process's own writes as they happen, those of other processes by one small look at
 * the newest ledger lines, and only while somebody watches. Tells the kind of change and nothing else; changes of a moment
 * are told together.
 */
import { randomUUID } from 'node:crypto';
import { type Clock, seconds } from '../clock.ts';
import { ledgerOf } from '../ledger/ledger.ts';
import type { Line } from '../ledger/line.ts';
import type { Database } from '../store/collection.ts';
import { type Topic, topicOfCollection, topicOfLine } from './changes.ts';

export interface Change {
  /** Rises within a process; a number of another process is none of ours. */
  readonly id: string;
  readonly topics: readonly Topic[];
}

export interface ChangeFeed {
  /** This process wrote into a collection. */
  note(collection: string): void;
  /** Hears every change from now on. Returns what ends it. */
  follow(listener: (change: Change) => void): () => void;
  /** What was missed since the change of this id; 'all' when that cannot be said. */
  since(id: string): Change;
  /** Aborted by close(): a stream that stays open would keep the service. */
  readonly closing: AbortSignal;
  /** May be called twice. */
  close(): void;
}

/** A write and what follows from it come within a few dozen milliseconds. */
const TOGETHER_MS = 250;
const LOOK_MS = seconds(3);
/** Lines are posted a little after their time. */
const BEHIND_MS = seconds(30);
const KEPT = 200;

export function openChangeFeed(db: () => Database, clock: Clock): ChangeFeed {
  return new Feed(db, clock);
}

class Feed implements ChangeFeed {
  readonly #db: () => Database;
  readonly #clock: Clock;
  readonly #name = randomUUID().slice(0, 8);
  readonly #closing = new AbortController();
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #kept: Change[] = [];
  readonly #seen = new Set<string>();
  #count = 0;
  #gathered = new Set<Topic>();
  #soon: NodeJS.Timeout | undefined;
  #look: NodeJS.Timeout | undefined;

  constructor(db: () => Database, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  note(collection: string): void {
    const topic = topicOfCollection(collection);
    if (topic) this.#gather(topic);
  }

  follow(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    if (!this.#look) {
      void this.#lookAtLedger(false);
      this.#look = setInterval(() => void this.#lookAtLedger(true), LOOK_MS).unref();
    }
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#rest();
    };
  }

  since(id: string): Change {
    const newest = this.#kept.at(-1)?.id ?? `${this.#name}-0`;
    if (id === newest) return { id, topics: [] };
    const at = this.#kept.findIndex((change) => change.id === id);
    if (at === -1) return { id: newest, topics: ['all'] };
    return { id: newest, topics: [...new Set(this.#kept.slice(at + 1).flatMap(({ topics }) => topics))] };
  }

  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  close(): void {
    this.#closing.abort();
    this.#rest();
    this.#listeners.clear();
    clearTimeout(this.#soon);
  }

  #rest(): void {
    clearInterval(this.#look);
    this.#look = undefined;
  }

  #gather(topic: Topic): void {
    this.#gathered.add(topic);
    this.#soon ??= setTimeout(() => this.#tell(), TOGETHER_MS).unref();
  }

  #tell(): void {
    this.#soon = undefined;
    this.#count += 1;
    const change = { id: `${this.#name}-${this.#count}`, topics: [...this.#gathered] };
    this.#gathered = new Set();
    this.#kept.push(change);
    if (this.#kept.length > KEPT) this.#kept.shift();
    for (const listener of this.#listeners) listener(change);
  }

  /** `tells` is false the first time: what was there before anybody watched is no change. */
  async #lookAtLedger(tells: boolean): Promise<void> {
    const since = new Date(this.#clock.now().getTime() - BEHIND_MS);
    const lines = await ledgerOf(this.#db())
      .find({ at: { $gte: since } }, { sort: { at: -1 }, limit: KEPT, projection: { what: 1 } })
      .toArray()
      .catch((): Line[] => []); // away: the outage is told elsewhere
    for (const { what } of lines.filter(({ _id }) => !this.#seen.has(_id))) {
      const topic = topicOfLine(what);
      if (tells && topic) this.#gather(topic);
    }
    this.#seen.clear();
    for (const { _id } of lines) this.#seen.add(_id);
  }
}
