/**
 * Walks records page by page along one indexed field. Unlike a list for people (store/page.ts) it begins at a value, so each
 * page is one range of the index, and the last costs what the first does.
 */
import type { Database, Filter, Row } from '../store/collection.ts';

export interface Walk {
  readonly collection: string;
  /** What else must hold: fields that the index names before `along`, or that few rows fail. */
  readonly where: Filter;
  /** A field with one value in each record, of one type; `_id` walks everything. */
  readonly along: string;
  /** Where to begin; null for the beginning. */
  readonly from: Date | null;
}

const PAGE = 200;

export async function* walkRecords(
  db: Database,
  { collection, where, along, from }: Walk,
): AsyncGenerator<readonly Row[]> {
  const sort = along === '_id' ? ({ _id: 1 } as const) : ({ [along]: 1, _id: 1 } as const);
  const find = (filter: Filter, limit: number) =>
    db
      .collection<Row>(collection)
      .find({ ...where, ...filter }, { sort, limit })
      .toArray();
  let rows = await find(from ? { [along]: { $gte: from } } : {}, PAGE);
  while (rows.length > 0) {
    yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    rows = await after(last, along, find);
  }
}

/** First those with the same value, by id, then those beyond: two ranges, where one `$or` would be none. */
async function after(
  last: Row,
  along: string,
  find: (filter: Filter, limit: number) => Promise<Row[]>,
): Promise<Row[]> {
  if (along === '_id') return await find({ _id: { $gt: last._id } }, PAGE);
  const value = (last as unknown as Readonly<Record<string, unknown>>)[along];
  const same = await find({ [along]: value, _id: { $gt: last._id } }, PAGE);
  if (same.length === PAGE) return same;
  return [...same, ...(await find({ [along]: { $gt: value } }, PAGE - same.length))];
}
