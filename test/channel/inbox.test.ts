import assert from 'node:assert/strict';
import { emptyInbox, type KeptPush, openInbox } from '../../src/channel/inbox.ts';
import { openFailing } from '../support/failing-database.ts';
import { openStore } from '../support/open-store.ts';

const at = new Date('2026-03-02T09:00:00+08:00');
const push = (key: string, account = 'wechat'): KeptPush => {
  return { _id: `${account}:${key}`, account, at, comments: [], sightings: [] };
};

describe('the inbox', () => {
  const store = openStore();
  const taken = async () => {
    const seen: string[] = [];
    const count = await emptyInbox(store().db, async (account, pushes) => {
      seen.push(...pushes.map(({ _id }) => `${account} ${_id}`));
    });
    return { count, seen };
  };

  it('keeps each push once, from one process or several, and hands them over by account', async () => {
    const [one, other] = [openInbox(store().db), openInbox(await store().again())];
    const sent = ['1', '2', '1', '3'].flatMap((key) => [
      one.keep(push(key)),
      other.keep(push(key)),
      one.keep(push(key, 'weibo')),
    ]);
    await Promise.all(sent);
    const { count, seen } = await taken();
    assert.equal(count, 6);
    const expected = ['1', '2', '3'].flatMap((key) => [`wechat wechat:${key}`, `weibo weibo:${key}`]);
    assert.deepEqual(seen.toSorted(), expected.toSorted());
    assert.equal((await taken()).count, 0);
  });

  it('hands over again what was not let go, since whoever took it may not have got far', async () => {
    await openInbox(store().db).keep(push('1'));
    const crash = new Error('as the test wants it');
    await assert.rejects(
      emptyInbox(store().db, () => Promise.reject(crash)),
      crash,
    );
    assert.equal((await taken()).count, 1);
  });

  it('hands over a hundred at most, so that other work gets its turn', async () => {
    const inbox = openInbox(store().db);
    await Promise.all(Array.from({ length: 101 }, (_, nth) => inbox.keep(push(String(nth)))));
    assert.deepEqual([(await taken()).count, (await taken()).count], [100, 1]);
  });

  it('tells everybody whose push was not kept, and keeps the next', async () => {
    const failing = openFailing(store().db);
    const inbox = openInbox(failing.db);
    failing.failAt(1, 'not done');
    const kept = await Promise.allSettled([inbox.keep(push('1')), inbox.keep(push('2'))]);
    assert.deepEqual(
      kept.map(({ status }) => status),
      ['rejected', 'rejected'],
    );
    await inbox.keep(push('1'));
    assert.equal((await taken()).count, 1);
  });
});
