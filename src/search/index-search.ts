/**
 * The stage that writes down what can be found: pages as the public sees them, answers that were given, answers of earlier times
 * brought in. Each source marks what has changed in the same update as the change (`searched` absent or false), rows have computed
 * ids: doing it twice writes the same, and a crash before the mark does it again.
 */
import { articlePath } from '../release/canonical-url.ts';
import { toPlainText } from '../release/plain-text.ts';
import { type Reply, repliesOf } from '../reply/reply.ts';
import { PAGES, type PageRow } from '../site/page-store.ts';
import type { Collection, Database, Filter, Row } from '../store/collection.ts';
import { answerRow } from './answer-row.ts';
import { earlierAnswersOf, earlierRow } from './earlier-answer.ts';
import { MOST_TEXT, putRow, type SearchRow } from './search-row.ts';

const BATCH = 100;
/** Absent as well: what was there before there was a search. */
const NOT_YET = { $in: [null, false] };

interface Searched {
  readonly searched?: boolean;
}

/** Returns how many rows it wrote. */
export async function indexSearch(db: Database, now: Date): Promise<number> {
  const pages = db.collection<PageRow & Searched>(PAGES);
  const given = { searched: NOT_YET, state: { $in: ['sent', 'logged'] } };
  return (
    (await take(pages, { searched: NOT_YET }, (page) => putRow(db, pageRow(page, now)), sameTextAs)) +
    (await take(repliesOf(db), given, async (reply) => putRow(db, await answerRow(db, reply, now)), sameReplyAs)) +
    (await take(
      earlierAnswersOf(db),
      { searched: NOT_YET },
      (one) => putRow(db, earlierRow(one, now)),
      () => ({}),
    ))
  );
}

/** The mark is set only on what was written down: what changes meanwhile stays unmarked and is looked at again. */
async function take<T extends Row & Searched>(
  collection: Collection<T>,
  filter: Filter,
  write: (row: T) => Promise<void>,
  same: (row: T) => Filter,
): Promise<number> {
  const rows = await collection.find(filter, { limit: BATCH }).toArray();
  for (const row of rows) {
    await write(row);
    await collection.updateOne({ _id: row._id, ...same(row) }, { $set: { searched: true } });
  }
  return rows.length;
}

function sameTextAs({ revision, state }: PageRow): Filter {
  return { revision, state };
}

function sameReplyAs({ state }: Reply): Filter {
  return { state };
}

function pageRow({ _id, article, column, publishedAt, state }: PageRow, now: Date): SearchRow {
  const gone = state === 'withdrawn';
  return {
    _id: `release:${_id}`,
    kind: 'release',
    title: gone ? '' : article.title,
    body: gone ? '' : textOf(article).slice(0, MOST_TEXT),
    answer: '',
    column,
    at: publishedAt,
    path: articlePath(_id),
    topic: null,
    means: null,
    gone,
    changedAt: now,
  };
}

function textOf({ number, body }: PageRow['article']): string {
  const text = toPlainText(body);
  return number === '' ? text : `${text}\n${number}`;
}
