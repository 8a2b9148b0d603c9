import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { IncomingSignal } from '../../src/signal/signal.ts';
import { signalsOf } from '../../src/signal/signal.ts';
import { takeSignals } from '../../src/signal/take-signals.ts';
import { sortSignals } from '../../src/topic/sort-signals.ts';
import { topicsOf } from '../../src/topic/topic.ts';
import { aComment, now, openDesk, type TestDesk } from './open-desk.ts';

describe('sortSignals on real messages', () => {
  let desk: TestDesk;
  beforeEach(async () => {
    desk = await openDesk();
  });
  afterEach(() => desk.close());

  const take = async (...signals: Partial<IncomingSignal>[]) => {
    await takeSignals(desk.db, signals.map(aComment), { now, by: 'system', import: null });
  };

  it('leaves nothing of one known event in the topic of another, on real messages', async function () {
    const folder = join(import.meta.dirname, '../../../shared/data');
    if (!existsSync(folder)) {
      console.log('      no ../shared/data: sorting of real messages is not checked');
      this.skip();
    }
    const labels: Record<string, { ids: string[] }> = JSON.parse(
      await readFile(join(folder, 'labelled-topics.json'), 'utf8'),
    );
    const eventOf = new Map(
      Object.entries(labels).flatMap(([event, { ids }]) => ids.map((id) => [id, event] as const)),
    );
    const rows = (await readFile(join(folder, 'citizen-messages.ndjson'), 'utf8'))
      .trim()
      .split('\n')
      .map((row) => JSON.parse(row));
    const chosen = rows.filter(({ id }, i) => eventOf.has(id) || i % 20 === 0);
    await take(
      ...chosen.map(({ id, title, text, at: written }) => ({ ref: id, title, text, writtenAt: new Date(written) })),
    );
    await sortSignals(desk, now);
    const signals = await signalsOf(desk.db)
      .find({ topic: { $gt: '' } })
      .toArray();
    for (const [event, { ids }] of Object.entries(labels)) {
      const members = Map.groupBy(
        signals.filter(({ ref }) => ids.includes(ref)),
        ({ topic }) => topic,
      );
      const [topic, most] = [...members].toSorted((a, b) => b[1].length - a[1].length)[0]!;
      const others = signals.filter(
        (signal) => signal.topic === topic && eventOf.has(signal.ref) && eventOf.get(signal.ref) !== event,
      );
      assert.deepEqual(
        others.map(({ ref }) => ref),
        [],
        event,
      );
      assert.ok(most.length >= 2, `${event}: nothing was joined`);
    }
    assert.ok((await topicsOf(desk.db).countDocuments({})) < chosen.length - 60);
  });
});
