import assert from 'node:assert/strict';
import type { Channel, Receipt } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import { minutes } from '../../src/clock.ts';
import { type Dispatcher, openDispatcher } from '../../src/delivery/dispatch.ts';
import {
  aChannel,
  aClock,
  aDelivery,
  anUnderWay,
  aSending,
  at,
  channelsOf,
  counted,
  done,
  limits,
} from '../support/builders.ts';
import { openDeliveries, put, read } from './on-store.ts';

/** A promise that is kept when told. */
function aGate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

describe('openDispatcher', () => {
  const store = openDeliveries();
  const notPaused = { current: async () => null };
  let dispatcher: Dispatcher | null = null;
  afterEach(async () => {
    await dispatcher?.stop();
  });

  function open(channels: Readonly<Record<string, Channel>>) {
    const sending = aSending(store().db, aChannel(), { channels: channelsOf(channels) });
    const accounts = ['website', 'wechat', 'weibo'].map((id) => ({ id }));
    const opened = openDispatcher({ ...sending, accounts, pause: notPaused, moved: () => {} });
    dispatcher = opened;
    return { dispatcher: opened, sending };
  }
  const publishing = (channel: Partial<Channel> = {}) => aChannel({ publish: async () => done(), ...channel });
  const named = (account: string, _id = account, after: readonly string[] = []) => aDelivery({ account, _id, after });
  const stateOf = async (_id: string) => (await read(store().db, { _id })).state;

  it('sends everything that is due, what waits for another account included', async () => {
    const order: string[] = [];
    const noting = (account: string) =>
      publishing({
        publish: async () => {
          order.push(account);
          return done();
        },
      });
    await put(
      store().db,
      named('weibo', 'weibo', ['website']),
      named('wechat', 'wechat', ['website']),
      named('website'),
    );
    const opened = open({ website: noting('website'), wechat: noting('wechat'), weibo: noting('weibo') });
    await opened.dispatcher.idle();
    await opened.dispatcher.idle();
    assert.equal(order[0], 'website');
    assert.deepEqual(order.toSorted(), ['website', 'wechat', 'weibo']);
  });

  it('lets no account delay another: one hangs, one is locked out, the third goes', async () => {
    const gate = aGate();
    const hanging = publishing({
      publish: async () => {
        await gate.opened;
        return done();
      },
    });
    const locked = publishing({
      publish: async (): Promise<Receipt> => {
        throw new ChannelFailure('locked-out', '登录失效');
      },
    });
    const sent = aGate();
    const quick = publishing({
      publish: async () => {
        sent.open();
        return done();
      },
    });
    await put(store().db, named('website'), named('wechat'), named('weibo'));
    const opened = open({ website: hanging, wechat: locked, weibo: quick });
    opened.dispatcher.nudge();
    await sent.opened;
    assert.equal(await stateOf('website'), 'sending');
    gate.open();
    await opened.dispatcher.idle();
    assert.deepEqual(await Promise.all(['website', 'wechat', 'weibo'].map(stateOf)), ['done', 'waiting', 'done']);
  });

  it('has as many calls in hand as the channel stands, never more', async () => {
    let inHand = 0;
    let most = 0;
    const publish = async () => {
      inHand += 1;
      most = Math.max(most, inHand);
      await new Promise((resolve) => setImmediate(resolve));
      inHand -= 1;
      return done();
    };
    await put(store().db, ...Array.from({ length: 9 }, (_, i) => named('weibo', `d${i}`)));
    const { dispatcher: opened } = open({ weibo: publishing({ limits: { ...limits, atOnce: 3 }, publish }) });
    await opened.idle();
    assert.equal(most, 3);
    assert.equal(await store().db.collection('deliveries').countDocuments({ state: 'done' }), 9);
  });

  it('takes nothing new when it stops, and waits for what is in hand', async () => {
    const gate = aGate();
    const called = aGate();
    const publish = counted(async () => {
      called.open();
      await gate.opened;
      return done();
    });
    await put(store().db, named('weibo', 'd1'), named('weibo', 'd2'));
    const { dispatcher: opened } = open({ weibo: publishing({ publish }) });
    opened.nudge();
    await called.opened;
    let isStopped = false;
    const stopped = opened.stop().then(() => {
      isStopped = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(isStopped, false);
    gate.open();
    await stopped;
    assert.equal(publish.calls.length, 1);
    assert.deepEqual([await stateOf('d1'), await stateOf('d2')], ['done', 'waiting']);
    opened.nudge();
    await opened.idle();
    assert.equal(publish.calls.length, 1);
  });

  it('leaves alone what another process has in hand, and does not spin on it', async () => {
    await put(store().db, anUnderWay({ _id: 'd1' }));
    const { dispatcher: opened } = open({ weibo: aChannel() });
    await opened.idle();
    assert.deepEqual(await read(store().db, { _id: 'd1' }), anUnderWay({ _id: 'd1' }));
  });

  it('sends each once beside another process at the same pile, both reading ahead', async () => {
    const { db, again } = store();
    const ids = Array.from({ length: 40 }, (_, i) => `d${i}`);
    await put(db, ...ids.map((id) => named('weibo', id)));
    const called: string[] = [];
    const publish: Channel['publish'] = async (_piece, { key }) => {
      called.push(key);
      return done(key);
    };
    const weibo = publishing({ limits: { ...limits, atOnce: 4 }, publish });
    const both = [db, await again()].map((one) => {
      const sending = aSending(one, weibo);
      return openDispatcher({ ...sending, accounts: [{ id: 'weibo' }], pause: notPaused, moved: () => {} });
    });
    await Promise.all(both.map((one) => one.idle()));
    await Promise.all(both.map((one) => one.stop()));
    assert.deepEqual(called.toSorted(), ids.toSorted());
  });

  it('lets what is urgent overtake a pile that it has read ahead already', async () => {
    const { db } = store();
    const called: string[] = [];
    const first = aGate();
    const gate = aGate();
    const publish: Channel['publish'] = async (_piece, { key }) => {
      called.push(key);
      first.open();
      await gate.opened;
      return done(key);
    };
    await put(db, ...Array.from({ length: 9 }, (_, i) => named('weibo', `d${i}`)));
    const { dispatcher: opened } = open({ weibo: publishing({ publish }) });
    opened.nudge();
    await first.opened;
    await put(db, aDelivery({ _id: 'urgent', urgent: true }));
    opened.nudge();
    gate.open();
    await opened.idle();
    assert.deepEqual([called[1], called.length], ['urgent', 10]);
  });

  for (const reading of [1, 2, 3]) {
    it(`does not oversleep what comes due right after its reading no. ${reading} of the clock`, async () => {
      const sent = aGate();
      const publish = async () => {
        sent.open();
        return done();
      };
      const clock = aClock();
      let readings = 0;
      const jumping = { ...clock, now: () => at(++readings > reading ? '09:00:00.010' : '09:00') };
      await put(store().db, aDelivery({ dueAt: at('09:00:00.010') }));
      const sending = aSending(store().db, publishing({ publish }), { clock: jumping });
      dispatcher = openDispatcher({ ...sending, accounts: [{ id: 'weibo' }], pause: notPaused, moved: () => {} });
      dispatcher.nudge();
      await sent.opened;
    });
  }

  it('comes to rest while every platform swallows what it is sent', async () => {
    const publish = async (): Promise<Receipt> => {
      throw new ChannelFailure('uncertain', '网关错误');
    };
    const calls = counted(publish);
    await put(store().db, named('weibo'));
    const { dispatcher: opened, sending } = open({
      weibo: publishing({ publish: calls, find: async () => ({ seen: 'absent' }) }),
    });
    for (let minute = 0; minute < 60; minute++) {
      await opened.idle();
      sending.clock.pass(minutes(1));
    }
    assert.ok(calls.calls.length > 5, 'it does go on trying');
    assert.ok(calls.calls.length < 15, `${calls.calls.length} calls in an hour`);
  });
});
