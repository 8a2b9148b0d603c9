import assert from 'node:assert/strict';
import type { Delivery } from '../../src/delivery/delivery.ts';
import type { Pause } from '../../src/delivery/pause.ts';
import { type Circumstances, lateDelivery } from '../../src/monitor/late-delivery.ts';
import { aDelivery, anUnderWay, at, tried } from '../support/builders.ts';

const pause: Pause = {
  ...{ _id: 'all', isOn: true, nth: 1, reason: '全国哀悼日', urgentGoes: true, by: 'p-approver' },
  ...{ at: at('08:30'), endedAt: null, endedBy: null, held: null, unposted: [] },
};

function late(delivery: Delivery, changes: Partial<Circumstances> = {}) {
  const now = at('10:00');
  const calm = { now, graceMs: 300_000, pause: null, isOpen: true, before: [], toldAt: null, triedAt: null };
  return lateDelivery(delivery, { ...calm, ...changes });
}

/** What is said of it, in short. */
function told(found: ReturnType<typeof late>) {
  return found && [found.kind, found.repair, found.since.toISOString()];
}

const nine = at('09:00').toISOString();

describe('lateDelivery', () => {
  it('leaves alone what is over', () => {
    for (const state of ['done', 'cancelled'] as const) assert.equal(late(aDelivery({ state })), null);
  });

  it('leaves alone what is younger than the grace, to the millisecond', () => {
    assert.equal(late(aDelivery({ dueAt: new Date(at('09:55').getTime() + 1) })), null);
    assert.equal(late(aDelivery({ dueAt: at('09:55') }))?.kind, 'late');
  });

  it('leaves alone what waits for its hour or for its quota', () => {
    assert.equal(late(aDelivery({ dueAt: at('18:00') })), null);
    assert.equal(late(tried(aDelivery({ dueAt: at('10:30'), failure: 'limited' }))), null);
  });

  it('leaves alone what a pause holds, but not the urgent that goes all the same', () => {
    assert.equal(late(aDelivery(), { pause }), null);
    assert.equal(late(aDelivery({ urgent: true }), { pause })?.kind, 'late');
  });

  it('asks for a nudge when nobody took it up in time', () => {
    assert.deepEqual(told(late(aDelivery())), ['late', 'nudge', nine]);
  });

  it('asks for the account when that is not opened', () => {
    const found = late(aDelivery({ account: 'fax' }), { isOpen: false });
    assert.equal(found?.repair, null);
    assert.match(found?.remedy ?? '', /恢复账号 fax/);
  });

  it('says what is tried again and again although its time never comes, since the first try', () => {
    const again = { tries: 7, dueAt: at('10:03'), failure: 'locked-out', reason: '登录失效' } as const;
    const found = late(aDelivery(again), { triedAt: at('09:00') });
    assert.deepEqual(told(found), ['retrying', null, nine]);
    assert.match(found?.there ?? '', /已试 7 次未成.*登录失效/);
    assert.equal(late(aDelivery(again), { triedAt: at('09:58') }), null);
  });

  it('names the delivery that is in the way', () => {
    const page = aDelivery({ account: 'website', state: 'stuck', failure: 'refused' });
    const found = late(aDelivery({ after: [page._id] }), { before: [page] });
    assert.equal(found?.kind, 'blocked');
    assert.match(found?.there ?? '', /r1:1:website:publish .*需人工处理/);
    assert.equal(found?.ways[0]?.path, '/api/deliveries/r1%3A1%3Awebsite%3Apublish');
  });

  it('is silent while what is in the way says itself why', () => {
    for (const before of [aDelivery({ dueAt: at('18:00') }), aDelivery({ _id: 'held' })]) {
      const held = before._id === 'held' ? { ...pause, urgentGoes: true } : null;
      assert.equal(late(aDelivery({ urgent: true, after: [before._id] }), { before: [before], pause: held }), null);
    }
  });

  it('goes on past what is over, a refusal on its own account included', () => {
    const before = [
      aDelivery({ _id: 'a', state: 'done' }),
      aDelivery({ _id: 'b', state: 'stuck', failure: 'refused' }),
    ];
    assert.equal(late(aDelivery({ after: ['a', 'b'] }), { before })?.kind, 'late');
  });

  it('tells a person when what is in the way is not there any more', () => {
    const found = late(aDelivery({ after: ['gone'] }));
    assert.deepEqual([found?.kind, found?.repair], ['blocked', null]);
    assert.match(found?.there ?? '', /不存在/);
  });

  it('finds what a dead process left sending, once nobody took it over', () => {
    assert.deepEqual(told(late(anUnderWay())), ['sending-lost', 'nudge', at('09:00:30').toISOString()]);
    assert.equal(late(anUnderWay({}, { leaseUntil: at('10:00:20') })), null);
  });

  it('finds what has not settled for half an hour, or is not looked at in time', () => {
    const settling = { state: 'settling', looks: 5, reason: '平台尚在处理' } as const;
    const soon = { dueAt: at('10:01') };
    assert.equal(late(tried(aDelivery({ ...settling, ...soon }), { at: at('09:31') })), null);
    const long = late(tried(aDelivery({ ...settling, ...soon }), { at: at('09:00') }));
    assert.deepEqual(told(long), ['settling-long', 'nudge', nine]);
    assert.deepEqual(
      long?.ways.map(({ path }) => path.split('/').at(-1)),
      ['r1%3A1%3Aweibo%3Apublish', 'confirm', 'give-up'],
    );
    const forgotten = late(tried(aDelivery({ ...settling, dueAt: at('09:40') }), { at: at('09:39') }));
    assert.equal(forgotten?.kind, 'settling-long');
  });

  it('says of what is stuck what a person may do, by whether it may be out', () => {
    const stuck = (failure: 'refused' | 'uncertain') =>
      late(aDelivery({ state: 'stuck', failure, reason: '标题超长' }));
    assert.match(stuck('refused')?.remedy ?? '', /没有发出/);
    assert.match(stuck('uncertain')?.remedy ?? '', /到平台核实/);
    assert.equal(stuck('refused')?.there, '标题超长');
  });
});
