import assert from 'node:assert/strict';
import { carryOut } from '../../src/channel/carry-out.ts';
import type { Channel, Order, Piece, Receipt } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import { anAttempt } from '../support/channel-tools.ts';

const piece: Piece = { preview: { title: '', html: '', text: '', notes: [] }, payload: {} };

const orders: readonly Order[] = [
  { action: 'publish', piece },
  { action: 'revise', post: 'p1', piece },
  { action: 'withdraw', post: 'p1', reason: '有误' },
  { action: 'reply', comment: 'c1', text: '您好' },
];

/** Answers every call with its name and what it was told. */
function aChannel(): Channel {
  const answer =
    (name: string) =>
    async (...told: readonly unknown[]): Promise<Receipt> => ({
      state: 'done',
      ref: [name, ...told.slice(0, -1).filter((one) => typeof one === 'string')].join(' '),
      url: null,
    });
  const doing = {
    publish: answer('publish'),
    revise: answer('revise'),
    withdraw: answer('withdraw'),
    reply: answer('reply'),
  };
  const limits = {
    title: null,
    reply: null,
    repliesPerComment: null,
    quotas: [],
    atOnce: 1,
    readBack: null,
    correction: 'replace',
  } as const;
  return {
    id: 'a1',
    limits: { ...limits, countText: (text) => text.length },
    render: () => ({ fits: true, piece }),
    find: async () => ({ seen: 'absent' }),
    ...doing,
  };
}

describe('carryOut', () => {
  it('calls the method an order means, with what the order says', async () => {
    const receipts = await Promise.all(orders.map((order) => carryOut(aChannel(), order, anAttempt())));
    assert.deepEqual(
      receipts.map((receipt) => receipt.state === 'done' && receipt.ref),
      ['publish', 'revise p1', 'withdraw p1 有误', 'reply c1 您好'],
    );
  });

  for (const action of ['revise', 'withdraw', 'reply'] as const) {
    it(`refuses to ${action} where the platform cannot`, async () => {
      const channel = { ...aChannel(), [action]: undefined };
      const order = orders.find((one) => one.action === action)!;
      await assert.rejects(carryOut(channel, order, anAttempt()), (error: unknown) => {
        assert.ok(error instanceof ChannelFailure);
        assert.equal(error.kind, 'refused');
        assert.match(error.message, /不支持/);
        return true;
      });
    });
  }
});
