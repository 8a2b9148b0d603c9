/** Whatever happened, and in whatever order it is told: the figures are the same and keep their relations. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LEDGER, ledgerIndexes } from '../../src/ledger/ledger.ts';
import type { Line } from '../../src/ledger/line.ts';
import { openStore } from '../support/open-store.ts';
import { answered, logged, merged, published, tell, undone, valuesIn } from './on-ledger.ts';

const few = (prefix: string, max: number) => fc.integer({ min: 1, max }).map((n) => `${prefix}${n}`);
const day = fc
  .record({ month: fc.integer({ min: 1, max: 12 }), date: fc.integer({ min: 1, max: 28 }) })
  .map(({ month, date }) => `2018-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`);
const topic = few('t', 5);
const account = fc.constantFrom('website', 'wechat', 'weibo');
const means = fc.constantFrom('phone', 'interview', 'letter');

// A reply belongs to one topic: its name says which.
const aReply = fc
  .tuple(topic, fc.integer({ min: 1, max: 3 }))
  .map(([about, n]) => ({ topic: about, id: `y-${about}-${n}` }));

const aPublication = fc
  .record({ release: few('r', 4), account, day, topic: fc.option(topic), revision: fc.integer({ min: 1, max: 2 }) })
  .map(({ release, account: where, day: when, topic: about, revision }) =>
    published(release, where, {
      day: when,
      subject: `${release}:${revision}:${where}:publish`,
      facts: { topic: about, revision },
    }),
  );
const anAnswer = fc
  .record({ reply: aReply, signal: few('s', 3), day })
  .map(({ reply, signal, day: when }) => answered(reply.id, reply.topic, signal, { day: when }));
const aLogged = fc
  .record({ reply: aReply, means, day })
  .map(({ reply, means: how, day: when }) => logged(`l-${reply.id}`, reply.topic, how, { day: when }));
const aMerge = fc
  .record({ topic, into: topic, day, isUndone: fc.boolean(), nth: fc.integer({ min: 1, max: 9 }) })
  .map(({ topic: from, into, day: when, isUndone, nth }) =>
    isUndone ? undone(from, 'merge', into, when, nth) : merged(from, into, when, nth),
  );

const lines = fc.uniqueArray<Line, string>(fc.oneof(aPublication, anAnswer, aLogged, aMerge), {
  selector: ({ _id }) => _id,
  maxLength: 25,
});
const months = Array.from({ length: 12 }, (_, i) => `2018-${String(i + 1).padStart(2, '0')}`);

describe('figures', () => {
  const store = openStore(ledgerIndexes);
  const afresh = async (told: readonly Line[]) => {
    await store().db.collection(LEDGER).deleteMany({});
    if (told.length > 0) await tell(store().db, ...told);
  };

  it('are equal in whatever order the lines are posted, and strict never exceeds gross', async () => {
    const orders = lines.chain((told) =>
      fc.tuple(fc.constant(told), fc.shuffledSubarray(told, { minLength: told.length, maxLength: told.length })),
    );
    const property = fc.asyncProperty(orders, async ([told, shuffled]) => {
      await afresh(told);
      const figures = await valuesIn(store().db, '2018');
      await afresh(shuffled);
      assert.deepEqual(await valuesIn(store().db, '2018'), figures);
      const posts = Object.entries(figures).filter(([id]) => id.startsWith('posts:'));
      assert.ok(Number(figures.items) <= posts.reduce((sum, [, value]) => sum + value, 0), 'items ≤ posts');
      assert.ok(Number(figures.topics) <= Number(figures.replies), 'topics ≤ replies');
      const byMeans = Object.entries(figures).filter(([id]) => id.startsWith('replies-by-means:'));
      assert.equal(
        byMeans.reduce((sum, [, value]) => sum + value, 0),
        figures.replies,
        'the means add up to the replies',
      );
    });
    await fc.assert(property, { numRuns: 60 });
  });

  it('of the months add up to those of the year, and keep strict below gross in each', async () => {
    const property = fc.asyncProperty(lines, async (told) => {
      await afresh(told);
      const year = await valuesIn(store().db, '2018');
      const sums: Record<string, number> = {};
      for (const month of months) {
        const figures = await valuesIn(store().db, month);
        assert.ok(Number(figures.topics) <= Number(figures.replies), `${month}: topics ≤ replies`);
        for (const [id, value] of Object.entries(figures)) sums[id] = (sums[id] ?? 0) + value;
      }
      assert.deepEqual(sums, year);
    });
    await fc.assert(property, { numRuns: 15 });
  });
});
