import assert from 'node:assert/strict';
import { getSignalByReceipt, giveReceipt, receiptNumbersOf } from '../../src/signal/give-receipt.ts';
import { type Signal, signalsOf } from '../../src/signal/signal.ts';
import { now, openDesk, type TestDesk } from '../topic/open-desk.ts';

describe('giving a receipt number', () => {
  let desk: TestDesk;
  let one: Signal;
  let other: Signal;
  beforeEach(async () => {
    desk = await openDesk();
    await desk.hear({ ref: 'a' }, { ref: 'b' });
    const [first, second] = await signalsOf(desk.db)
      .find({}, { sort: { _id: 1 } })
      .toArray();
    assert.ok(first && second);
    [one, other] = [first, second];
  });
  afterEach(() => desk.close());

  it('gives a signal one number, from however many sides it is asked for', async () => {
    const numbers = await Promise.all(Array.from({ length: 8 }, () => giveReceipt(desk.db, one, now)));
    assert.equal(new Set([...numbers, await giveReceipt(desk.db, one, now)]).size, 1);
    assert.deepEqual(await receiptNumbersOf(desk.db, [one._id, other._id]), new Map([[one._id, numbers[0]]]));
  });

  it('draws again when chance gives a number that is another signal’s', async () => {
    const taken = await giveReceipt(desk.db, one, now, () => 0);
    let draws = 0;
    const number = await giveReceipt(desk.db, other, now, () => (++draws > 6 ? 1 : 0));
    assert.notEqual(number, taken);
    assert.equal(draws, 12);
  });

  it('finds the signal by its number as people type it, and says what is wrong with others', async () => {
    const number = await giveReceipt(desk.db, one, now);
    const found = await getSignalByReceipt(desk.db, number.replaceAll('-', ' ').toLowerCase());
    assert.deepEqual([found.number, found.signal._id], [number, one._id]);
    await assert.rejects(getSignalByReceipt(desk.db, '20180702-0000-00A'), { code: 'invalid-input' });
    await assert.rejects(getSignalByReceipt(desk.db, '20180702-0000-00N'), { code: 'not-found' });
  });
});
