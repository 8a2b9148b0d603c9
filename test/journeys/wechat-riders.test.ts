import assert from 'node:assert/strict';
import type { WechatFake } from '../../channels/wechat/fake.ts';
import { minutes } from '../../src/clock.ts';
import type { Body } from '../support/api.ts';
import { type Office, openOffice } from './open-office.ts';
import { aDraft, approve, ok, publish } from './publish.ts';

const ONLY_SITE = { accounts: ['website'] };

describe('several articles in one publication', () => {
  let office: Office;
  let wechat: WechatFake;
  beforeEach(async () => {
    office = await openOffice();
    wechat = office.fakes.wechat as WechatFake;
  });
  afterEach(() => office.close());

  const onWechat = async (id: string): Promise<Body[]> => {
    const { body } = await ok(office.staff.approver.get(`/api/releases/${id}`));
    return body.deliveries.filter(({ account }: Body) => account === 'wechat');
  };
  const standing = () =>
    wechat
      .posts()
      .filter(({ gone }) => !gone)
      .map(({ title }) => title);
  const aRider = async (title: string) => (await publish(office, aDraft({ ...ONLY_SITE, title }))).id as string;
  const aLead = (riders: readonly string[], changes = {}) =>
    aDraft({ title: '头条公告', accounts: ['website', 'wechat'], riders: { wechat: riders }, ...changes });
  async function settle(): Promise<void> {
    await office.settle();
    await wechat.pushed();
    await office.service.app.idle();
  }
  const withdraw = (id: string, revision = 1) =>
    ok(office.staff.approver.post(`/api/releases/${id}/withdraw`, { revision, reason: '内容有误' }));

  for (const notify of ['none', 'all']) {
    it(`records each with its own address and line, and takes each down by itself (notify: ${notify})`, async () => {
      const [a, b] = [await aRider('次条甲'), await aRider('次条乙')];
      const { id } = await publish(office, aLead([a, b], { choices: { wechat: { notify } } }));
      await settle();
      assert.deepEqual(standing(), ['头条公告', '次条甲', '次条乙']);
      const posts = wechat.posts();
      for (const [at, release] of [id, a, b].entries()) {
        const [delivery] = await onWechat(release);
        assert.deepEqual([delivery!.state, delivery!.ref, delivery!.url], ['done', posts[at]!.ref, posts[at]!.url]);
        const { body } = await ok(office.staff.approver.get(`/api/ledger?subject=${delivery!.id}`));
        const lines = body.items.filter(({ what }: Body) => what === 'delivery.done');
        assert.deepEqual(
          lines.map(({ facts }: Body) => [facts.release, facts.account]),
          [[release, 'wechat']],
        );
        await ok(office.staff.approver.get(`/api/deliveries/${delivery!.id}`));
      }
      await withdraw(a);
      await settle();
      assert.deepEqual(standing(), ['头条公告', '次条乙']);
      await withdraw(id);
      await settle();
      assert.deepEqual(standing(), ['次条乙']);
    });
  }

  it('are seen by who signs, in their order', async () => {
    const riders = [await aRider('次条甲'), await aRider('次条乙')];
    const { id } = (await ok(office.staff.drafter.post('/api/releases', aLead(riders)))).body;
    const { body } = await ok(office.staff.approver.get(`/api/releases/${id}/preview`));
    const notesOf = (account: string) => body.pieces.find((one: Body) => one.account === account).preview.notes.join();
    assert.match(notesOf('wechat'), /次条 1：次条甲,次条 2：次条乙/);
    assert.doesNotMatch(notesOf('website'), /次条/);
  });

  it('costs one draft and one submit', async () => {
    const riders = [await aRider('次条甲')];
    await publish(office, aLead(riders));
    await settle();
    const count = (path: string) => wechat.calls.filter((call) => call.endsWith(path)).length;
    assert.deepEqual([count('/draft/add'), count('/submit')], [1, 1]);
  });

  it('tells before it is submitted what cannot go along', async () => {
    const sent = (await publish(office, aDraft({ title: '自己发的' }))).id;
    const draft = (await ok(office.staff.drafter.post('/api/releases', aDraft({ ...ONLY_SITE })))).body.id;
    const gone = await aRider('撤回的');
    await withdraw(gone);
    const many = await Promise.all(Array.from({ length: 8 }, (_, n) => aRider(`次条${n}`)));
    const problemsOf = async (input: Body): Promise<string[]> => {
      const { id, revision } = (await ok(office.staff.drafter.post('/api/releases', input))).body;
      const { status, body } = await office.staff.drafter.post(`/api/releases/${id}/submit`, { revision });
      assert.equal(status, 409);
      return body.fields.map(({ field, problem }: Body) => `${field}：${problem}`);
    };
    const problems = await problemsOf(aLead([sent, draft, gone, 'nobody']));
    assert.deepEqual(
      problems.map((problem) => problem.split('：')[0]),
      [0, 1, 2, 3].map((at) => `riders.wechat.${at}`),
    );
    assert.match(problems.join(), /自己会发往.*没有签发.*撤回.*没有这个编号/);
    assert.match((await problemsOf(aLead(many))).join(), /共 9 篇.*最多 8 篇/);
    assert.match((await problemsOf(aLead([], { riders: { weibo: many.slice(0, 1) } }))).join(), /不能把几篇合并/);
    assert.match((await problemsOf(aLead(many.slice(0, 1), ONLY_SITE))).join(), /不发往这个账号/);
  });

  it('does not take out what was withdrawn while it waited for its time', async () => {
    const rider = await aRider('次条甲');
    const publishAt = new Date(office.clock.now().getTime() + minutes(60));
    const { id } = await publish(office, aLead([rider], { publishAt: publishAt.toISOString() }));
    await office.service.app.idle();
    await withdraw(rider);
    await office.service.app.idle();
    office.clock.set(publishAt);
    await settle();
    assert.deepEqual(standing(), []);
    const [delivery] = await onWechat(id);
    assert.equal(delivery!.state, 'cancelled');
  });

  it('takes down what was withdrawn while it was on its way, as soon as its place is known', async () => {
    const rider = await aRider('次条甲');
    wechat.knobs.holdJobs = true;
    await publish(office, aLead([rider]));
    await office.service.app.idle();
    await withdraw(rider);
    await office.service.app.idle();
    wechat.knobs.holdJobs = false;
    wechat.finishJobs(0);
    await settle();
    assert.deepEqual(standing(), ['头条公告']);
  });

  it('corrects the lead alone: what went along stays, and does not go twice', async () => {
    const rider = await aRider('次条甲');
    const { id, revision } = await publish(office, aLead([rider]));
    await settle();
    const change = { revision, note: '时间有误', title: '头条公告（更正）' };
    const { body } = await ok(office.staff.drafter.post(`/api/releases/${id}/revise`, change));
    await approve(office, id, body.revision);
    await settle();
    assert.deepEqual(standing().toSorted(), ['头条公告（更正）', '次条甲'].toSorted());
  });

  it('takes a corrected rider down, and publishes it anew where its correction says so', async () => {
    const rider = await aRider('次条甲');
    await publish(office, aLead([rider]));
    await settle();
    const change = { revision: 1, note: '时间有误', title: '次条甲（更正）', accounts: ['website', 'wechat'] };
    const { body } = await ok(office.staff.drafter.post(`/api/releases/${rider}/revise`, change));
    await approve(office, rider, body.revision);
    await settle();
    assert.deepEqual(standing(), ['头条公告', '次条甲（更正）']);
  });

  it('asks a person for the place of a rider when a person has confirmed the lead', async () => {
    Object.assign(wechat.knobs.rights, { publish: false, mass: false });
    const rider = await aRider('次条甲');
    const { id } = await publish(office, aLead([rider]));
    await office.service.app.idle();
    wechat.publishByHand();
    const [lead, second] = wechat.posts();
    const [delivery] = await onWechat(id);
    const seen = { proof: '发表记录中看到', url: lead!.url };
    await ok(office.staff.approver.post(`/api/deliveries/${delivery!.id}/confirm`, seen));
    await office.service.app.idle();
    const [waiting] = await onWechat(rider);
    assert.deepEqual([waiting!.state, waiting!.failure], ['stuck', 'uncertain']);
    await ok(office.staff.approver.post(`/api/deliveries/${waiting!.id}/confirm`, { ...seen, url: second!.url }));
    const [known] = await onWechat(rider);
    assert.deepEqual([known!.state, known!.url], ['done', second!.url]);
  });

  it('says beside the editor which rider cannot go along and why, since the piece leaves it out', async () => {
    const good = await aRider('次条甲');
    const own = (await publish(office, aDraft({ title: '自己发往微信的公告' }))).id;
    const { body } = await ok(office.staff.drafter.post('/api/preview', aLead([good, own, 'nobody'])));
    const { preview } = body.pieces.find(({ account }: Body) => account === 'wechat');
    assert.deepEqual(
      preview.notes.filter((note: string) => note.startsWith('次条')),
      ['次条 1：次条甲'],
    );
    assert.deepEqual(
      body.warnings.map(({ field, problem }: Body) => [field, problem]),
      [
        ['riders.wechat.1', '“自己发往微信的公告”自己会发往这个账号'],
        ['riders.wechat.2', '没有这个编号的发布件'],
      ],
    );
  });

  it('tells how many may go together, and how long a title may be, where accounts are listed', async () => {
    const { items } = (await ok(office.staff.drafter.get('/api/accounts'))).body;
    const limits = Object.fromEntries(items.map((one: Body) => [one.id, one.limits]));
    assert.deepEqual(limits.wechat, { title: 32, together: 8 });
    assert.equal(limits.weibo.together, 1);
  });
});
