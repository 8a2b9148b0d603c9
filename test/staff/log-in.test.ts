import assert from 'node:assert/strict';
import { minutes } from '../../src/clock.ts';
import { openThrottle } from '../../src/http/throttle.ts';
import { ensureAdministrator } from '../../src/staff/first-administrator.ts';
import { logIn } from '../../src/staff/log-in.ts';
import { sessionsOf } from '../../src/staff/staff-store.ts';
import { openStaffStore, type TestStore } from '../http/start-server.ts';

const now = new Date('2018-07-02T09:00:00+08:00');

describe('logIn', () => {
  let store: TestStore;
  let password: string;

  before(async () => {
    store = await openStaffStore();
    password = (await ensureAdministrator(store.db, now))?.password ?? '';
  });
  after(() => store.close());

  /** Tries to log in, at most `times` wrong tries being allowed per name and per address. */
  function door(times: { name: number; address: number }) {
    const windowMs = minutes(15);
    const byName = openThrottle({ times: times.name, windowMs });
    const byAddress = openThrottle({ times: times.address, windowMs });
    return async (name: string, tried: string, address: string) => {
      const login = { name, password: tried, address };
      return await logIn({ db: store.db, throttle: { byName, byAddress } }, login, now).then(
        () => 'in',
        (error) => error.code as string,
      );
    };
  }

  it('refuses trying many names from one address', async () => {
    const enter = door({ name: 10, address: 2 });
    assert.equal(await enter('one', 'wrong guess', '203.0.113.9'), 'wrong-login');
    assert.equal(await enter('two', 'wrong guess', '203.0.113.9'), 'wrong-login');
    assert.equal(await enter('admin', password, '203.0.113.9'), 'too-many-requests');
    assert.equal(await enter('admin', password, '203.0.113.10'), 'in');
  });

  it('refuses trying one name from many addresses, however it is written', async () => {
    const enter = door({ name: 2, address: 10 });
    assert.equal(await enter('admin', 'wrong guess', '203.0.113.1'), 'wrong-login');
    assert.equal(await enter(' ＡＤＭＩＮ', 'wrong guess', '203.0.113.2'), 'wrong-login');
    assert.equal(await enter('Admin', password, '203.0.113.3'), 'too-many-requests');
  });

  it('lets no attempts through that are made at the same time', async () => {
    const enter = door({ name: 2, address: 10 });
    const tries = await Promise.all([1, 2, 3, 4].map(() => enter('admin', 'wrong guess', '203.0.113.9')));
    assert.equal(tries.filter((answer) => answer === 'wrong-login').length, 2);
  });

  it('does not count what succeeds, and opens no session for what fails', async () => {
    const enter = door({ name: 1, address: 1 });
    const before = await sessionsOf(store.db).countDocuments({});
    for (let i = 0; i < 3; i++) assert.equal(await enter('admin', password, '203.0.113.9'), 'in');
    assert.equal(await enter('admin', 'wrong guess', '203.0.113.9'), 'wrong-login');
    assert.equal(await sessionsOf(store.db).countDocuments({}), before + 3);
  });
});
