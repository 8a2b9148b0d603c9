import assert from 'node:assert/strict';
import { findVisitor } from '../../src/staff/find-visitor.ts';
import { ensureAdministrator } from '../../src/staff/first-administrator.ts';
import { openSession } from '../../src/staff/session.ts';
import { staffOf } from '../../src/staff/staff-store.ts';
import { openStaffStore, type TestStore } from '../http/start-server.ts';

const now = new Date('2018-07-02T09:00:00+08:00');

describe('findVisitor', () => {
  let store: TestStore;
  before(async () => {
    store = await openStaffStore();
    await ensureAdministrator(store.db, now);
  });
  after(() => store.close());

  it('knows nobody without credentials', async () => {
    assert.equal(await findVisitor(store.db, { bearer: null, cookie: null }, now), null);
    assert.equal(await findVisitor(store.db, { bearer: '', cookie: '' }, now), null);
  });

  it('does not know an inactive person, even with a session opened while being set inactive', async () => {
    const cookie = await openSession(store.db, 'admin', now);
    assert.equal((await findVisitor(store.db, { bearer: null, cookie }, now))?.person.id, 'admin');
    await staffOf(store.db).updateOne({ _id: 'admin' }, { $set: { active: false } });
    assert.equal(await findVisitor(store.db, { bearer: null, cookie }, now), null);
  });

  it('does not take a session for a token', async () => {
    await staffOf(store.db).updateOne({ _id: 'admin' }, { $set: { active: true } });
    const token = await openSession(store.db, 'admin', now);
    assert.equal(await findVisitor(store.db, { bearer: token, cookie: null }, now), null);
  });
});
