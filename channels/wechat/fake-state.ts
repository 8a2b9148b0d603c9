/** What the fake platform keeps: one JSON document, written before each answer, and the bytes of pictures beside it. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../src/clock.ts';
import { digestOf } from '../../src/ids.ts';
import type { FakeKnobs } from './fake-knobs.ts';

/** Times in this file are milliseconds since 1970. */
export interface FakeToken {
  readonly value: string;
  readonly endsAt: number;
}

export interface FakeArticle {
  title: string;
  author: string;
  digest: string;
  content: string;
  content_source_url: string;
  thumb_media_id: string;
  need_open_comment: number;
  only_fans_can_comment: number;
}

export interface FakeDraft {
  readonly media_id: string;
  readonly articles: FakeArticle[];
  at: number;
}

export interface FakeJob {
  readonly publish_id: string;
  readonly article_id: string;
  readonly msg_data_id: number;
  readonly submittedAt: number;
  readonly articles: readonly FakeArticle[];
  /** publish_status. */
  status: number;
  /** Whether its event went out. */
  told: boolean;
  /** How often its event is told; absent where the knob decides. */
  events?: number;
  /** Of one sent to followers. */
  readonly mass?: {
    readonly msg_id: number;
    readonly clientmsgid: string;
    /** Leaves the box when it has been sent. */
    readonly draft: string;
    readonly toAll: boolean;
    readonly waits: boolean;
    /** Status of its event: 'send success', 'send fail', 'err(10001)'. */
    says: string;
  };
}

export interface FakePublication {
  readonly article_id: string;
  readonly msg_data_id: number;
  readonly at: number;
  readonly items: readonly { readonly article: FakeArticle; gone: boolean; commentsOpen: boolean }[];
}

export interface FakeRemark {
  readonly user_comment_id: number;
  readonly msg_data_id: number;
  /** From 0. */
  readonly index: number;
  readonly author: string;
  readonly content: string;
  readonly at: number;
  elected: boolean;
  gone: boolean;
  reply: { content: string; at: number } | null;
}

export interface FakeMessage {
  readonly openid: string;
  readonly name: string;
  readonly text: string;
  readonly at: number;
  readonly from: 'follower' | 'account';
  /** Number of the message whose push was answered so; such answers are counted by no limit. */
  readonly answers?: string;
}

export interface FakeState {
  next: number;
  readonly tokens: { stable: FakeToken | null; plain: FakeToken | null; older: FakeToken[]; forcedAt: number[] };
  calls: { day: string; counts: Record<string, number> };
  /** By key, which is part of their address. */
  readonly pictures: Record<string, { readonly type: string }>;
  readonly materials: { readonly media_id: string; readonly name: string; readonly key: string; readonly at: number }[];
  readonly drafts: FakeDraft[];
  readonly jobs: FakeJob[];
  readonly publications: FakePublication[];
  readonly remarks: FakeRemark[];
  readonly messages: FakeMessage[];
  /** Shown to somebody by name before they were sent. */
  readonly previews: { readonly name: string; readonly title: string; readonly at: number }[];
}

export interface FakePlatform {
  readonly state: FakeState;
  readonly knobs: FakeKnobs;
  readonly clock: Clock;
  /** Such as http://127.0.0.1:4302. */
  readonly url: string;
  save(): void;
  keepPicture(bytes: Uint8Array, type: string): string;
  readPicture(key: string): Uint8Array | null;
}

const EMPTY: FakeState = {
  next: 1,
  tokens: { stable: null, plain: null, older: [], forcedAt: [] },
  calls: { day: '', counts: {} },
  pictures: {},
  materials: [],
  drafts: [],
  jobs: [],
  publications: [],
  remarks: [],
  messages: [],
  previews: [],
};

export interface FakeShelf {
  readonly file: string | null;
  readonly clock: Clock;
  readonly url: string;
  readonly knobs: FakeKnobs;
}

export function openFakePlatform({ file, clock, url, knobs }: FakeShelf): FakePlatform {
  const state: FakeState =
    file && existsSync(file)
      ? { ...structuredClone(EMPTY), ...JSON.parse(readFileSync(file, 'utf8')) }
      : structuredClone(EMPTY);
  const folder = file && `${file}.pictures`;
  const bytesOf = new Map<string, Uint8Array>();
  if (folder) mkdirSync(folder, { recursive: true });
  return {
    state,
    knobs,
    clock,
    url,
    save() {
      if (!file) return;
      writeFileSync(`${file}.new`, JSON.stringify(state), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    },
    keepPicture(bytes, type) {
      const key = digestOf(bytes).slice(0, 40);
      state.pictures[key] = { type };
      bytesOf.set(key, bytes);
      if (folder) writeFileSync(join(folder, key), bytes);
      return key;
    },
    readPicture(key) {
      if (!state.pictures[key]) return null;
      return bytesOf.get(key) ?? (folder ? readFileSync(join(folder, key)) : null);
    },
  };
}
