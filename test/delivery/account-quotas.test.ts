import assert from 'node:assert/strict';
import type { QuotaLeft } from '../../src/channel/quota-left.ts';
import { keepTold } from '../../src/channel/told-quotas.ts';
import { quotasOf, type Wanted } from '../../src/delivery/account-quotas.ts';
import { DELIVERIES, type Delivery } from '../../src/delivery/delivery.ts';
import { aChannel, aDelivery, at, limits, tried } from '../support/builders.ts';
import { openDeliveries } from './on-store.ts';

const told: QuotaLeft = { actions: ['publish'], name: '提交发布', limit: 5, left: 3, per: 'day' };
const own = { action: 'publish', count: 2, per: 'day' } as const;

describe('quotasOf', () => {
  const store = openDeliveries();
  const wanted = (changes: Partial<Wanted> = {}): Wanted => {
    const now = at('10:00');
    return { now, at: now, except: null, urgent: false, acts: null, uses: null, ...changes };
  };
  const put = (...deliveries: readonly Delivery[]) =>
    store().db.collection<Delivery>(DELIVERIES).insertMany(deliveries);
  const sent = (release: string, time: string, day?: string) => {
    const facts = { release, revision: 1, column: 'notices', topic: null };
    const outcome = { state: 'done', ref: 'p', url: null } as const;
    return tried(aDelivery({ facts, state: 'done' }), { at: at(time, day), outcome });
  };
  const waiting = (release: string, changes: Partial<Delivery> = {}) =>
    aDelivery({ facts: { release, revision: 1, column: 'notices', topic: null }, ...changes });
  const look = async (changes: Partial<Wanted> = {}) => {
    const channel = aChannel({ limits: { ...limits, quotas: [own] } });
    const found = await quotasOf(store().db, channel, wanted(changes));
    return found.map(({ source, left, limit, waiting, resetsAt }) => ({ source, left, limit, waiting, resetsAt }));
  };
  const tonight = at('00:00', '2026-03-03');

  it('counts own tries where no platform told', async () => {
    await put(sent('a', '09:00'), sent('b', '23:00', '2026-03-01'), waiting('c'));
    assert.deepEqual(await look(), [{ source: 'own', left: 1, limit: 2, waiting: 1, resetsAt: tonight }]);
  });

  it('counts what only some acts use up by those acts alone, once they are out', async () => {
    const few = { action: 'publish', count: 1, per: 'day', of: '群发' } as const;
    const channel = aChannel({ limits: { ...limits, quotas: [few] } });
    const using = { release: 'a', revision: 1, column: 'notices', topic: null, uses: '群发' };
    await put(sent('plain', '09:00'), waiting('also-plain'), aDelivery({ facts: using }));
    const stand = async (uses: string | null) => {
      const [quota] = await quotasOf(store().db, channel, wanted({ acts: ['publish'], uses }));
      return quota && [quota.name, quota.left, quota.waiting];
    };
    assert.deepEqual([await stand(null), await stand('群发')], [undefined, ['群发', 1, 1]]);
    const out = { facts: using, state: 'done', doneAt: at('09:30') } as const;
    await put(aDelivery({ _id: 'sent-to-all', ...out }));
    assert.deepEqual(await stand('群发'), ['群发', 0, 1]);
  });

  it('takes from what the platform told what was tried since', async () => {
    await keepTold(store().db, { _id: 'weibo', at: at('08:00'), quotas: [told] });
    await put(sent('a', '07:00'), sent('b', '09:00'));
    const [platform, counted] = await look();
    assert.deepEqual(platform, { source: 'platform', left: 2, limit: 5, waiting: 0, resetsAt: tonight });
    assert.equal(counted?.left, 0);
  });

  it('forgets what was told before the window began', async () => {
    await keepTold(store().db, { _id: 'weibo', at: at('20:00', '2026-03-01'), quotas: [{ ...told, left: 0 }] });
    await put(sent('a', '07:00'));
    assert.equal((await look())[0]?.left, 4);
  });

  it('counts of what waits only what goes in the same window, not its own, and nothing that urgency overtakes', async () => {
    await put(
      waiting('a'),
      waiting('put-off', { dueAt: tonight }),
      waiting('own'),
      waiting('later', { dueAt: at('09:00', '2026-03-05') }),
      waiting('urgent', { urgent: true }),
      waiting('taken-back', { order: { action: 'withdraw', of: 'x', reason: '', replacedBy: null } }),
    );
    assert.equal((await look({ except: 'own' }))[0]?.waiting, 3);
    assert.equal((await look({ except: 'own', urgent: true }))[0]?.waiting, 1);
  });

  it('looks at the window of a later day by what waits for it', async () => {
    await put(sent('a', '09:00'), sent('b', '09:00'), waiting('c'), waiting('d', { dueAt: at('09:00', '2026-03-05') }));
    const [found] = await look({ at: at('12:00', '2026-03-05') });
    assert.deepEqual([found?.left, found?.waiting, found?.resetsAt], [2, 1, at('00:00', '2026-03-06')]);
  });
});
