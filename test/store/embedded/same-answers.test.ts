/**
 * Whatever is indexed, the answers are those of the plain query language over a list: random rows, filters and sorts.
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import fc from 'fast-check';
import { Query } from 'mingo';
import type { Filter, Keys, Row, Sort } from '../../../src/store/collection.ts';
import { type OpenedDatabase, openDatabase } from '../../../src/store/open-database.ts';
import { temporaryFolder } from './temporary-folder.ts';

interface Sample extends Row {
  readonly [field: string]: unknown;
}

const text = fc.constantFrom('', 'a', 'ab', 'b', '中', '公开', 'Z');
const number = fc.constantFrom(-1.5, 0, 1, 2, 10);
const date = fc.constantFrom(new Date(-5), new Date(0), new Date(1_700_000_000_000));
const scalar = fc.oneof(text, number, date, fc.boolean(), fc.constant(null));
/** `s` mixes types, `n` is a number or missing, `list` an array or one value, `by.id` is nested, `lines._id` is in arrays. */
const row = fc.record(
  {
    s: scalar,
    n: number,
    list: fc.oneof(fc.array(fc.oneof(text, number), { maxLength: 3 }), text),
    by: fc.record({ id: text }),
    lines: fc.array(fc.record({ _id: text }), { maxLength: 2 }),
  },
  { requiredKeys: ['s', 'by', 'lines'] },
);

const range = (operand: fc.Arbitrary<unknown>) =>
  fc
    .tuple(fc.constantFrom('$gt', '$gte', '$lt', '$lte', '$eq'), operand)
    .map(([operator, value]) => ({ [operator]: value }));
const condition = fc.oneof(
  scalar,
  range(fc.oneof(text, number, date, fc.boolean())),
  fc
    .constantFrom(number, text, date, fc.oneof(number, text))
    .chain((end) => fc.tuple(range(end), range(end)))
    .map(([a, b]) => ({ ...a, ...b })),
  fc.array(scalar, { maxLength: 3 }).map(($in) => ({ $in })),
  fc.array(scalar, { maxLength: 3 }).map(($nin) => ({ $nin })),
  scalar.map(($ne) => ({ $ne })),
  fc.boolean().map(($exists) => ({ $exists })),
  range(number).map(($not) => ({ $not })),
);
/** Through arrays null is left out: mingo and MongoDB differ there, and nobody asks it. */
const inLines = fc.oneof(
  text,
  range(text),
  fc.array(text, { maxLength: 3 }).map(($in) => ({ $in })),
);
const oneField: fc.Arbitrary<Filter> = fc.oneof(
  fc.tuple(fc.constantFrom('s', 'n', 'list', 'by.id'), condition).map(([field, wanted]) => ({ [field]: wanted })),
  inLines.map((wanted) => ({ 'lines._id': wanted })),
);
const filter: fc.Arbitrary<Filter> = fc.oneof(
  oneField,
  fc.tuple(oneField, oneField).map(([a, b]) => ({ ...a, ...b })),
  fc.tuple(oneField, oneField).map((both) => ({ $or: both })),
  fc.tuple(oneField, oneField, oneField).map(([a, b, c]) => ({ $and: [a, { $or: [b, c] }] })),
  fc.constant({}),
);
const direction = fc.constantFrom<(1 | -1)[]>(1, -1);
const sort: fc.Arbitrary<Sort> = fc
  .tuple(fc.constantFrom('s', 'n', 'by.id', '_id'), direction, direction)
  .map(([field, way, idWay]) => (field === '_id' ? { _id: way } : { [field]: way, _id: idWay }));
const keys: fc.Arbitrary<Keys> = fc
  .uniqueArray(fc.tuple(fc.constantFrom('s', 'n', 'list', 'by.id', 'lines._id', '_id'), direction), {
    selector: ([path]) => path,
    minLength: 1,
    maxLength: 3,
  })
  .map((pairs) => Object.fromEntries(pairs));

describe('the embedded store, whatever is indexed', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();

  it('finds, sorts, cuts and counts what the query language says', async () => {
    const opened = await openDatabase(`file:${join(folder(), 'same.db')}`);
    let collections = 0;
    const story = fc.record({
      before: fc.array(row, { maxLength: 6 }),
      indexes: fc.array(keys, { maxLength: 3 }),
      after: fc.array(row, { maxLength: 10 }),
      questions: fc.array(fc.record({ filter, sort, skip: fc.nat(3), limit: fc.nat(5) }), {
        minLength: 5,
        maxLength: 5,
      }),
      changes: fc.array(fc.tuple(fc.nat(15), row), { maxLength: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(story, async ({ before, indexes, after, questions, changes }) => {
        const rows = opened.db.collection<Sample>(`c${++collections}`);
        const list: Sample[] = [...before, ...after].map((fields, i) => ({ _id: `r${(i * 7) % 16}`, ...fields }));
        if (before.length > 0) await rows.insertMany(list.slice(0, before.length));
        for (const key of indexes) await rows.createIndex(key);
        if (after.length > 0) await rows.insertMany(list.slice(before.length));
        for (const [i, fields] of changes) {
          const old = list[i];
          if (old === undefined) continue;
          await rows.updateOne({ _id: old._id }, { $set: fields });
          list[i] = { ...old, ...fields };
        }
        for (const question of questions) await compare(opened, { name: `c${collections}`, list, ...question });
      }),
      { numRuns: 80 },
    );
    await opened.close();
  });
});

interface Comparison {
  readonly name: string;
  readonly list: readonly Sample[];
  readonly filter: Filter;
  readonly sort: Sort;
  readonly skip: number;
  readonly limit: number;
}

async function compare(opened: OpenedDatabase, { name, list, filter, sort, skip, limit }: Comparison): Promise<void> {
  const rows = opened.db.collection<Sample>(name);
  const matching = new Query(filter as Record<string, unknown>, {})
    .find<Sample>([...list])
    .sort({ ...sort })
    .all();
  const expected = matching.map((one) => one._id).slice(skip, limit === 0 ? undefined : skip + limit);
  const found = await rows.find(filter, { sort, skip, limit }).toArray();
  assert.deepEqual(
    found.map((one) => one._id),
    expected,
  );
  assert.equal(await rows.countDocuments(filter), matching.length);
}
