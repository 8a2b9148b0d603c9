import assert from 'node:assert/strict';
import type { WechatFake } from '../../channels/wechat/fake.ts';
import { refOfAddress } from '../../channels/wechat/ref.ts';
import { hours, after as later, minutes } from '../../src/clock.ts';
import { pullAllComments } from '../../src/signal/pull-comments.ts';
import type { Body } from '../support/api.ts';
import { type Office, openOffice } from './open-office.ts';
import { aDraft, approve, ok, publish } from './publish.ts';

const toAll = { choices: { wechat: { notify: 'all' } } };

describe('an article on WeChat', () => {
  let office: Office;
  let wechat: WechatFake;
  beforeEach(async () => {
    office = await openOffice();
    wechat = office.fakes.wechat as WechatFake;
  });
  afterEach(() => office.close());

  const wechatDelivery = async (id: string): Promise<Body> => {
    const { body } = await ok(office.staff.approver.get(`/api/releases/${id}`));
    return body.deliveries.find((one: Body) => one.account === 'wechat' && one.action === 'publish');
  };
  /** Lets happen what happens until then, minute by minute. */
  async function pass(ms: number): Promise<void> {
    for (const end = later(office.clock.now(), ms); office.clock.now() < end; ) {
      office.clock.pass(minutes(1));
      office.service.app.nudge();
      await office.service.app.idle();
    }
  }
  async function untilState(id: string, state: string): Promise<Body> {
    for (let nth = 0; nth < 200; nth++) {
      await wechat.pushed();
      await office.service.app.idle();
      const delivery = await wechatDelivery(id);
      if (delivery.state === state) return delivery;
      await pass(minutes(1));
    }
    return assert.fail(`not ${state}: ${JSON.stringify(await wechatDelivery(id))}`);
  }

  it('is sent to followers when staff chose and signed it, is linked by its event, and is taken down again', async () => {
    const release = await publish(office, aDraft(toAll));
    assert.deepEqual(release.choices, toAll.choices);
    await untilState(release.id, 'done');
    await wechat.pushed();
    const done = await wechatDelivery(release.id); // whichever came first, look or event
    assert.equal(wechat.sent().length, 1);
    assert.equal(done.ref, wechat.posts()[0]!.ref);
    assert.equal((await fetch(done.url)).status, 200);
    const { revision } = release;
    await ok(office.staff.approver.post(`/api/releases/${release.id}/withdraw`, { revision, reason: '内容有误' }));
    await office.settle();
    assert.equal(wechat.posts()[0]!.gone, true);
    assert.ok(wechat.calls.includes('/cgi-bin/message/mass/delete'));
  });

  it('is corrected at once, without waiting for another send, and without waking followers twice', async () => {
    const { id, revision } = await publish(office, aDraft(toAll));
    await untilState(id, 'done');
    const change = { revision, note: '时间有误', title: '更正后的公告' };
    const { body } = await ok(office.staff.drafter.post(`/api/releases/${id}/revise`, change));
    await approve(office, id, body.revision);
    await office.settle();
    assert.deepEqual(
      wechat.posts().map(({ title, gone }) => [title, gone]),
      [
        [aDraft().title, true],
        ['更正后的公告', false],
      ],
    );
    assert.equal(wechat.sent().length, 1);
  });

  it('brings its readers’ comments in, as one published without notice does', async () => {
    const release = await publish(office, aDraft(toAll));
    await untilState(release.id, 'done');
    wechat.comment(wechat.posts()[0]!.ref, '王小明', '周末开放吗？');
    office.clock.pass(minutes(10));
    const { app } = office.service;
    assert.equal(await pullAllComments(app, app.clock.now()), 1);
  });

  it('asks for the choice before anything is stored', async () => {
    const { status, body } = await office.staff.drafter.post(
      '/api/releases',
      aDraft({ choices: { wechat: { notify: 'everybody', comment: 'open' }, website: { notify: 'all' } } }),
    );
    assert.equal(status, 422);
    assert.deepEqual(
      body.fields.map(({ field }: Body) => field),
      ['choices.wechat.notify', 'choices.wechat.comment', 'choices.website'],
    );
    const { body: accounts } = await ok(office.staff.drafter.get('/api/accounts'));
    const { choices } = accounts.items.find(({ id }: Body) => id === 'wechat');
    assert.deepEqual(Object.keys(choices.properties), ['notify', 'notifyCorrection', 'comments']);
  });

  it('waits for the administrator, and says who did not confirm', async () => {
    wechat.knobs.admin = 'silent';
    const release = await publish(office, aDraft(toAll));
    await pass(minutes(5));
    const waiting = await wechatDelivery(release.id);
    assert.equal(waiting.state, 'settling');
    assert.match(waiting.reason, /管理员 30 分钟内/);
    const stuck = await untilState(release.id, 'stuck');
    await wechat.pushed();
    assert.match((await wechatDelivery(release.id)).reason, /管理员 30 分钟内没有确认（40002）/, stuck.reason);
    wechat.knobs.admin = 'confirms';
    await ok(office.staff.approver.post(`/api/deliveries/${stuck.id}/retry`, {}));
    await untilState(release.id, 'done');
    assert.deepEqual([wechat.sent().length, wechat.posts().length], [2, 1]);
  });

  it('waits for the next day when the day’s send is used up', async () => {
    await untilState((await publish(office, aDraft(toAll))).id, 'done');
    const second = await publish(office, aDraft({ ...toAll, title: '关于第二件事的公告' }));
    await pass(minutes(2));
    const waiting = await wechatDelivery(second.id);
    assert.deepEqual([waiting.state, waiting.failure], ['waiting', 'limited']);
    assert.equal(waiting.dueAt, '2026-03-02T16:00:00.000Z');
    office.clock.set(new Date(waiting.dueAt));
    await untilState(second.id, 'done');
    assert.equal(wechat.sent().length, 2);
  });

  describe('before it is sent', () => {
    const show = async (draft: Body, to: string, account = 'wechat', by = office.staff.drafter) =>
      await by.post(`/api/releases/${draft.id}/preview`, { account, to });
    const draftOf = async (changes = {}) =>
      (await ok(office.staff.drafter.post('/api/releases', aDraft(changes)))).body;

    it('is shown on the phone of one follower, whose name is kept nowhere', async () => {
      const draft = await draftOf(toAll);
      const { body } = await ok(show(draft, 'wang_xiaoming'));
      assert.deepEqual(body, { account: 'wechat', revision: 1 });
      assert.deepEqual(
        wechat.previews().map(({ name, title }) => [name, title]),
        [['wang_xiaoming', draft.title]],
      );
      assert.deepEqual([wechat.sent().length, wechat.posts().length], [0, 0]);
      await office.service.app.idle();
      const { body: lines } = await ok(office.staff.approver.get(`/api/ledger?subject=${draft.id}`));
      const line = lines.items.find(({ what }: Body) => what === 'release.previewed');
      assert.equal(line.facts.account, 'wechat');
      assert.doesNotMatch(JSON.stringify(lines), /wang_xiaoming/);
    });

    it('leaves one draft in the box however often it is shown, which is never the one that is published', async () => {
      const draft = await draftOf();
      for (const name of ['wang', 'li', 'zhao']) await ok(show(draft, name));
      assert.equal(wechat.drafts().length, 1);
      await approve(office, draft.id, 1);
      await untilState(draft.id, 'done');
      assert.equal(wechat.drafts().length, 1);
      assert.match(wechat.posts()[0]!.links, new RegExp(`/p/${draft.id}.html$`));
    });

    it('says what is wrong with the person, the account, the text, the rights', async () => {
      const draft = await draftOf();
      wechat.knobs.strangers = ['nobody'];
      const refused = async (sent: ReturnType<typeof show>) => {
        const { status, body } = await sent;
        return [status, body.code, body.fields?.[0]?.field];
      };
      assert.deepEqual(await refused(show(draft, 'nobody')), [422, 'invalid-input', 'to']);
      assert.deepEqual(await refused(show(draft, 'wang', 'weibo')), [422, 'invalid-input', 'account']);
      assert.deepEqual(await refused(show(draft, 'wang', 'fax')), [422, 'invalid-input', 'account']);
      assert.deepEqual(await refused(show(draft, 'a b')), [422, 'invalid-input', 'to']);
      const long = await draftOf({ title: '公'.repeat(33) });
      assert.deepEqual(await refused(show(long, 'wang')), [409, 'does-not-fit', 'title']);
      assert.equal((await show(draft, 'wang', 'wechat', office.staff.responder)).status, 403);
      wechat.answerNext('/cgi-bin/message/mass/preview', { code: 45009 });
      const { status, body } = await show(draft, 'wang');
      assert.deepEqual([status, body.code], [429, 'too-many-requests']);
      assert.equal(wechat.drafts().length, 1);
      wechat.knobs.rights.mass = false;
      assert.deepEqual((await refused(show(draft, 'wang'))).slice(0, 2), [409, 'wrong-state']);
      assert.equal(wechat.drafts().length, 0); // nobody may publish it by hand for the real one
      wechat.answerNext('/cgi-bin/message/mass/preview', { status: 502, body: '<html>' });
      assert.equal((await show(draft, 'wang')).status, 503);
    });
  });

  describe('of an account that may not publish by call', () => {
    const link = 'https://mp.weixin.qq.com/s/Zx0yWvQp1A2b3C4d5E6f7g';
    let release: Body;
    let waiting: Body;
    beforeEach(async () => {
      Object.assign(wechat.knobs.rights, { publish: false, mass: false });
      release = await publish(office);
      waiting = await untilState(release.id, 'waiting');
    });
    const drafts = () => wechat.calls.filter((call) => call === '/cgi-bin/draft/add').length;

    it('waits in the draft box for a person, in one draft, however long', async () => {
      assert.match(waiting.reason, /草稿箱.*手工发布.*填入文章链接/);
      assert.equal(waiting.failure, 'locked-out');
      await pass(hours(6));
      assert.deepEqual([drafts(), wechat.drafts().length], [1, 1]);
      const submits = wechat.calls.filter((call) => call.endsWith('/submit')).length;
      assert.ok(submits <= 8, `${submits} submits in six hours`);
      const { body } = await ok(office.staff.approver.post('/api/accounts/check'));
      const { checkup } = body.items.find(({ id }: Body) => id === 'wechat');
      assert.ok(checkup.findings.some(({ ok, remedy }: Body) => !ok && /只存草稿.*手工发布/.test(remedy)));
    });

    it('is asked about when it has left the box, and linked by the address staff copied', async () => {
      wechat.publishByHand();
      const stuck = await untilState(release.id, 'stuck');
      assert.match(stuck.reason, /已离开草稿箱.*文章链接/);
      const confirm = (url: unknown) =>
        office.staff.approver.post(`/api/deliveries/${stuck.id}/confirm`, { proof: '发表记录中看到', url });
      for (const url of [null, 'https://example.com/s/Zx0yWvQp1A2b']) {
        const { status, body } = await confirm(url);
        assert.deepEqual([status, body.fields[0].field], [422, 'url']);
      }
      const { url } = wechat.posts()[0]!;
      const { body } = await ok(confirm(url));
      assert.deepEqual([body.state, body.url], ['done', url]);
      assert.match(body.ref, /^hand:\d+\|\d+\|0$/);
      assert.deepEqual([drafts(), wechat.posts().length], [1, 1]);
    });

    it('goes out by itself when the right is given, in the same draft', async () => {
      Object.assign(wechat.knobs.rights, { publish: true, mass: true });
      await untilState(release.id, 'done');
      assert.deepEqual([drafts(), wechat.posts().length], [1, 1]);
    });

    it('is confirmed while it waits by a short address, too, and then is withdrawn by hand', async () => {
      assert.equal(refOfAddress(link, 'mp.weixin.qq.com'), 'hand:Zx0yWvQp1A2b3C4d5E6f7g||0');
      wechat.publishByHand();
      const { url } = wechat.posts()[0]!;
      await ok(office.staff.approver.post(`/api/deliveries/${waiting.id}/confirm`, { proof: '发表记录中看到', url }));
      const { revision } = release;
      await ok(office.staff.approver.post(`/api/releases/${release.id}/withdraw`, { revision, reason: '内容有误' }));
      await office.settle();
      const { body } = await ok(office.staff.approver.get(`/api/releases/${release.id}`));
      const withdrawal = body.deliveries.find((one: Body) => one.account === 'wechat' && one.action === 'withdraw');
      assert.equal(withdrawal.state, 'stuck');
      assert.match(withdrawal.reason, /手工发布.*删除/);
      // With the right it is found by its address.
      Object.assign(wechat.knobs.rights, { publish: true, mass: true });
      await ok(office.staff.approver.post(`/api/deliveries/${withdrawal.id}/retry`, {}));
      await office.settle();
      assert.equal(wechat.posts()[0]!.gone, true);
    });
  });
});
