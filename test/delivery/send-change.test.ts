import assert from 'node:assert/strict';
import type { Piece } from '../../src/channel/contract.ts';
import { retryDelivery } from '../../src/delivery/act-by-hand.ts';
import { sendDelivery } from '../../src/delivery/send-delivery.ts';
import { aChannel, aDelivery, aPerson, aPiece, aSending, at, counted, done } from '../support/builders.ts';
import { carry, carryOnToTheEnd, linesIn, openDeliveries, put, read, triesIn } from './on-store.ts';

describe('sendDelivery of a change', () => {
  const store = openDeliveries();

  const first = aDelivery({ state: 'done', ref: 'p1', tries: 1 });
  const revision = aDelivery({
    facts: { revision: 2 },
    order: { action: 'revise', of: first._id },
    after: [first._id],
  });
  const withdrawal = aDelivery({
    order: { action: 'withdraw', of: first._id, reason: '内容有误', replacedBy: null },
    after: [first._id],
  });

  it('names the post that the publication made', async () => {
    const { db } = store();
    const revise = counted(async () => done('p1'));
    const withdraw = counted(async () => done('p1'));
    await put(db, first, revision, withdrawal);
    const sending = aSending(db, aChannel({ revise, withdraw }));
    await sendDelivery(revision, sending);
    await sendDelivery(withdrawal, sending);
    assert.equal(revise.calls[0]?.[0 as never], 'p1');
    assert.deepEqual(withdraw.calls[0]?.slice(0, 2), ['p1', '内容有误']);
  });

  it('waits while nobody knows whether the publication is out', async () => {
    const { db } = store();
    await put(db, { ...first, state: 'settling', ref: null }, revision, withdrawal);
    const sending = aSending(db, aChannel());
    for (const delivery of [revision, withdrawal]) {
      await sendDelivery(delivery, sending);
      assert.equal((await read(db, delivery)).state, 'waiting');
    }
    assert.deepEqual(await triesIn(db), []);
  });

  it('is cancelled when there is nothing to withdraw', async () => {
    const { db } = store();
    await put(db, { ...first, state: 'cancelled', ref: null }, withdrawal);
    await sendDelivery(withdrawal, aSending(db, aChannel()));
    assert.equal((await read(db, withdrawal)).state, 'cancelled');
    assert.deepEqual(await linesIn(db), ['delivery.cancelled']);
  });

  it('becomes the first publication when the one it revises never got out', async () => {
    const { db } = store();
    const publish = counted(async (_piece: Piece) => done('p2'));
    await carry(db, aPiece('更正'), revision);
    await put(db, { ...first, state: 'cancelled', ref: null }, revision);
    await sendDelivery(
      revision,
      aSending(db, aChannel({ publish, revise: async () => assert.fail('no post to revise') })),
    );
    const { state, order } = await read(db, revision);
    assert.deepEqual([state, order], ['done', { action: 'publish' }]);
    assert.deepEqual(publish.calls[0]?.[0], aPiece('更正'));
    await linesIn(db);
    const [line] = await db.collection('ledger').find({}).toArray();
    assert.equal((line as unknown as { facts: { action: string } }).facts.action, 'publish');
    assert.equal((await triesIn(db))[0]?.action, 'publish');
  });

  it('takes the place of a publication that was refused, which nobody can send again then', async () => {
    const { db } = store();
    const publish = counted(async () => done('p2'));
    const refused = { ...first, state: 'stuck', failure: 'refused', ref: null } as const;
    await put(db, refused, revision);
    await sendDelivery(revision, aSending(db, aChannel({ publish })));
    assert.deepEqual([(await read(db, revision)).ref, (await read(db, first)).state], ['p2', 'cancelled']);
    await assert.rejects(retryDelivery(db, { id: first._id, by: aPerson('approver'), now: at('09:10'), proof: '' }));
  });

  it('leaves its lane while a publication is open that a person has sent again, and comes back after it', async () => {
    const { db } = store();
    const loose = { ...revision, lane: 'weibo' };
    const again = { ...first, state: 'waiting', ref: null, lane: 'weibo', dueAt: at('09:30') } as const;
    await put(db, again, loose);
    const sending = aSending(db, aChannel({ publish: async () => done('p1'), revise: async () => done('p1') }));
    await sendDelivery(loose, sending);
    assert.deepEqual([(await read(db, loose)).state, (await read(db, loose)).lane], ['waiting', null]);
    await carryOnToTheEnd(sending);
    assert.deepEqual([(await read(db, first)).state, (await read(db, loose)).state], ['done', 'done']);
  });

  it('is not sent again once its withdrawal is ordered', async () => {
    const { db } = store();
    const failed = aDelivery({ tries: 1 });
    const withdrawal = aDelivery({
      order: { action: 'withdraw', of: failed._id, reason: '内容有误', replacedBy: null },
    });
    await put(db, failed, withdrawal);
    await sendDelivery(failed, aSending(db, aChannel()));
    assert.equal((await read(db, failed)).state, 'cancelled');
    await sendDelivery(withdrawal, aSending(db, aChannel()));
    assert.equal((await read(db, withdrawal)).state, 'cancelled', 'there is nothing to withdraw');
    assert.deepEqual(await linesIn(db), ['delivery.cancelled', 'delivery.cancelled']);
  });

  it('is sent again when its withdrawal was given up', async () => {
    const { db } = store();
    const failed = aDelivery({ tries: 1 });
    const order = { action: 'withdraw', of: failed._id, reason: '内容有误', replacedBy: null } as const;
    await put(db, failed, aDelivery({ order, state: 'cancelled' }));
    await sendDelivery(failed, aSending(db, aChannel({ publish: async () => done() })));
    assert.equal((await read(db, failed)).state, 'done');
  });

  it('keeps the old post when the correction that was to replace it was given up', async () => {
    const { db } = store();
    const old = aDelivery({ _id: 'old', state: 'done', ref: 'p1' });
    const order = { action: 'withdraw', of: 'old', reason: '内容已更正', replacedBy: 'fresh' } as const;
    const takesDown = aDelivery({ _id: 'takes-down', order });
    const withdraw = counted(async () => done('p1'));
    await put(db, old, aDelivery({ _id: 'fresh', state: 'cancelled' }), takesDown);
    await sendDelivery(takesDown, aSending(db, aChannel({ withdraw })));
    const { state, reason } = await read(db, takesDown);
    assert.deepEqual([state, reason, withdraw.calls.length], ['cancelled', '更正没有发出，保留原文', 0]);
  });
});
