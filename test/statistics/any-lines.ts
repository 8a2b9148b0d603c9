/** Any lines that figures are counted from, for properties. */
import fc from 'fast-check';
import type { Line } from '../../src/ledger/line.ts';
import { answered, logged, merged, published, undone } from './on-ledger.ts';

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

/** Each line once, by its id. */
export const lines = fc.uniqueArray<Line, string>(fc.oneof(aPublication, anAnswer, aLogged, aMerge), {
  selector: ({ _id }) => _id,
  maxLength: 25,
});
