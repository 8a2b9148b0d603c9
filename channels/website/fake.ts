/**
 * Our own site played back in memory, with switchable trouble. It answers no port: the adapter is given `site` in place of
 * the real one. The real one keeps the same promises (test/site/page-store.test.ts).
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Action } from '../../src/channel/contract.ts';
import {
  type Fake,
  type FakeOptions,
  type FakePost,
  requirePlayable,
  type StartFake,
  type Trouble,
} from '../../src/channel/fake.ts';
import type { SitePage, SitePages, SiteVoices } from '../../src/channel/kind.ts';
import { cannotPlay } from './fake-cannot.ts';
import { toPlainText } from './plain-text.ts';
import { spoilSite } from './spoil.ts';

interface Kept extends SitePage {
  /** ISO. */
  readonly at: string;
  readonly withdrawn: string | null;
}

const startFake: StartFake = async (options) => {
  const pages = readKept(options.file);
  const comments: Said = new Map();
  const troubles: Trouble[] = [];
  const keep = (page: Kept) => {
    pages.set(page.id, page);
    write(options.file, [...pages.values()]);
  };
  const arrived: Action[] = [];
  const meet = (action: Action) => {
    const trouble = troubles.shift();
    if (trouble !== 'no-route') arrived.push(action);
    return trouble;
  };
  const fake: Fake = {
    kind: 'website',
    url: options.siteUrl,
    settings: {},
    site: spoilSite({ ...aSite(pages, keep, options), ...voicesOf(comments) }, meet, options.clock),
    posts: () => [...pages.values()].map((page) => toPost(page, options.siteUrl)),
    comments: () =>
      [...comments].map(([ref, { answers, ...said }]) => ({ ref, ...said, replies: [...answers.values()] })),
    comment(post, author, text) {
      const ref = `c${comments.size + 1}`;
      comments.set(ref, { post, author, text, answers: new Map() });
      return ref;
    },
    spoilNext(trouble) {
      requirePlayable(trouble, cannotPlay);
      troubles.push(trouble);
    },
    cannotPlay,
    mend: () => {},
    arrived: () => [...arrived],
    troubles: () => [...troubles],
    close: async () => {},
  };
  return fake;
};

export default startFake;

function aSite(pages: ReadonlyMap<string, Kept>, keep: (page: Kept) => void, { clock }: FakeOptions): SitePages {
  return {
    async put(page) {
      const standing = pages.get(page.id);
      if (standing && standing.revision > page.revision) return 'older';
      if (standing?.revision === page.revision) return standing.withdrawn === null ? 'stored' : 'older';
      keep({ ...page, at: standing?.at ?? clock.now().toISOString(), withdrawn: null });
      return 'stored';
    },
    async withdraw(id, reason) {
      const standing = pages.get(id);
      if (standing?.withdrawn === null) keep({ ...standing, withdrawn: reason });
    },
    async find(id) {
      const standing = pages.get(id);
      return standing ? { revision: standing.revision, withdrawn: standing.withdrawn !== null } : null;
    },
  };
}

/** What came in through its forms; kept as long as it runs. Answers by the key of their order. */
type Said = Map<
  string,
  { readonly post: string; readonly author: string; readonly text: string; readonly answers: Map<string, string> }
>;

function voicesOf(comments: Said): SiteVoices {
  return {
    async answer(id, { key, text }) {
      const comment = comments.get(id);
      if (!comment) return 'unknown';
      if (!comment.answers.has(key)) comment.answers.set(key, text);
      return 'stored';
    },
    hasAnswer: async (id, key) => comments.get(id)?.answers.has(key) ?? false,
    moderate: async (id) => (comments.has(id) ? 'done' : 'unknown'),
  };
}

function toPost({ id, article, at, withdrawn }: Kept, siteUrl: string): FakePost {
  const url = `${siteUrl}/p/${encodeURIComponent(id)}.html`;
  const text = withdrawn ?? toPlainText(String(article.body));
  return { ref: id, url, title: String(article.title), text, links: url, at: new Date(at), gone: withdrawn !== null };
}

function readKept(file: string | null): Map<string, Kept> {
  if (file === null) return new Map();
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Kept[];
    return new Map(kept.map((page) => [page.id, page]));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Map();
    throw error;
  }
}

function write(file: string | null, kept: readonly Kept[]): void {
  if (file === null) return;
  writeFileSync(`${file}.new`, JSON.stringify(kept));
  renameSync(`${file}.new`, file); // a reader never sees half a file
}
