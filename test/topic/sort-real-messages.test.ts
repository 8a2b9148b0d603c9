/** Sorting held to a city's real messages: how well the known events come together, and what they keep out. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { signalsOf } from '../../src/signal/signal.ts';
import { takeSignals } from '../../src/signal/take-signals.ts';
import { sortSignals } from '../../src/topic/sort-signals.ts';
import { getRoot } from '../../src/topic/topic-family.ts';
import { aComment, now, openDesk, type TestDesk } from './open-desk.ts';

const folder = join(import.meta.dirname, '../../../shared/data');

/** Best F1 of the event over all topics, with its precision and recall. */
function bestMatch(ids: readonly string[], topics: ReadonlyMap<string, readonly string[]>) {
  const event = new Set(ids);
  return [...topics.values()]
    .map((members) => {
      const both = members.filter((ref) => event.has(ref)).length;
      return {
        f1: (2 * both) / (members.length + ids.length),
        precision: both / members.length,
        recall: both / ids.length,
      };
    })
    .toSorted((a, b) => b.f1 - a.f1)[0]!;
}

describe('sortSignals on real messages', () => {
  let desk: TestDesk;
  beforeEach(async () => {
    desk = await openDesk();
  });
  afterEach(() => desk.close());

  it('brings each known event together in one topic', async function () {
    this.timeout(240_000);
    if (!existsSync(folder)) {
      console.log('      no ../shared/data: sorting of real messages is not checked');
      this.skip();
    }
    const read = (file: string) => readFile(join(folder, file), 'utf8');
    const labels: Record<string, { ids: string[] }> = JSON.parse(await read('labelled-topics.json'));
    const rows = (await read('citizen-messages.ndjson'))
      .trim()
      .split('\n')
      .map((row) => JSON.parse(row));
    const messages = rows.map(({ id, title, text, at }) => ({ ref: id, title, text, writtenAt: new Date(at) }));
    const taking = { now, by: 'system', import: null };
    await takeSignals(
      desk.db,
      messages.map((message) => aComment({ account: 'board', kind: 'message', ...message })),
      taking,
    );
    await sortSignals(desk, now);
    const signals = await signalsOf(desk.db)
      .find({ topic: { $gt: '' } })
      .toArray();
    const roots = new Map<string, string>();
    for (const id of new Set(signals.map(({ topic }) => topic!))) roots.set(id, (await getRoot(desk.db, id))._id);
    const grouped = Map.groupBy(signals, ({ topic }) => roots.get(topic!)!);
    const topics = new Map([...grouped].map(([id, members]) => [id, members.map(({ ref }) => ref)]));
    const matches = Object.entries(labels).map(([event, { ids }]) => ({ event, ...bestMatch(ids, topics) }));
    const mean = matches.reduce((sum, { f1 }) => sum + f1, 0) / matches.length;
    assert.ok(mean >= 0.92, JSON.stringify({ mean, matches }));
    // Some members of these events carry no label: they count as wrong here.
    for (const { event, precision } of matches) assert.ok(precision >= 0.75, `${event}: ${precision}`);
    const largest = Math.max(...[...topics.values()].map(({ length }) => length));
    assert.ok(largest < 80, `one topic swallowed ${largest} messages`);
    assert.ok(topics.size > signals.length / 2);
  });
});
