/**
 * What a folder under channels/ exports: a kind of platform. registry.ts finds the folders by itself; to add a kind, copy
 * the simplest one and write index.ts (default export: Kind) and fake.ts (default export: StartFake).
 */
import type { Logger } from 'pino';
import type { z } from 'zod';
import type { Channel, Doorway } from './contract.ts';
import type { Moderation } from './moderation.ts';

/** One account on a platform, from config/accounts.json. */
export interface Account {
  readonly id: string;
  readonly kind: string;
  /** As staff and the public know it. */
  readonly name: string;
  /** First and last day of use, Asia/Shanghai; null for open-ended. */
  readonly from: string | null;
  readonly to: string | null;
  /** Prefix of its variables in the environment, such as WECHAT_MAIN. */
  readonly prefix: string;
  /** Whether its pages are the ones others link to; exactly one account is canonical and goes first. */
  readonly canonical: boolean;
}

/**
 * Secrets and tokens of one account, encrypted at rest; see vault.ts. Throws ChannelFailure: 'unreachable' when our database
 * is away, 'locked-out' when the key does not open what is stored.
 */
export interface Vault {
  get(name: string): Promise<string | null>;
  put(name: string, value: string): Promise<void>;
  /**
   * Puts `value` if what is kept is still `before` (null for nothing); false when another was faster. Only one of those who
   * read the same succeeds, in whatever process they are.
   */
  swap(name: string, before: string | null, value: string): Promise<boolean>;
}

/** The bytes of pictures, by picture id. Adapters get it through own-records.ts: ChannelFailure 'refused' when it is gone. */
export interface Media {
  read(id: string): Promise<Uint8Array>;
}

/** A page of our own public site, as the website channel stores it. */
export interface SitePage {
  /** Release id. */
  readonly id: string;
  readonly revision: number;
  /** Fields of the announcement the page shows; plain JSON with ISO dates, made by the website adapter's render. */
  readonly article: Readonly<Record<string, unknown>>;
}

/** Our own public site as a platform. */
export interface Site extends SitePages, SiteVoices {}

/** Its pages: idempotent upsert, an older revision changes nothing. */
export interface SitePages {
  /** 'older' when the site already shows a later revision or the page was withdrawn at a later one. */
  put(page: SitePage): Promise<'stored' | 'older'>;
  /** Leaves an explained page; withdrawing twice is the same. */
  withdraw(id: string, reason: string, now: Date): Promise<void>;
  find(id: string): Promise<{ readonly revision: number; readonly withdrawn: boolean } | null>;
}

/** What came in through its forms, by the id it came in under: the ref of its signal. 'unknown' when nothing did. */
export interface SiteVoices {
  /** The same key twice is one answer. */
  answer(
    id: string,
    answer: { readonly key: string; readonly text: string; readonly at: Date },
  ): Promise<'stored' | 'unknown'>;
  hasAnswer(id: string, key: string): Promise<boolean>;
  /** Shows a comment to readers, or no longer; deleted ones are never shown again. */
  moderate(id: string, act: Moderation): Promise<'done' | 'unknown'>;
}

/**
 * Counts of one account that all processes keep together over restarts; see counters.ts. A count belongs to a window such as a
 * day, written so that a later window sorts after an earlier one. Throws ChannelFailure 'unreachable' when our database is away.
 */
export interface Counters {
  /** Counts one more, unless there are `most` already: false then. */
  count(name: string, window: string, most: number): Promise<boolean>;
  /** Takes back one that certainly did not happen. */
  uncount(name: string, window: string): Promise<void>;
  read(name: string, window: string): Promise<number>;
}

/** What an adapter is given. */
export interface Tools {
  readonly vault: Vault;
  readonly counters: Counters;
  readonly media: Media;
  readonly site: Site;
  /** Our public address without a trailing slash, such as https://www.example.gov.cn. */
  readonly siteUrl: string;
  readonly log: Logger;
}

/** `Kind<Doorway>` for what only reads. */
export interface Kind<Opened extends Doorway = Channel> {
  /** The folder's name; stored in records. */
  readonly kind: string;
  /** 平台名称, shown to staff. */
  readonly name: string;
  /** The account's variables without prefix, as text: `APPID`, `SECRET`, … with zod descriptions and defaults. */
  readonly settings: z.ZodType<Readonly<Record<string, unknown>>>;
  open(account: Account, settings: Readonly<Record<string, unknown>>, tools: Tools): Opened;
}
