/** The article that a form of the public is about: what is commented on, the draft that opinions are asked on. */
import { articlePath } from '../release/canonical-url.ts';
import type { Pages } from '../site/find-pages.ts';

export interface About {
  /** What it is to the form, in words. */
  readonly what: string;
  readonly title: string;
  readonly href: string;
}

/** Null for none, and for one that is not shown (any more). */
export async function findAbout(pages: Pages, release: string | null, what: string): Promise<About | null> {
  const row = release === null ? null : await pages.find(release);
  return row?.state === 'shown' ? { what, title: row.article.title, href: articlePath(row._id) } : null;
}
