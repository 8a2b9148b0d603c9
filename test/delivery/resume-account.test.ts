import assert from 'node:assert/strict';
import { resumeAccount } from '../../src/delivery/resume-account.ts';
import { aDelivery, at } from '../support/builders.ts';
import { openDeliveries, put } from './on-store.ts';

describe('resumeAccount', () => {
  const store = openDeliveries();
  const later = at('09:05');
  const held = { failure: 'locked-out', dueAt: later, tries: 1 } as const;

  it('makes due what waits or is looked for because of the account, and nothing else', async () => {
    const { db } = store();
    const deliveries = [
      aDelivery({ _id: 'waits', ...held }),
      aDelivery({ _id: 'is looked for', state: 'settling', ...held }),
      aDelivery({ _id: 'has a date', dueAt: later }),
      aDelivery({ _id: 'is limited', ...held, failure: 'limited' }),
      aDelivery({ _id: 'is stuck', ...held, state: 'stuck' }),
      aDelivery({ _id: 'is another’s', ...held, account: 'second' }),
    ];
    await put(db, ...deliveries);
    assert.equal(await resumeAccount(db, 'weibo', at('09:01')), 2);
    const due = await db
      .collection('deliveries')
      .find({ dueAt: at('09:01') })
      .toArray();
    assert.deepEqual(due.map(({ _id }) => _id).sort(), ['is looked for', 'waits']);
    assert.equal(await resumeAccount(db, 'weibo', at('09:01')), 0);
  });
});
