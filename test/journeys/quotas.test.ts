import assert from 'node:assert/strict';
import type { WechatFake } from '../../channels/wechat/fake.ts';
import type { WeiboFake } from '../../channels/weibo/fake.ts';
import { type Office, openOffice } from './open-office.ts';
import { aDraft, approve, ok, publish } from './publish.ts';

const SUBMIT = '/cgi-bin/freepublish/submit';

interface Warning {
  readonly field: string;
  readonly problem: string;
  readonly remedy: string;
}

describe('a plan that the quotas of an account do not allow today', () => {
  let office: Office;
  let wechat: WechatFake;
  beforeEach(async () => {
    office = await openOffice();
    wechat = office.fakes.wechat as WechatFake;
  });
  afterEach(() => office.close());

  const check = () => ok(office.staff.administrator.post('/api/accounts/check', {}));
  const warningsOf = (body: { warnings: readonly Warning[] }) =>
    body.warnings.filter(({ field }) => field === 'accounts');
  const draft = async (changes = {}) => (await ok(office.staff.drafter.post('/api/releases', aDraft(changes)))).body;

  it('is told with when it will go, at the preview and at each step before it is signed', async () => {
    wechat.knobs.quotas[SUBMIT] = 1;
    await publish(office);
    await office.settle();
    await check();
    const { staff } = office;
    const { id, revision } = await draft({ title: '第二号公告' });
    const preview = (await ok(staff.drafter.get(`/api/releases/${id}/preview`))).body;
    const submitted = (await ok(staff.drafter.post(`/api/releases/${id}/submit`, { revision }))).body;
    const review = { revision, verdict: 'pass' };
    const reviewed = (await ok(staff.reviewer.post(`/api/releases/${id}/review`, review))).body;
    const read = (await ok(staff.approver.get(`/api/releases/${id}`))).body;
    const approved = (await ok(staff.approver.post(`/api/releases/${id}/approve`, { revision }))).body;
    for (const told of [preview, submitted, reviewed, read, approved]) {
      const [warning, ...others] = warningsOf(told);
      assert.deepEqual(others, []);
      assert.equal(warning?.problem, '县政府办微信公众号：今天的“提交发布”额度（1 次）已用完');
      assert.match(warning?.remedy ?? '', /最早 2026-03-03 00:00 发出/);
    }
    await office.service.app.idle();
    const signed = (await ok(staff.approver.get(`/api/releases/${id}`))).body;
    assert.deepEqual(warningsOf(signed), [], 'the board tells from now on');
  });

  it('counts what is waiting there already', async () => {
    wechat.knobs.quotas[SUBMIT] = 1;
    await check();
    const publishAt = '2026-03-02T18:00:00+08:00';
    const scheduled = await draft({ title: '定时发布的公告', publishAt });
    await approve(office, scheduled.id, scheduled.revision);
    await office.service.app.idle();
    const { id } = await draft({ title: '同一天的另一则' });
    const [warning] = warningsOf((await ok(office.staff.drafter.get(`/api/releases/${id}/preview`))).body);
    assert.match(warning?.problem ?? '', /额度（1 次）剩 1 次，前面还有 1 件在等$/);
    const tomorrow = await draft({ title: '明天的', publishAt: '2026-03-03T09:00:00+08:00' });
    assert.deepEqual(warningsOf(tomorrow), []);
    const shown = (await ok(office.staff.drafter.get(`/api/releases/${tomorrow.id}/preview`))).body;
    assert.deepEqual(warningsOf(shown), []);
  });

  it('is refused where the platform gives the account none at all', async () => {
    wechat.knobs.quotas['/cgi-bin/draft/add'] = 0;
    await check();
    const { id, revision } = await draft();
    const refused = await office.staff.drafter.post(`/api/releases/${id}/submit`, { revision });
    assert.deepEqual([refused.status, refused.body.code], [409, 'does-not-fit']);
    assert.match(refused.body.detail, /额度是 0 次.*请去掉这个账号/);
    const without = await draft({ accounts: ['website', 'weibo'] });
    await ok(office.staff.drafter.post(`/api/releases/${without.id}/submit`, { revision: without.revision }));
  });

  it('is not refused where an account may not publish itself, since drafts are published by hand', async () => {
    wechat.knobs.quotas[SUBMIT] = 0;
    await check();
    const { id } = await draft();
    const { warnings } = (await ok(office.staff.drafter.get(`/api/releases/${id}/preview`))).body;
    assert.deepEqual(warnings, []);
  });

  it('shows what is left of each account, as its platform tells and as we count', async () => {
    (office.fakes.weibo as WeiboFake).countCalls(100);
    await publish(office);
    await office.settle();
    const { staff } = office;
    const quotas = async (id: string) => (await ok(staff.drafter.get(`/api/accounts/${id}/quotas`))).body;
    const { items, problem, toldAt } = await quotas('wechat');
    assert.deepEqual([problem, toldAt], [null, office.clock.now().toISOString()]);
    const told = items.find(({ name }: { name: string }) => name === '提交发布');
    assert.deepEqual([told.source, told.left, told.limit, told.waiting], ['platform', 99, 100, 0]);
    const own = items.find(({ source }: { source: string }) => source === 'own');
    assert.deepEqual([own.name, own.left, own.limit, own.resetsAt], ['发布', 99, 100, '2026-03-02T16:00:00.000Z']);
    const weibo = (await quotas('weibo')).items[0];
    assert.ok(weibo.left < 100 && weibo.limit === 100, JSON.stringify(weibo));
    assert.deepEqual((await quotas('website')).items, []);
    assert.equal((await staff.drafter.get('/api/accounts/nobody/quotas')).status, 404);
  });

  it('still shows its own counts when the platform cannot be asked, and why', async () => {
    wechat.knobs.blockedIp = '203.0.113.9';
    const { items, problem } = (await ok(office.staff.drafter.get('/api/accounts/wechat/quotas'))).body;
    assert.match(problem, /203\.0\.113\.9/);
    assert.deepEqual(
      items.map(({ source }: { source: string }) => source),
      ['own', 'own', 'own'],
    );
  });
});
