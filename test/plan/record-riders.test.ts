import assert from 'node:assert/strict';
import { DELIVERIES, type Delivery } from '../../src/delivery/delivery.ts';
import { recordRiders } from '../../src/plan/record-riders.ts';
import { releasesOf } from '../../src/release/release.ts';
import { aDelivery, anApproved, at } from '../support/builders.ts';
import { openPlanning } from './on-store.ts';

const rider = { release: 'r2', revision: 3, column: 'notices', topic: null };
const aLead = (changes: Partial<Delivery> = {}) =>
  aDelivery({
    account: 'wechat',
    order: { action: 'publish', riders: [rider] },
    ...{ state: 'done', ref: 'p|0', url: 'https://a.cn/0', doneAt: at('09:05'), riders: 'open' },
    more: [{ ref: 'p|1', url: 'https://a.cn/1' }],
    ...changes,
  });
const ID = 'r2:3:wechat:publish:r1.1';

describe('recordRiders', () => {
  const { store, deliveries, put } = openPlanning();
  const record = async () => await deliveries().findOne({ _id: ID });

  it('makes one record of each, however often it looks', async () => {
    await deliveries().insertOne(aLead());
    assert.deepEqual([await recordRiders(store().db), await recordRiders(store().db)], [1, 0]);
    await deliveries().updateOne({ _id: aLead()._id }, { $set: { riders: 'open' } }); // it died before its last write
    await recordRiders(store().db);
    const found = await record();
    assert.deepEqual([found?.state, found?.ref, found?.url], ['done', 'p|1', 'https://a.cn/1']);
    assert.deepEqual([found?.doneAt, found?.lane, found?.facts.release], [at('09:05'), null, 'r2']);
    assert.deepEqual(
      found?.unposted.map(({ what, facts }) => [what, facts.release, facts.revision, facts.ref]),
      [['delivery.done', 'r2', 3, 'p|1']],
    );
    assert.equal(await store().db.collection(DELIVERIES).countDocuments({}), 2);
  });

  it('leaves what is not out alone', async () => {
    for (const state of ['settling', 'stuck', 'cancelled'] as const) {
      await deliveries().insertOne(aLead({ _id: `r1:1:wechat:${state}`, state }));
    }
    assert.equal(await recordRiders(store().db), 0);
  });

  it('learns an address that came later, and asks a person where no place was told', async () => {
    await deliveries().insertOne(aLead({ url: null, more: [{ ref: 'p|1', url: null }] }));
    await recordRiders(store().db);
    assert.equal((await record())?.url, null);
    await deliveries().updateOne({ _id: aLead()._id }, { $set: { ...aLead(), riders: 'open' } });
    await recordRiders(store().db);
    assert.equal((await record())?.url, 'https://a.cn/1');
    const { more: _, ...untold } = aLead({ _id: 'r9:1:wechat:publish' });
    await deliveries().insertOne(untold);
    await recordRiders(store().db);
    const asked = await deliveries().findOne({ _id: 'r2:3:wechat:publish:r9.1' });
    assert.deepEqual([asked?.state, asked?.failure], ['stuck', 'uncertain']);
    assert.match(asked?.reason ?? '', /填入链接/);
  });

  for (const [what, release, planned] of [
    ['as it was', anApproved({ _id: 'r2', revision: 3 }), true],
    ['corrected meanwhile', anApproved({ _id: 'r2', revision: 4 }), false],
    [
      'withdrawn meanwhile',
      { ...anApproved({ _id: 'r2', revision: 3 }), withdrawal: { reason: '', by: 'a', at: at('09:01') } },
      false,
    ],
  ] as const) {
    it(`plans a release ${planned ? 'no more' : 'again'} that is ${what}`, async () => {
      await put({ ...release, planned: true });
      await deliveries().insertOne(aLead());
      await recordRiders(store().db);
      assert.equal((await releasesOf(store().db).findOne({ _id: 'r2' }))?.planned, planned);
    });
  }
});
