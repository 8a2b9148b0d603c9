import assert from 'node:assert/strict';
import type { Doorway } from '../../src/channel/contract.ts';
import { emptyInbox, type KeptPush, openInbox, type ReadPush } from '../../src/channel/inbox.ts';
import { openFailing } from '../support/failing-database.ts';
import { openStore } from '../support/open-store.ts';

const at = new Date('2026-03-02T09:00:00+08:00');
const push = (key: string, account = 'wechat'): KeptPush => ({ _id: `${account}:${key}`, account, at, body: key });
const open = { reaches: false };
const key = Buffer.alloc(32, 7);

/** Reads back what was kept as the text of a message. */
const doorway = (id: string): Doorway => ({
  id,
  readPushed: (body, writtenAt) => {
    const message = {
      ref: body,
      kind: 'message',
      post: null,
      author: { id: '1', name: '' },
      text: body,
      writtenAt,
    } as const;
    return { comments: [message], sightings: [] };
  },
});

describe('the inbox', () => {
  const store = openStore();
  const taken = async (accounts = ['wechat', 'weibo']) => {
    const seen: string[] = [];
    const take = async (account: string, pushes: readonly ReadPush[]) => {
      for (const { at: came, comments } of pushes) {
        assert.deepEqual([came, comments[0]?.writtenAt], [at, at]);
        seen.push(`${account} ${comments[0]?.text}`);
      }
    };
    const count = await emptyInbox({ db: store().db, key, doorways: accounts.map(doorway) }, take);
    return { count, seen };
  };

  it('keeps each push once, from one process or several, and hands them over by account', async () => {
    const [one, other] = [openInbox(store().db), openInbox(await store().again())];
    const sent = ['1', '2', '1', '3'].flatMap((id) => [
      one.keep(push(id), open),
      other.keep(push(id), open),
      one.keep(push(id, 'weibo'), open),
    ]);
    await Promise.all(sent);
    const { count, seen } = await taken();
    assert.equal(count, 6);
    const expected = ['1', '2', '3'].flatMap((id) => [`wechat ${id}`, `weibo ${id}`]);
    assert.deepEqual(seen.toSorted(), expected.toSorted());
    assert.equal((await taken()).count, 0);
  });

  it('seals what reaches a person while it waits, and opens it in its own place alone', async () => {
    const inbox = openInbox(store().db, key);
    await Promise.all([inbox.keep(push('13812345678'), { reaches: true }), inbox.keep(push('几点来水'), open)]);
    const pushes = store().db.collection<KeptPush>('pushes');
    const rows = await pushes.find({}).toArray();
    assert.equal(rows.filter(({ body }) => body.includes('13812345678')).length, 0);
    assert.deepEqual((await taken()).seen.toSorted(), ['wechat 13812345678', 'wechat 几点来水']);
    await pushes.insertMany(rows.filter(({ sealed }) => sealed).map((row) => ({ ...row, _id: 'wechat:moved' })));
    await assert.rejects(taken());
  });

  it('takes nothing that reaches a person while there is no key', async () => {
    assert.throws(() => openInbox(store().db).keep(push('1'), { reaches: true }), /key/);
    assert.equal((await taken()).count, 0);
  });

  it('lets wait what came for an account that is not open now', async () => {
    const inbox = openInbox(store().db);
    await Promise.all([inbox.keep(push('1', 'gone'), open), inbox.keep(push('2'), open)]);
    assert.deepEqual((await taken()).seen, ['wechat 2']);
    assert.deepEqual((await taken(['gone'])).seen, ['gone 1']);
  });

  it('hands over again what was not let go, since whoever took it may not have got far', async () => {
    await openInbox(store().db).keep(push('1'), open);
    const crash = new Error('as the test wants it');
    await assert.rejects(
      emptyInbox({ db: store().db, doorways: [doorway('wechat')] }, () => Promise.reject(crash)),
      crash,
    );
    assert.equal((await taken()).count, 1);
  });

  it('hands over a hundred at most, so that other work gets its turn', async () => {
    const inbox = openInbox(store().db);
    await Promise.all(Array.from({ length: 101 }, (_, nth) => inbox.keep(push(String(nth)), open)));
    assert.deepEqual([(await taken()).count, (await taken()).count], [100, 1]);
  });

  it('tells everybody whose push was not kept, and keeps the next', async () => {
    const failing = openFailing(store().db);
    const inbox = openInbox(failing.db);
    failing.failAt(1, 'not done');
    const kept = await Promise.allSettled([inbox.keep(push('1'), open), inbox.keep(push('2'), open)]);
    assert.deepEqual(
      kept.map(({ status }) => status),
      ['rejected', 'rejected'],
    );
    await inbox.keep(push('1'), open);
    assert.equal((await taken()).count, 1);
  });
});
