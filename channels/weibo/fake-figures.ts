/** What readers like, and statuses/count: how posts stand now. Ids of posts that are gone, or never were, are missing from the answer. */
import type { ApiCall } from './fake-api.ts';
import type { Book } from './fake-book.ts';
import { type Platform, Refusal } from './fake-platform.ts';
import { showCount } from './fake-wire.ts';

/** What readers have done with a post, beside comments. */
export interface Appreciation {
  readonly reposts: number;
  readonly attitudes: number;
}

export type Appreciations = Map<string, Appreciation>;

const NONE: Appreciation = { reposts: 0, attitudes: 0 };

/** So many readers like a comment, or a post that names the account. */
export function like({ pages }: Book, id: string, likes: number): void {
  const liked = <T extends { readonly id: string }>(one: T) => (one.id === id ? { ...one, likes } : one);
  for (const [at, one] of pages.comments.entries()) pages.comments[at] = liked(one);
  for (const [at, one] of pages.mentions.entries()) pages.mentions[at] = liked(one);
}

export function count(
  { fields }: ApiCall,
  platform: Platform,
  { counts }: { readonly counts: Appreciations },
): unknown {
  const ids = (fields.get('ids') ?? '').split(',').filter((id) => id !== '');
  if (ids.length === 0) throw new Refusal(20001, 'ids is null!');
  if (ids.length > 100) throw new Refusal(10008, 'param error, see doc for more info.');
  const posts = ids.flatMap((id) => platform.post(id) ?? []);
  return posts
    .filter(({ gone }) => !gone)
    .map((post) => ({ ...showCount(post, platform), ...(counts.get(post.id) ?? NONE) }));
}
