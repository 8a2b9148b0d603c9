import assert from 'node:assert/strict';
import type { Sighting } from '../../src/channel/contract.ts';
import { DELIVERIES, type Delivery } from '../../src/delivery/delivery.ts';
import { recordOutcome } from '../../src/delivery/record-outcome.ts';
import { sendDelivery } from '../../src/delivery/send-delivery.ts';
import { type PushedNews, takeNews } from '../../src/delivery/settle-by-news.ts';
import { settleDelivery } from '../../src/delivery/settle-delivery.ts';
import { aroundDatabase } from '../../src/store/around-database.ts';
import { aChannel, aDelivery, aSending, at, seenDone, tried } from '../support/builders.ts';
import { linesIn, openDeliveries, put, read } from './on-store.ts';

const settling = (changes: Partial<Delivery> = {}) =>
  tried(aDelivery({ state: 'settling', ticket: 't1', failure: null, ...changes }));

describe('takeNews', () => {
  const store = openDeliveries();
  const news = (sighting: Sighting = seenDone('p9')): PushedNews => ({ account: 'weibo', ticket: 't1', sighting });
  const noLook = aChannel();

  for (const times of [1, 3]) {
    it(`settles the delivery when the platform tells it ${times} times`, async () => {
      const { db } = store();
      await put(db, settling());
      for (let i = 0; i < times; i++) await takeNews(news(), aSending(db, noLook));
      const { state, ref } = await read(db, settling());
      assert.deepEqual([state, ref], ['done', 'p9']);
      assert.deepEqual(await linesIn(db), ['delivery.done']);
    });
  }

  it('settles once when it is told three times at once', async () => {
    const { db } = store();
    await put(db, settling());
    await Promise.all([1, 2, 3].map(() => takeNews(news(), aSending(db, noLook))));
    assert.deepEqual(await linesIn(db), ['delivery.done']);
  });

  it('learns where it stands from news that comes after a look saw that it is out', async () => {
    const { db } = store();
    const done = { state: 'done', ref: 'p9', url: null, doneAt: at('09:01') } as const;
    await put(db, settling(done));
    await takeNews(news({ seen: 'done', ref: 'p9|1', url: 'https://a.cn/9' }), aSending(db, noLook));
    await takeNews(news({ seen: 'done', ref: 'p9|2', url: 'https://a.cn/10' }), aSending(db, noLook));
    const { state, ref, url, doneAt } = await read(db, settling());
    assert.deepEqual([state, ref, url, doneAt], ['done', 'p9|1', 'https://a.cn/9', at('09:01')]);
  });

  it('learns where it stands though a look ends between reading the delivery and writing it', async () => {
    const { db } = store();
    await put(db, settling());
    const seen = { state: 'done', ref: 'p9', url: null } as const;
    const during = aroundDatabase(db, async ({ collection, method }, run) => {
      const answer = await run();
      if (collection === DELIVERIES && method === 'findOne')
        await recordOutcome(db, settling(), { outcome: seen, by: 'system', at: at('09:01') });
      return answer;
    });
    await takeNews(news({ seen: 'done', ref: 'p9|1', url: 'https://a.cn/9' }), aSending(during, noLook));
    const { ref, url } = await read(db, settling());
    assert.deepEqual([ref, url], ['p9|1', 'https://a.cn/9']);
  });

  it('leaves it to looking when the platform never tells', async () => {
    const { db } = store();
    await put(db, settling());
    await settleDelivery(settling(), aSending(db, aChannel({ find: async () => seenDone('p9') })));
    assert.equal((await read(db, settling())).state, 'done');
  });

  it('is kept when it comes before the answer that names the ticket', async () => {
    const { db } = store();
    await put(db, aDelivery());
    const sending = aSending(
      db,
      aChannel({
        publish: async () => {
          await takeNews(news(), aSending(db, noLook));
          return { state: 'accepted', ticket: 't1', lookAt: at('10:00') };
        },
      }),
    );
    await sendDelivery(aDelivery(), sending);
    const { state, ref } = await read(db, aDelivery());
    assert.deepEqual([state, ref], ['done', 'p9']);
    assert.deepEqual(await linesIn(db), ['delivery.done']);
  });

  it('counts by its first word', async () => {
    const { db } = store();
    await takeNews(news(seenDone('p-first')), aSending(db, noLook));
    await takeNews(news(seenDone('p-second')), aSending(db, noLook));
    await put(db, settling());
    await settleDelivery(settling(), aSending(db, noLook));
    assert.equal((await read(db, settling())).ref, 'p-first');
  });

  it('that decides nothing does not stand in the way of the word that does', async () => {
    const { db } = store();
    await put(db, settling());
    await takeNews(news({ seen: 'working', lookAt: at('09:30') }), aSending(db, noLook));
    await takeNews(news({ seen: 'unknown', reason: '没有公布的状态' }), aSending(db, noLook));
    assert.equal((await read(db, settling())).state, 'settling');
    await takeNews(news(), aSending(db, noLook));
    assert.equal((await read(db, settling())).state, 'done');
  });

  it('still counts when a person has been asked meanwhile', async () => {
    const { db } = store();
    await put(db, settling({ state: 'stuck', failure: 'uncertain' }));
    await takeNews(news(), aSending(db, noLook));
    assert.equal((await read(db, settling())).state, 'done');
  });

  it('of a refusal says why it is stuck, without a second line', async () => {
    const { db } = store();
    await put(db, settling());
    for (let i = 0; i < 2; i++) await takeNews(news({ seen: 'refused', reason: '审核未通过' }), aSending(db, noLook));
    const { state, reason } = await read(db, settling());
    assert.deepEqual([state, reason], ['stuck', '审核未通过']);
    assert.deepEqual(await linesIn(db), ['delivery.stuck']);
  });

  it("is not taken for another account's", async () => {
    const { db } = store();
    await put(db, settling());
    await takeNews({ ...news(), account: 'wechat' }, aSending(db, noLook));
    assert.equal((await read(db, settling())).state, 'settling');
  });
});
