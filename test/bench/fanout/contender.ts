/** What a contender must be able to do, and which there are. Each runs in a process of its own (worker.ts). */
import type { Release } from './post.ts';

export interface Contender {
  /** Takes on one release as durable work, all its posts in one call; resolves when the store has acknowledged it. */
  enqueue(release: Release): Promise<void>;
  /** Begins to work off what is there and what comes. */
  start(): Promise<void>;
  /** Posts that are recorded as done in the store, with all that the contender writes about one. */
  recorded(): Promise<number>;
  /** Whether all posts of this release are. */
  isRecorded(release: Release): Promise<boolean>;
  close(): Promise<void>;
}

/** Where a contender finds its store and the sink. */
export interface Place {
  readonly sinkUrl: string;
  /** URL of its store or server; '' for the bare loop. */
  readonly storeUrl: string;
}

export type OpenContender = (place: Place) => Promise<Contender>;

/** Name → the module that opens it. */
export const CONTENDERS = {
  embedded: './sanwei.ts',
  mongodb: './sanwei.ts',
  'bullmq-everysec': './bullmq.ts',
  'bullmq-always': './bullmq.ts',
  'pg-boss': './pg-boss.ts',
  bare: './bare.ts',
} as const;

export type Name = keyof typeof CONTENDERS;

export async function openContender(name: Name, place: Place): Promise<Contender> {
  const { open } = (await import(CONTENDERS[name])) as { readonly open: OpenContender };
  return await open(place);
}
