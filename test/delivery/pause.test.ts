import assert from 'node:assert/strict';
import type { Channel } from '../../src/channel/contract.ts';
import { DELIVERIES } from '../../src/delivery/delivery.ts';
import { type Dispatcher, openDispatcher } from '../../src/delivery/dispatch.ts';
import { countHeld, currentPause, lastPause, pauseAll, resumeAll } from '../../src/delivery/pause.ts';
import { watchPause } from '../../src/delivery/watch-pause.ts';
import {
  aChannel,
  aDelivery,
  anUnderWay,
  aPerson,
  aSending,
  at,
  counted,
  done,
  seenDone,
  tried,
} from '../support/builders.ts';
import { refusesCleanly } from '../support/refuses-cleanly.ts';
import { linesIn, openDeliveries, put, read } from './on-store.ts';

const by = aPerson('approver');
const pausing = { by, now: at('09:00'), reason: '全国哀悼日', urgentGoes: false };

describe('pauseAll and resumeAll', () => {
  const store = openDeliveries();
  const refuses = (code: string, operation: () => Promise<unknown>) =>
    refusesCleanly({ db: store().db, collections: ['pauses', 'ledger'] }, code, operation);

  it('each tell one line, as often as it is paused', async () => {
    const { db } = store();
    for (const hour of ['09', '10']) {
      await pauseAll(db, { ...pausing, now: at(`${hour}:00`) });
      assert.equal((await currentPause(db))?.reason, '全国哀悼日');
      await resumeAll(db, { by, now: at(`${hour}:30`) });
      assert.equal(await currentPause(db), null);
      const last = await lastPause(db);
      assert.deepEqual([last?.at, last?.endedAt, last?.endedBy], [at(`${hour}:00`), at(`${hour}:30`), by.id]);
    }
    const once = ['sending.paused', 'sending.resumed'];
    assert.deepEqual(await linesIn(db, ['pauses']), [...once, ...once]);
  });

  it('are refused when there is nothing to change', async () => {
    const { db } = store();
    await refuses('wrong-state', () => resumeAll(db, pausing));
    await pauseAll(db, pausing);
    await refuses('wrong-state', () => pauseAll(db, { ...pausing, reason: '另一原因' }));
    await resumeAll(db, pausing);
    await refuses('wrong-state', () => resumeAll(db, pausing));
  });

  it('need the right', async () => {
    const other = aPerson('drafter', 'reviewer', 'responder', 'statistician');
    await refuses('no-right', () => pauseAll(store().db, { ...pausing, by: other }));
    await pauseAll(store().db, pausing);
    await refuses('no-right', () => resumeAll(store().db, { by: other, now: at('09:30') }));
  });

  it('make one pause of two people who pause at once', async () => {
    const { db, again } = store();
    const other = await again();
    const results = await Promise.allSettled([pauseAll(db, pausing), pauseAll(other, pausing)]);
    assert.deepEqual(results.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
    assert.deepEqual(await linesIn(db, ['pauses']), ['sending.paused']);
  });

  it('count what would have gone out by now, by account', async () => {
    const { db } = store();
    await put(
      db,
      aDelivery({ _id: 'd1' }),
      aDelivery({ _id: 'd2', urgent: true }),
      aDelivery({ _id: 'd3', account: 'wechat' }),
      aDelivery({ _id: 'd4', dueAt: at('18:00') }),
      aDelivery({ _id: 'd5', state: 'settling' }),
      aDelivery({ _id: 'd6', state: 'done' }),
    );
    const wechat = { account: 'wechat', held: 1 };
    const all = await countHeld(db, { urgentGoes: false }, at('09:00'));
    assert.deepEqual(all, { total: 3, accounts: [wechat, { account: 'weibo', held: 2 }] });
    const normal = await countHeld(db, { urgentGoes: true }, at('09:00'));
    assert.deepEqual(normal, { total: 2, accounts: [wechat, { account: 'weibo', held: 1 }] });
  });
});

describe('a pause', () => {
  const store = openDeliveries();
  let dispatcher: Dispatcher | null = null;
  afterEach(async () => {
    await dispatcher?.stop();
  });

  function open(channel: Partial<Channel>) {
    const { db } = store();
    const pause = watchPause(db);
    const sending = aSending(db, aChannel(channel));
    const opened = openDispatcher({ ...sending, accounts: [{ id: 'weibo' }], pause, moved: () => {} });
    dispatcher = opened;
    return { opened, pause };
  }
  const states = async (...ids: readonly string[]) =>
    (await Promise.all(ids.map((_id) => read(store().db, { _id })))).map(({ state }) => state);

  it('sends nothing that waits, while what was sent is followed up', async () => {
    const { db } = store();
    const find = counted(async () => seenDone());
    await put(db, aDelivery({ _id: 'd1' }), aDelivery({ _id: 'd2', urgent: true }));
    await put(db, tried(aDelivery({ _id: 'd3', state: 'settling' })));
    await put(db, anUnderWay({ _id: 'd4', dueAt: at('08:59') }));
    await pauseAll(db, pausing);
    const { opened, pause } = open({ publish: async () => done(), find });
    await opened.idle();
    assert.deepEqual(await states('d1', 'd2', 'd3', 'd4'), ['waiting', 'waiting', 'done', 'done']);
    await resumeAll(db, pausing);
    pause.changed();
    await opened.idle();
    assert.deepEqual(await states('d1', 'd2'), ['done', 'done']);
  });

  it('lets what is urgent through when it says so', async () => {
    const { db } = store();
    await put(db, aDelivery({ _id: 'd1', dueAt: at('08:00') }), aDelivery({ _id: 'd2', urgent: true }));
    await pauseAll(db, { ...pausing, urgentGoes: true });
    await open({ publish: async () => done() }).opened.idle();
    assert.deepEqual(await states('d1', 'd2'), ['waiting', 'done']);
  });

  it('holds what was read ahead already', async () => {
    const { db } = store();
    const ids = ['d1', 'd2', 'd3', 'd4'];
    await put(db, ...ids.map((_id, i) => aDelivery({ _id, dueAt: at(`08:0${i}`) })));
    const { opened, pause } = open({
      publish: async () => {
        if ((await currentPause(db)) === null) await pauseAll(db, pausing);
        pause.changed();
        return done();
      },
    });
    await opened.idle();
    assert.deepEqual(await states(...ids), ['done', 'waiting', 'waiting', 'waiting']);
    assert.equal(await db.collection(DELIVERIES).countDocuments({ tries: 0 }), 3);
  });

  it('of another process is heeded without being told', async () => {
    const { db, again } = store();
    const watch = watchPause(db);
    assert.equal(await watch.current(), null);
    await pauseAll(await again(), pausing);
    const limit = Date.now() + 3000;
    while ((await watch.current()) === null) {
      assert.ok(Date.now() < limit, 'the pause is not seen');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });
});
