/** Searching and suggesting over all that was published and answered. One for each process; opened once, in app.ts. */
import type { Clock } from '../clock.ts';
import type { Database } from '../store/collection.ts';
import { countsOf, pairsIn } from '../text/pairs.ts';
import { type Found, find, type Question } from './find.ts';
import { type Mark, passageOf } from './passage.ts';
import type { FoundKind, SearchRow } from './search-row.ts';
import { sharedWords } from './shared-words.ts';
import { Shelf } from './shelf.ts';
import { type Asked, suggest } from './suggest.ts';

export interface Suggestion {
  readonly row: SearchRow;
  /** The part of the answer, or of the release, that fits. */
  readonly passage: readonly Mark[];
  /** What both speak of, the most telling first. */
  readonly shared: readonly string[];
}

export interface Suggestions {
  readonly answers: readonly Suggestion[];
  readonly releases: readonly Suggestion[];
}

export interface Search {
  /** `kinds: ['release']` for the public. */
  find(question: Question): Promise<Found>;
  /** At most `most` of either kind, best first; what has no telling word in common is left out. */
  suggest(asked: Asked, most: number): Promise<Suggestions>;
  /** Takes in what there is, so that the first search need not wait for it. */
  warm(): Promise<void>;
}

export function openSearch(db: Database, clock: Clock): Search {
  const shelf = new Shelf(db, clock);
  return {
    find: (question) => find(shelf, question),
    async suggest(asked, most) {
      await shelf.catchUp();
      const of = (kind: FoundKind) => explain(shelf, asked, suggest(shelf, asked, kind, most));
      const [answers, releases] = await Promise.all([of('answer'), of('release')]);
      return { answers, releases };
    },
    warm: () => shelf.catchUp(),
  };
}

async function explain(shelf: Shelf, asked: Asked, found: readonly { readonly id: string }[]): Promise<Suggestion[]> {
  const rows = await shelf.rowsOf(found.map(({ id }) => id));
  const question = `${asked.title}。${asked.text}`;
  const terms = countsOf(pairsIn(question));
  const telling = new Map([...terms.keys()].map((term) => [term, shelf.index.weightOf(term)]));
  return rows.flatMap((row) => {
    const shared = sharedWords(shelf.index, question, `${row.title}。${row.body}。${row.answer}`);
    if (shared.length === 0) return [];
    return [{ row, passage: passageOf(row.answer || row.body, telling), shared }];
  });
}
