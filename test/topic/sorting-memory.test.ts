import assert from 'node:assert/strict';
import { days, after as from, minutes, seconds } from '../../src/clock.ts';
import { signalsOf } from '../../src/signal/signal.ts';
import { takeSignals } from '../../src/signal/take-signals.ts';
import type { Database, Row } from '../../src/store/collection.ts';
import { Candidates } from '../../src/topic/candidates.ts';
import { gistOf } from '../../src/topic/gist.ts';
import { plainKeysOf } from '../../src/topic/keys-of.ts';
import { sortSignals } from '../../src/topic/sort-signals.ts';
import { recallTopics } from '../../src/topic/sorting-memory.ts';
import { takeUpSignal } from '../../src/topic/take-up-signal.ts';
import { getTopic, TOPICS, type Topic } from '../../src/topic/topic.ts';
import { Vocabulary } from '../../src/topic/vocabulary.ts';
import { aComment, countTopics, now, openDesk, responder, type TestDesk } from './open-desk.ts';

const mixer = { title: '东山花苑旁边的搅拌站日夜施工', text: '搅拌站离东山花苑不到一百米，灰尘和噪音很大。' };
const mixerAgain = { title: '东山花苑搅拌站施工扰民', text: '东山花苑的搅拌站又在夜里施工。' };

describe('what sorting keeps in mind', () => {
  let desk: TestDesk;
  beforeEach(async () => {
    desk = await openDesk();
  });
  afterEach(() => desk.close());

  it('reads none of the topics again that it has opened itself', async () => {
    const { db, rows } = counting(desk.db);
    const counted = { ...desk, db };
    const hear = async (count: number) => {
      const heard = Array.from({ length: count }, () => aComment());
      await takeSignals(db, heard, { now, by: 'system', import: null });
      await sortSignals(counted, now);
    };
    await hear(30);
    assert.ok((await countTopics(db)) >= 30);
    await hear(1);
    assert.equal(rows.get(TOPICS) ?? 0, 0);
  });

  it('learns of a topic that a person or another process has opened', async () => {
    await desk.hear({ ref: 'first' });
    await takeSignals(desk.db, [aComment({ ref: 'nod', title: null, text: '支持' })], {
      ...{ now, by: 'system', import: null },
    });
    await sortSignals(desk, now);
    const taken = await takeUpSignal(desk, 'blog:nod', responder, now);
    const apart = await openDesk();
    const { unposted, ...elsewhere } = await apart.hear({ ref: 'm1', ...mixer });
    await apart.close();
    const opened = { ...elsewhere, unposted, createdAt: from(now, seconds(5)) };
    await desk.db.collection<Topic>(TOPICS).insertOne(opened);
    assert.equal((await desk.hear({ ref: 'm2', ...mixerAgain }))._id, opened._id);
    assert.equal((await signalsOf(desk.db).findOne({ _id: 'blog:nod' }))?.topic, taken._id);
  });

  it('learns within a minute of a topic whose run, in another process, had begun before its own', async () => {
    await desk.hear({ ref: 'first' });
    const apart = await openDesk();
    const elsewhere = await apart.hear({ ref: 'm1', ...mixer });
    await apart.close();
    const opened = { ...elsewhere, unposted: [], createdAt: from(now, -minutes(5)) };
    await desk.db.collection<Topic>(TOPICS).insertOne(opened);
    await takeSignals(desk.db, [aComment({ ref: 'm2', ...mixerAgain })], { now, by: 'system', import: null });
    await sortSignals(desk, from(now, minutes(1)));
    assert.equal((await signalsOf(desk.db).findOne({ _id: 'blog:m2' }))?.topic, opened._id);
  });

  it('asks the store for a topic it had no room for, only where it may be of the message’s time', async () => {
    const topic = await desk.hear({ ref: 'm1', ...mixer });
    const vocabulary = new Vocabulary();
    const candidates = new Candidates(vocabulary, 10);
    candidates.add(await getTopic(desk.db, topic._id));
    const { db, rows } = counting(desk.db);
    const recall = async (writtenAt: Date) => {
      const gist = gistOf(plainKeysOf(mixerAgain), vocabulary);
      await recallTopics(db, { vocabulary, candidates, until: now, lookedBack: now }, { writtenAt }, gist);
      return candidates.has(topic._id);
    };
    for (let n = 0; n < 10; n++) candidates.add({ ...topic, _id: `t-${n}`, samples: [] });
    assert.equal(candidates.has(topic._id), false);
    assert.equal(await recall(from(now, days(500))), false);
    assert.equal(rows.size, 0);
    assert.equal(await recall(from(now, days(300))), true);
    assert.equal(rows.get(TOPICS), 1);
  });
});

/** The database, and how many rows were read by searches, by collection. */
function counting(real: Database): { readonly db: Database; readonly rows: ReadonlyMap<string, number> } {
  const rows = new Map<string, number>();
  const collection = <T extends Row>(name: string) => {
    const it = real.collection<T>(name);
    const find: typeof it.find = (...asked) => {
      const cursor = it.find(...asked);
      const toArray = async () => {
        const found = await cursor.toArray();
        rows.set(name, (rows.get(name) ?? 0) + found.length);
        return found;
      };
      return { ...cursor, toArray };
    };
    return new Proxy(it, {
      get: (target, key) => (key === 'find' ? find : bound(target, key)),
    });
  };
  return { db: { ...real, collection }, rows };
}

function bound(target: object, key: string | symbol): unknown {
  const value = Reflect.get(target, key, target);
  return typeof value === 'function' ? value.bind(target) : value;
}
