/** A search over rows of a test's own, on the embedded store in a temporary folder. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { earlierAnswerIndexes } from '../../src/search/earlier-answer.ts';
import { openSearch } from '../../src/search/open-search.ts';
import { putRow, type SearchRow, searchIndexes } from '../../src/search/search-row.ts';
import { ensureIndexes } from '../../src/store/ensure-indexes.ts';
import { openDatabase } from '../../src/store/open-database.ts';

export const day = (date: string) => new Date(`${date}T09:00:00+08:00`);

let changes = 0;

export function aRow(given: Partial<SearchRow> & Pick<SearchRow, '_id'>): SearchRow {
  const kind = given._id.startsWith('release:') ? 'release' : 'answer';
  return {
    ...{ kind, title: '', body: '', answer: '', column: null, at: day('2018-07-02'), path: null, topic: null },
    ...{ means: null, gone: false, changedAt: new Date(day('2018-07-02').getTime() + ++changes) },
    ...given,
  };
}

export async function openLibrary(...rows: (Partial<SearchRow> & Pick<SearchRow, '_id'>)[]) {
  const folder = await mkdtemp(join(tmpdir(), 'sanwei-search-'));
  const { db, close } = await openDatabase(`file:${join(folder, 'test.db')}`);
  await ensureIndexes(db, [...searchIndexes, ...earlierAnswerIndexes]);
  const search = openSearch(db, { now: () => day('2018-07-02') });
  const put = async (row: Parameters<typeof aRow>[0]) => await putRow(db, aRow(row));
  for (const row of rows) await put(row);
  const found = async (text: string, given: object = {}) => {
    return await search.find({ text, kinds: ['release', 'answer'], skip: 0, limit: 10, ...given });
  };
  return {
    ...{ db, search, put, found },
    /** Ids in the order found. */
    ids: async (text: string, given: object = {}) => (await found(text, given)).hits.map(({ row }) => row._id),
    close: async () => {
      await close();
      await rm(folder, { recursive: true });
    },
  };
}

export type Library = Awaited<ReturnType<typeof openLibrary>>;
