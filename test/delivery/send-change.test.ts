import assert from 'node:assert/strict';
import { sendDelivery } from '../../src/delivery/send-delivery.ts';
import { aChannel, aDelivery, aPiece, aSending, counted, done } from '../support/builders.ts';
import { linesIn, openDeliveries, put, read, triesIn } from './on-store.ts';

describe('sendDelivery of a change', () => {
  const store = openDeliveries();

  const first = aDelivery({ state: 'done', ref: 'p1', tries: 1 });
  const revision = aDelivery({
    facts: { revision: 2 },
    order: { action: 'revise', of: first._id, piece: aPiece('更正') },
    after: [first._id],
  });
  const withdrawal = aDelivery({
    order: { action: 'withdraw', of: first._id, reason: '内容有误' },
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
    const publish = counted(async () => done('p2'));
    await put(db, { ...first, state: 'cancelled', ref: null }, revision);
    await sendDelivery(
      revision,
      aSending(db, aChannel({ publish, revise: async () => assert.fail('no post to revise') })),
    );
    const { state, order } = await read(db, revision);
    assert.deepEqual([state, order], ['done', { action: 'publish', piece: aPiece('更正') }]);
    await linesIn(db);
    const [line] = await db.collection('ledger').find({}).toArray();
    assert.equal((line as unknown as { facts: { action: string } }).facts.action, 'publish');
    assert.equal((await triesIn(db))[0]?.action, 'publish');
  });

  it('is not sent again once its withdrawal is ordered', async () => {
    const { db } = store();
    const failed = aDelivery({ tries: 1 });
    const withdrawal = aDelivery({ order: { action: 'withdraw', of: failed._id, reason: '内容有误' } });
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
    const order = { action: 'withdraw', of: failed._id, reason: '内容有误' } as const;
    await put(db, failed, aDelivery({ order, state: 'cancelled' }));
    await sendDelivery(failed, aSending(db, aChannel({ publish: async () => done() })));
    assert.equal((await read(db, failed)).state, 'done');
  });
});
