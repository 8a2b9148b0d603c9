/**
 * What the fake remembers: posts, comments, short links, pictures. Kept in one JSON file when the options name one, written
 * before each answer; pictures stand beside it.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Instants are ISO text, ids digits: the book is plain JSON. */
export interface StoredPost {
  readonly id: string;
  /** As sent; readers get `shown`, with short links. */
  readonly text: string;
  readonly shown: string;
  /** Number of a picture and its media type, or null. */
  readonly picture: { readonly name: string; readonly type: string } | null;
  readonly at: string;
  /** Later than `at` when the platform was slow (code 20032). */
  readonly visibleAt: string;
  /** Typed by hand on a phone, not through the app. */
  readonly byHand: boolean;
  readonly gone: boolean;
}

export interface StoredComment {
  readonly id: string;
  readonly post: string;
  readonly uid: string;
  readonly author: string;
  readonly text: string;
  /** The comment this answers, or null. */
  readonly answers: string | null;
  readonly at: string;
  /** How many readers like it; absent for none. */
  readonly likes?: number;
}

/** A post of somebody else that names the account. */
export interface StoredMention {
  readonly id: string;
  readonly uid: string;
  readonly author: string;
  readonly text: string;
  readonly at: string;
  /** How many readers like it; absent for none. */
  readonly likes?: number;
}

/** What somebody wrote to the account in private, and what it answered. */
export interface StoredMessage {
  readonly uid: string;
  readonly author: string;
  readonly text: string;
  readonly at: string;
  readonly answers: string[];
}

interface Pages {
  lastId: string;
  posts: StoredPost[];
  comments: StoredComment[];
  mentions: StoredMention[];
  messages: StoredMessage[];
  /** The token that holds and when it ends; null for the one of the settings. */
  token: { readonly value: string; readonly endsAt: string } | null;
  /** Short code to the address it stands for. */
  links: Record<string, string>;
}

export interface Book {
  readonly pages: Pages;
  /** The next id: above 2^53, like a clock with room for many in a millisecond. */
  drawId(now: Date): string;
  keepPicture(name: string, bytes: Uint8Array): void;
  picture(name: string): Uint8Array | null;
  save(): void;
}

export function openBook(file: string | null): Book {
  const lists = { posts: [], comments: [], mentions: [], messages: [] };
  const empty: Pages = { lastId: '0', ...lists, token: null, links: {} };
  const pages: Pages = { ...empty, ...(file && readPages(file)) };
  const pictures = new Map<string, Uint8Array>();
  const pictureFile = (name: string) => `${file}.${name}`;
  return {
    pages,
    drawId(now) {
      const byTime = BigInt(now.getTime()) << 14n; // about 2.8 × 10^16 today, 2^53 is 9 × 10^15
      const next = BigInt(pages.lastId) + 1n;
      pages.lastId = String(next > byTime ? next : byTime + 1n);
      return pages.lastId;
    },
    keepPicture(name, bytes) {
      pictures.set(name, bytes);
      if (file) writeFileSync(pictureFile(name), bytes);
    },
    picture: (name) => pictures.get(name) ?? (file ? readBytes(pictureFile(name)) : null),
    save() {
      if (!file) return;
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(`${file}.new`, JSON.stringify(pages), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    },
  };
}

function readPages(file: string): Pages | null {
  const bytes = readBytes(file);
  return bytes ? (JSON.parse(Buffer.from(bytes).toString()) as Pages) : null;
}

function readBytes(file: string): Uint8Array | null {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return null;
    throw error;
  }
}
