import assert from 'node:assert/strict';
import type { WechatFake } from '../../channels/wechat/fake.ts';
import type { WeiboFake } from '../../channels/weibo/fake.ts';
import { days, startOfDay, toDay } from '../../src/clock.ts';
import { DELIVERIES, type Delivery } from '../../src/delivery/delivery.ts';
import { pullAllFigures } from '../../src/figures/pull-figures.ts';
import type { Body } from '../support/api.ts';
import { type Office, openOffice } from './open-office.ts';
import { ok, publish } from './publish.ts';

describe('what platforms count', () => {
  let office: Office;
  let release: string;
  let day: string;
  before(async () => {
    office = await openOffice();
    day = toDay(office.clock.now());
    release = (await publish(office)).id;
    await office.settle();
  });
  after(() => office.close());

  const wechat = () => office.fakes.wechat as WechatFake;
  const weibo = () => office.fakes.weibo as WeiboFake;
  const figures = async (query: string): Promise<Body[]> =>
    (await ok(office.staff.approver.get(`/api/figures?${query}`))).body.items;
  const pull = async () => await pullAllFigures(office.service.app, office.clock.now());
  /** 08:30 on the nth day after publication. */
  const morning = (nth: number) => new Date(startOfDay(day).getTime() + days(nth) + 8.5 * 3_600_000);
  const deliveryOf = async (account: string) =>
    await office.service.app.db.collection<Delivery>(DELIVERIES).findOne({ account, 'facts.release': release });

  it('is asked of every platform that counts, and shown by release, post and day', async () => {
    const ref = (await deliveryOf('weibo'))?.ref ?? '';
    weibo().appreciate(ref, { reposts: 3, attitudes: 9 });
    office.clock.set(morning(1));
    await pull();
    const shown = await figures(`release=${release}`);
    const values = (account: string, basis: string) =>
      shown.find((one) => one.account === account && one.basis === basis)?.values;
    assert.deepEqual(values('wechat', 'day'), { reads: 1200 });
    assert.equal(values('wechat', 'until-day').favourites, 12);
    assert.deepEqual(values('weibo', 'until-now'), { comments: 0, shares: 3, likes: 9 });
    assert.deepEqual(
      new Set((await figures(`day=${day}`)).map(({ delivery }) => delivery)),
      new Set([null, (await deliveryOf('wechat'))?._id]),
    );
    const accounts = (await ok(office.staff.approver.get('/api/figures/accounts'))).body.items;
    assert.deepEqual(
      accounts.map(({ account, state }: Body) => [account, state]),
      [
        ['wechat', '正常'],
        ['weibo', '正常'],
      ],
    );
  });

  it('that is late is shown as not final, asked for again, and restated without losing what was told first', async () => {
    wechat().knobs.figures.delayed = true;
    office.clock.set(morning(2));
    await pull();
    const next = toDay(morning(1));
    const [late] = (await figures(`account=wechat&day=${next}`)).filter(
      ({ basis, delivery }) => basis === 'day' && delivery,
    );
    assert.equal(late.final, false);
    assert.match(late.standing, /^未定稿：平台的统计尚未完成/);
    wechat().knobs.figures.delayed = false;
    office.clock.pass(5.5 * 3_600_000);
    await pull();
    const [whole] = (await figures(`account=wechat&day=${next}`)).filter(
      ({ basis, delivery }) => basis === 'day' && delivery,
    );
    assert.deepEqual([whole.final, whole.values.reads, whole.earlier[0].values.reads], [true, 600, 300]);
    const before = wechat().calls.length;
    await pull();
    assert.equal(wechat().calls.length, before, 'what is settled is not asked for again');
  });

  it('tells by which number an article is known, and the record of it is completed', async () => {
    const known = await deliveryOf('wechat');
    const hidden = known?.ref?.replace(/\|\d+\|/, '||') ?? '';
    const deliveries = office.service.app.db.collection<Delivery>(DELIVERIES);
    await deliveries.updateOne({ _id: known?._id }, { $set: { ref: hidden } });
    office.clock.set(morning(3));
    await pull();
    assert.equal((await deliveryOf('wechat'))?.ref, known?.ref);
  });

  it('is told as broken where the account has no right to it, and the others go on', async () => {
    wechat().knobs.figures.allowed = false;
    office.clock.set(morning(4));
    await pull();
    const { items } = (await ok(office.staff.approver.get('/api/figures/accounts'))).body;
    const [first, second] = items;
    assert.deepEqual([first.state, second.state], ['故障', '正常']);
    assert.match(first.failure.reason, /没有这个接口的权限/);
  });
});
