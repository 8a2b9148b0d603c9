import assert from 'node:assert/strict';
import { hours, after as shift } from '../../src/clock.ts';
import { noteSeenAgain, risen } from '../../src/signal/seen-again.ts';
import { signalsOf } from '../../src/signal/signal.ts';
import { takeSignals } from '../../src/signal/take-signals.ts';
import { ensureIndexes } from '../../src/store/ensure-indexes.ts';
import { heatAlertIndexes, heatAlertsOf, seeAlert } from '../../src/topic/heat-alert.ts';
import { HEARD_ONCE, heardOf } from '../../src/topic/heat-peaks.ts';
import { burstOf, heatAt, heatCurve, heatKeyOf, type Voice } from '../../src/topic/heat-rule.ts';
import { takeHeat } from '../../src/topic/heat-stage.ts';
import { mergeTopic } from '../../src/topic/merge-topic.ts';
import { sortSignals } from '../../src/topic/sort-signals.ts';
import { getTopic } from '../../src/topic/topic.ts';
import { aComment, drafter, now, openDesk, responder, type TestDesk } from './open-desk.ts';

const voice = (hoursAgo: number, given: Partial<Voice> = {}): Voice => {
  return { writtenAt: shift(now, -hours(hoursAgo)), account: 'board', likes: 0, rank: null, ...given };
};

describe('heat', () => {
  it('is what was said, and halves in 72 hours', () => {
    const key = heatKeyOf([voice(0)]);
    assert.equal(heatAt(key, now), 1);
    assert.equal(heatAt(key, shift(now, hours(72))), 0.5);
  });

  it('adds up likes, sources and the rank on a hot list', () => {
    assert.equal(heatAt(heatKeyOf([voice(0), voice(0)]), now), 2);
    assert.equal(heatAt(heatKeyOf([voice(0, { likes: 20 })]), now), 2);
    assert.equal(heatAt(heatKeyOf([voice(0), voice(0, { account: 'blog' })]), now), 4);
    assert.equal(heatAt(heatKeyOf([voice(0, { rank: 1 })]), now), 21);
  });

  it('keeps the order of topics as time goes by', () => {
    const [old, fresh] = [heatKeyOf(Array.from({ length: 9 }, () => voice(240))), heatKeyOf([voice(1)])];
    assert.ok(fresh > old);
    for (const later of [0, 100, 10_000]) {
      assert.ok(heatAt(fresh, shift(now, hours(later))) >= heatAt(old, shift(now, hours(later))));
    }
  });

  it('is the end of its own curve', () => {
    const voices = [voice(50), voice(20), voice(20)];
    const points = heatCurve(voices, { from: shift(now, -hours(60)), to: now, stepMs: hours(12) });
    assert.equal(points.at(-1)?.heat, heatAt(heatKeyOf(voices), now));
    assert.equal(
      points.reduce((sum, { signals }) => sum + signals, 0),
      3,
    );
  });

  it('jumps when a day brings far more than the days before', () => {
    const many = Array.from({ length: 6 }, (_, i) => voice(i));
    assert.deepEqual(burstOf(many)?.signals, 6);
    assert.equal(burstOf(many.slice(0, 4)), null);
    const always = Array.from({ length: 14 * 3 }, (_, i) => voice(30 + i * 8));
    assert.equal(burstOf([...many, ...always]), null);
  });
});

describe('heardOf', () => {
  it('is the most within an hour and a day, whenever that was', () => {
    const minutes = (...ago: number[]) => ago.map((one) => voice(one / 60));
    const { inHour, inDay } = heardOf(minutes(0, 200, 230, 259, 261, 5000));
    assert.deepEqual([inHour, inDay], [3, 5]);
    assert.deepEqual(heardOf(minutes(0, 60)).inHour, 1);
    assert.deepEqual(heardOf([voice(3)]), HEARD_ONCE);
  });

  it('is the best rank on any list', () => {
    assert.equal(heardOf([voice(0), voice(1, { rank: 12 }), voice(2, { rank: 7 })]).rank, 7);
  });

  it('keeps a jump that is over', () => {
    const jump = Array.from({ length: 6 }, (_, i) => voice(400 + i));
    const voices = [...jump, voice(900), voice(0)];
    assert.equal(burstOf(voices), null);
    assert.deepEqual(heardOf(voices).burst, { signals: 6, usual: 0 });
  });

  it('knows the jump that raises an alert', () => {
    const voices = Array.from({ length: 9 }, (_, i) => voice(i));
    const { at: _, ...burst } = burstOf(voices)!;
    assert.deepEqual(heardOf(voices).burst, burst);
  });
});

describe('what has risen', () => {
  const once = (likes?: number, rank?: number, topic: string | null = 't-1') => ({
    topic,
    ...(likes !== undefined && { likes }),
    ...(rank !== undefined && { rank }),
  });
  const told = (likes?: number, rank?: number) => ({ signal: 's', ...once(likes, rank) });

  it('is a tenth more likes, never fewer', () => {
    assert.deepEqual(risen(once(), told(1)), { $max: { likes: 1 } });
    assert.deepEqual(risen(once(100), told(110)), { $max: { likes: 110 } });
    for (const [was, is] of [
      [100, 109],
      [100, 100],
      [100, 5],
      [0, 0],
    ] as const)
      assert.equal(risen(once(was), told(is)), null);
  });

  it('is a higher rank of what is in a topic', () => {
    assert.deepEqual(risen(once(undefined, 12), told(undefined, 7)), { $min: { rank: 7 } });
    assert.equal(risen(once(undefined, 7), told(undefined, 12)), null);
    assert.equal(risen(once(undefined, 12, null), told(undefined, 7)), null);
  });
});

describe('takeHeat', () => {
  let desk: TestDesk;
  beforeEach(async () => {
    desk = await openDesk();
    await ensureIndexes(desk.db, heatAlertIndexes);
  });
  afterEach(() => desk.close());

  const mixer = { title: '东山花苑旁边的搅拌站日夜施工', text: '搅拌站离东山花苑不到一百米，灰尘和噪音很大。' };
  const shout = (count: number) => Array.from({ length: count }, () => mixer);

  it('measures what was said since, once', async () => {
    const { _id } = await desk.hear(mixer, mixer);
    assert.equal(await takeHeat(desk.db, now), 1);
    const { heatKey, warmed } = await getTopic(desk.db, _id);
    assert.ok(heatKey !== undefined && heatAt(heatKey, now) > 1);
    assert.equal(warmed, 0);
    assert.equal(await takeHeat(desk.db, now), 0);
  });

  it('counts likes', async () => {
    const { _id } = await desk.hear({ ...mixer, likes: 200 });
    await takeHeat(desk.db, now);
    assert.ok(heatAt((await getTopic(desk.db, _id)).heatKey!, now) > 10);
  });

  it('is taken again when a signal is liked more, also in what was merged', async () => {
    const { _id } = await desk.hear({ ...mixer, ref: 'm1', likes: 10 });
    await takeHeat(desk.db, now);
    const before = (await getTopic(desk.db, _id)).heatKey!;
    const other = await desk.hear({ text: '西门的路灯' });
    await mergeTopic(desk, { id: _id, revision: 1, into: other._id }, responder, now);
    while ((await takeHeat(desk.db, now)) > 0);
    const merged = (await getTopic(desk.db, other._id)).heatKey!;
    await noteSeenAgain(desk.db, [{ signal: 'blog:m1', likes: 180 }]);
    assert.ok((await takeHeat(desk.db, now)) > 0);
    assert.ok(heatAt((await getTopic(desk.db, other._id)).heatKey!, now) > heatAt(merged, now) + 5);
    assert.ok(merged > before);
    assert.equal(await takeHeat(desk.db, now), 0);
  });

  it('raises one alert for a burst, until somebody has seen it', async () => {
    const { _id } = await desk.hear(...shout(6));
    await takeHeat(desk.db, now);
    await takeSignals(desk.db, shout(2).map(aComment), { now, by: 'system', import: null });
    await sortSignals(desk, now);
    await takeHeat(desk.db, now);
    const [alert, ...more] = await heatAlertsOf(desk.db).find({}).toArray();
    assert.deepEqual([alert?.topic, alert?.state, alert?.signals, more.length], [_id, 'new', 8, 0]);
    await assert.rejects(seeAlert(desk.db, alert!._id, drafter, now), { code: 'no-right' });
    assert.equal((await seeAlert(desk.db, alert!._id, responder, now)).seen?.by, responder.id);
    assert.equal(await signalsOf(desk.db).countDocuments({ topic: _id }), 8);
  });
});
