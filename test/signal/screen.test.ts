import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hours } from '../../src/clock.ts';
import { restoreSignal } from '../../src/signal/restore-signal.ts';
import { screenWords } from '../../src/signal/screen.ts';
import { screenIndexes } from '../../src/signal/screen-incoming.ts';
import { type IncomingSignal, type Signal, signalsOf } from '../../src/signal/signal.ts';
import { takeSignals } from '../../src/signal/take-signals.ts';
import { ensureIndexes } from '../../src/store/ensure-indexes.ts';
import { setAsideAgain } from '../../src/topic/set-aside.ts';
import { sortSignals } from '../../src/topic/sort-signals.ts';
import { topicsOf } from '../../src/topic/topic.ts';
import { aComment, drafter, lineOf, now, openDesk, responder, type TestDesk } from '../topic/open-desk.ts';

const said = (text: string, kind: IncomingSignal['kind'] = 'comment') =>
  screenWords({ kind, title: null, text })?.rule ?? null;

describe('screenWords', () => {
  it('sets advertising and mere insults aside', () => {
    assert.equal(said('专业代开发票，需要的加微信abc_12345'), 'advertising');
    assert.equal(said('无抵押贷款秒到账，电话13812345678'), 'advertising');
    assert.equal(said('一群废物！！！'), 'insult');
  });

  it('hears who complains about advertising, who swears over a matter, and every case, request and correction', () => {
    assert.equal(said('楼道里贴满代开发票的小广告，没人管'), null);
    assert.equal(said('他妈的，龙坪镇的路灯坏了三个月了还没人修'), null);
    assert.equal(said('专业代开发票，加微信abc_12345', 'case'), null);
    assert.equal(said('废物', 'request'), null);
  });

  it('sets none of a city’s real messages aside', function () {
    const path = join(import.meta.dirname, '../../../shared/data/citizen-messages.ndjson');
    if (!existsSync(path)) return this.skip();
    const rows = readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const hit = rows.filter(({ title, text }) => screenWords({ kind: 'message', title, text }) !== null);
    assert.deepEqual(
      hit.map(({ id }) => id),
      [],
    );
  });
});

describe('what rules set aside', () => {
  let desk: TestDesk;
  beforeEach(async () => {
    desk = await openDesk();
    await ensureIndexes(desk.db, screenIndexes);
  });
  afterEach(() => desk.close());

  let ref = 0;
  const take = async (given: Partial<IncomingSignal>, at = now, source: string | null = null): Promise<Signal> => {
    const comment = aComment({ author: { id: 'u1', name: '某人' }, ...given, ref: given.ref ?? `s${++ref}` });
    await takeSignals(desk.db, [comment], { now: at, by: 'system', import: source });
    await sortSignals(desk, at);
    return (await signalsOf(desk.db).findOne({ _id: `blog:${comment.ref}` }))!;
  };
  const text = '我家门口的路灯坏了快来修';
  const decisionOf = ({ sorting }: Signal) => sorting?.rule ?? sorting?.decision;

  it('is the third time of the same by one person within a day, not what is pulled again', async () => {
    const first = await take({ text, ref: 'same' });
    await take({ text, ref: 'same' });
    await take({ text });
    const third = await take({ text: `${text}！！` });
    assert.deepEqual([decisionOf(first), decisionOf(third)], ['opened', 'repeated']);
    assert.match(third.sorting?.reason ?? '', /第 3 次/);
    assert.equal(third.topic, null);
    assert.notEqual(decisionOf(await take({ text, author: { id: 'u2', name: '别人' } })), 'repeated');
    assert.notEqual(decisionOf(await take({ text }, new Date(now.getTime() + hours(25)))), 'repeated');
  });

  it('does not count rows of a file as repetition', async () => {
    for (let i = 0; i < 4; i++) assert.notEqual(decisionOf(await take({ text }, now, 'import-1')), 'repeated');
  });

  it('is restored by one click, sorted like any other, and the rule has learnt', async () => {
    const ad = '代开发票，加微信abc_12345';
    const aside = await take({ text: ad });
    assert.equal(decisionOf(aside), 'advertising');
    await assert.rejects(() => restoreSignal(desk.db, aside._id, drafter, now), { code: 'no-right' });
    lineOf(await restoreSignal(desk.db, aside._id, responder, now), 'signal.restored');
    await sortSignals(desk, now);
    const again = (await signalsOf(desk.db).findOne({ _id: aside._id }))!;
    assert.ok(again.topic);
    await assert.rejects(() => restoreSignal(desk.db, aside._id, responder, now), { code: 'wrong-state' });
    assert.notEqual(decisionOf(await take({ text: `${ad}，急` })), 'advertising');
    assert.equal(decisionOf(await take({ text: ad, author: { id: 'u9', name: '别人' } })), 'advertising');
  });

  const setAside = (id: string, { by = responder, answered = false } = {}) =>
    setAsideAgain(desk, { id, hasReplies: async () => answered }, by, now);
  const restore = async (id: string) => {
    await restoreSignal(desk.db, id, responder, now);
    await sortSignals(desk, now);
    return (await signalsOf(desk.db).findOne({ _id: id }))!;
  };

  it('is set aside again with the topic it had opened, and the rule holds again; as often as one likes', async () => {
    const ad = '代开发票，加微信abc_12345';
    const { _id } = await take({ text: ad });
    await assert.rejects(() => setAside(_id), { code: 'wrong-state' }, 'what nobody restored');
    for (const nth of [1, 2]) {
      const restored = await restore(_id);
      assert.deepEqual([restored.restored?.rule, restored.restored?.nth], ['advertising', nth]);
      await assert.rejects(() => setAside(_id, { by: drafter }), { code: 'no-right' });
      const aside = await setAside(_id);
      assert.deepEqual([aside.topic, aside.sorting?.rule, aside.restored], [null, 'advertising', null]);
      assert.equal(await topicsOf(desk.db).countDocuments({ _id: restored.topic }), 0);
      assert.equal(decisionOf(await take({ text: `${ad}，急${nth}` })), 'advertising');
    }
    const lines = (await signalsOf(desk.db).findOne({ _id }))!.unposted.map((line) => line._id);
    assert.equal(new Set(lines).size, lines.length, 'each act has a line of its own');
  });

  it('leaves the topic of others as it was, and stays where somebody works on it alone', async () => {
    const ad = '文昌路井盖丢了，代开发票，加微信abc_12345';
    const { _id } = await take({ text: ad });
    const alone = await restore(_id);
    await assert.rejects(() => setAside(_id, { answered: true }), /已有人办理/);
    await topicsOf(desk.db).updateOne({ _id: alone.topic }, { $set: { owner: responder.id, revision: 2 } });
    await assert.rejects(() => setAside(_id), { code: 'wrong-state' });
    assert.equal((await signalsOf(desk.db).findOne({ _id }))!.topic, alone.topic);
    const other = await take({ text: '文昌路有个井盖不见了', author: { id: 'u2', name: '别人' } });
    await signalsOf(desk.db).updateOne({ _id: other._id }, { $set: { topic: alone.topic } });
    await setAside(_id);
    const topic = (await topicsOf(desk.db).findOne({ _id: alone.topic }))!;
    assert.equal(topic.owner, responder.id);
    assert.ok(
      topic.samples.every(({ of }) => of !== _id),
      'it no longer speaks for the topic',
    );
  });

  it('is on record as taken, and nothing is lost', async () => {
    lineOf(await take({ text: '滚蛋，废物' }), 'signal.taken');
  });
});
