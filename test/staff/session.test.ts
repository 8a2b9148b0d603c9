import assert from 'node:assert/strict';
import { days, hours, minutes } from '../../src/clock.ts';
import { digestOf } from '../../src/ids.ts';
import { endSessions, findSession, openSession } from '../../src/staff/session.ts';
import { noSessionCookie, sessionCookie } from '../../src/staff/session-cookie.ts';
import { sessionsOf } from '../../src/staff/staff-store.ts';
import { movedClock, openStaffStore, type TestStore } from '../http/start-server.ts';

describe('session', () => {
  let store: TestStore;
  before(async () => {
    store = await openStaffStore();
  });
  after(() => store.close());

  it('is stored under the digest of its token, never the token', async () => {
    const { now } = movedClock('2018-07-02T09:00:00+08:00');
    const token = await openSession(store.db, 's1', now());
    assert.equal(Buffer.from(token, 'base64url').length, 32);
    const stored = await sessionsOf(store.db).findOne({ _id: digestOf(token) });
    assert.equal(stored?.staffId, 's1');
    assert.ok(!JSON.stringify(stored).includes(token));
    assert.equal(await findSession(store.db, digestOf(token), now()), null);
  });

  it('ends after twelve hours unused, and lasts while used', async () => {
    const clock = movedClock('2018-07-02T09:00:00+08:00');
    const token = await openSession(store.db, 's2', clock.now());
    clock.pass(hours(11));
    assert.ok(await findSession(store.db, token, clock.now()));
    clock.pass(hours(11));
    assert.ok(await findSession(store.db, token, clock.now()));
    clock.pass(hours(12));
    assert.equal(await findSession(store.db, token, clock.now()), null);
  });

  it('ends after seven days however much it is used', async () => {
    const clock = movedClock('2018-07-02T09:00:00+08:00');
    const token = await openSession(store.db, 's3', clock.now());
    for (let i = 0; i < 20; i++) {
      clock.pass(hours(8));
      assert.ok(await findSession(store.db, token, clock.now()), `after ${(i + 1) * 8} hours`);
    }
    clock.pass(days(7) - hours(160));
    assert.equal(await findSession(store.db, token, clock.now()), null);
  });

  it('is written at most every five minutes', async () => {
    const clock = movedClock('2018-07-02T09:00:00+08:00');
    const token = await openSession(store.db, 's4', clock.now());
    const seenAt = async () => (await sessionsOf(store.db).findOne({ _id: digestOf(token) }))?.seenAt.toISOString();
    clock.pass(minutes(4));
    await findSession(store.db, token, clock.now());
    assert.equal(await seenAt(), '2018-07-02T01:00:00.000Z');
    clock.pass(minutes(1));
    await findSession(store.db, token, clock.now());
    assert.equal(await seenAt(), '2018-07-02T01:05:00.000Z');
  });

  it('is cleared away at a later login once it is over', async () => {
    const clock = movedClock('2018-08-02T09:00:00+08:00');
    const token = await openSession(store.db, 's5', clock.now());
    clock.pass(hours(12));
    await openSession(store.db, 's6', clock.now());
    assert.equal(await sessionsOf(store.db).findOne({ _id: digestOf(token) }), null);
  });

  it('ends with all others of the person, save the one kept', async () => {
    const { now } = movedClock('2018-07-02T09:00:00+08:00');
    const [kept, other, foreign] = [
      await openSession(store.db, 's7', now()),
      await openSession(store.db, 's7', now()),
      await openSession(store.db, 's8', now()),
    ];
    await endSessions(store.db, 's7', kept);
    assert.ok(await findSession(store.db, kept, now()));
    assert.equal(await findSession(store.db, other, now()), null);
    assert.ok(await findSession(store.db, foreign, now()));
    await endSessions(store.db, 's7', null);
    assert.equal(await findSession(store.db, kept, now()), null);
  });
});

describe('sessionCookie', () => {
  it('is out of reach of scripts and other sites, and Secure where there is https', () => {
    assert.equal(sessionCookie('t', false), 'sanwei=t; Path=/; HttpOnly; SameSite=Strict');
    assert.equal(sessionCookie('t', true), 'sanwei=t; Path=/; HttpOnly; SameSite=Strict; Secure');
    assert.match(noSessionCookie(true), /^sanwei=; Max-Age=0; .*Secure$/);
  });
});
