import assert from 'node:assert/strict';
import { hours, minutes } from '../../src/clock.ts';
import { findWindow, leavePlace, noteMessage, takePlace } from '../../src/signal/conversation.ts';
import { openStore } from '../support/open-store.ts';

const now = new Date('2026-03-02T09:00:00+08:00');
const later = (ms: number) => new Date(now.getTime() + ms);
const who = { account: 'wechat', person: 'o1' };
const allowed = { ms: hours(48), count: 5 };

describe('a conversation', () => {
  const store = openStore();
  const take = (at = now, db = store().db) => takePlace(db, who, { allowed, now: at });

  it('has a place for five messages within 48 hours, however many processes take them', async () => {
    const { db, again } = store();
    await noteMessage(db, who, now);
    const other = await again();
    const taken = await Promise.all(Array.from({ length: 12 }, (_, nth) => take(now, nth % 2 ? db : other)));
    assert.equal(taken.filter(Boolean).length, 5);
    assert.deepEqual(await findWindow(db, who, allowed), { until: later(hours(48)), left: 0 });
  });

  it('ends 48 hours after the latest message', async () => {
    await noteMessage(store().db, who, now);
    assert.equal(await take(later(hours(48) - 1)), true);
    assert.equal(await take(later(hours(48))), false);
  });

  it('has as many places as one likes within its time where the platform counts none', async () => {
    const { db } = store();
    const endless = { ...allowed, count: null };
    await noteMessage(db, who, now);
    const taken = await Promise.all(Array.from({ length: 12 }, () => takePlace(db, who, { allowed: endless, now })));
    assert.ok(taken.every(Boolean));
    assert.deepEqual(await findWindow(db, who, endless), { until: later(hours(48)), left: null });
    assert.equal(await takePlace(db, who, { allowed: endless, now: later(hours(48)) }), false);
  });

  it('begins anew with each message, not with one told again or one that is older', async () => {
    const { db } = store();
    const left = async () => (await findWindow(db, who, allowed))?.left;
    await noteMessage(db, who, now);
    await take();
    await noteMessage(db, who, now);
    await noteMessage(db, who, later(-hours(1)));
    assert.equal(await left(), 4);
    await noteMessage(db, who, later(minutes(5)));
    assert.deepEqual(await findWindow(db, who, allowed), { until: later(minutes(5) + hours(48)), left: 5 });
  });

  it('gives back the place of what did not go out', async () => {
    const { db } = store();
    await noteMessage(db, who, now);
    await take();
    await leavePlace(db, who);
    await leavePlace(db, who);
    assert.equal((await findWindow(db, who, allowed))?.left, 5);
  });

  it('is nobody’s who never wrote', async () => {
    assert.equal(await findWindow(store().db, who, allowed), null);
    assert.equal(await take(), false);
  });
});
