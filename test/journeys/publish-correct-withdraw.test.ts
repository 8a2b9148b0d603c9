import assert from 'node:assert/strict';
import type { Body } from '../support/api.ts';
import { type Office, openOffice } from './open-office.ts';
import { aDraft, approve, ok, publish } from './publish.ts';

describe('a release through its life', () => {
  let office: Office;
  before(async () => {
    office = await openOffice();
  });
  after(() => office.close());

  const deliveriesOf = async (id: string): Promise<Body[]> =>
    (await ok(office.staff.approver.get(`/api/releases/${id}`))).body.deliveries;

  it('reaches the site, WeChat and Weibo, each with the canonical link', async () => {
    const release = await publish(office);
    await office.settle();
    const deliveries = await deliveriesOf(release.id);
    assert.deepEqual(deliveries.map(({ account, state }) => [account, state]).sort(), [
      ['website', 'done'],
      ['wechat', 'done'],
      ['weibo', 'done'],
    ]);
    const canonical = `${office.url}/p/${release.id}.html`;
    assert.equal(office.fakes.wechat.posts().at(-1)?.links, canonical);
    assert.equal(office.fakes.weibo.posts().at(-1)?.links, canonical);
    for (const { url } of deliveries) {
      const page = await fetch(url);
      assert.equal(page.status, 200, url);
      assert.match(await page.text(), /图书馆/);
    }
  });

  it('waits for its scheduled time and then goes out', async () => {
    const publishAt = new Date(office.clock.now().getTime() + 3_600_000);
    const release = await publish(
      office,
      aDraft({ title: '关于明日停电检修的公告', publishAt: publishAt.toISOString() }),
    );
    await office.service.app.idle();
    assert.equal(
      office.fakes.weibo.posts().some(({ text }) => text.includes('停电检修')),
      false,
    );
    office.clock.set(publishAt);
    await office.settle();
    const posts = office.fakes.weibo.posts().filter(({ text }) => text.includes('停电检修'));
    assert.equal(posts.length, 1);
    const [page] = (await deliveriesOf(release.id)).filter(({ account }) => account === 'website');
    assert.ok(new Date(page?.doneAt) >= publishAt);
  });

  it('is corrected as each channel can: in place, replaced, or followed by a correcting post', async () => {
    const { id, revision } = await publish(office, aDraft({ title: '关于开放体育场馆的公告' }));
    await office.settle();
    const note = '开放时间应为每日8时至21时';
    const revised = await ok(
      office.staff.drafter.post(`/api/releases/${id}/revise`, {
        revision,
        note,
        body: '<p>体育场馆每日8时至21时开放。</p>',
      }),
    );
    await approve(office, id, revised.body.revision);
    await office.settle();
    const acts = (await deliveriesOf(id)).map(({ account, action, state }) => `${account} ${action} ${state}`).sort();
    assert.deepEqual(acts, [
      'website publish done',
      'website revise done',
      'wechat publish done',
      'wechat publish done',
      'wechat withdraw done',
      'weibo publish done',
      'weibo publish done',
    ]);
    const why = (await deliveriesOf(id)).map(({ account, action, facts }) => `${account} ${action}：${facts.why}`);
    assert.ok(why.some((one) => /^website revise：.*原地更正/.test(one)));
    assert.ok(why.some((one) => /^wechat publish：.*不能修改.*重新发布/.test(one)));
    assert.ok(why.some((one) => /^weibo publish：.*评论.*另发更正/.test(one)));
    const page = await (await fetch(`${office.url}/p/${id}.html`)).text();
    assert.match(page, /8时至21时开放/);
    assert.match(page, new RegExp(note));
    const weibo = office.fakes.weibo.posts().filter(({ text }) => text.includes('体育场馆'));
    assert.equal(weibo.filter(({ gone }) => !gone).length, 2);
    assert.match(weibo.at(-1)?.text ?? '', /^【更正】/);
    const wechat = office.fakes.wechat.posts().filter(({ title }) => title.includes('体育场馆'));
    assert.deepEqual(
      wechat.map(({ gone }) => gone),
      [true, false],
    );
  });

  it('leaves an explained page on the site when it is withdrawn, and nothing elsewhere', async () => {
    const { id, revision } = await publish(office, aDraft({ title: '关于举办庙会的公告' }));
    await office.settle();
    const reason = '活动因天气原因取消';
    await ok(office.staff.approver.post(`/api/releases/${id}/withdraw`, { revision, reason }));
    await office.settle();
    const page = await fetch(`${office.url}/p/${id}.html`);
    assert.equal(page.status, 410);
    assert.match(await page.text(), new RegExp(reason));
    for (const fake of [office.fakes.wechat, office.fakes.weibo]) {
      const posts = fake.posts().filter(({ title, text }) => `${title}${text}`.includes('庙会'));
      assert.deepEqual(
        posts.map(({ gone }) => gone),
        [true],
      );
    }
  });

  it('is not sent at all when it is withdrawn before its time', async () => {
    const publishAt = new Date(office.clock.now().getTime() + 3_600_000);
    const draft = aDraft({ title: '关于封路的公告', publishAt: publishAt.toISOString() });
    const { id, revision } = await publish(office, draft);
    await office.service.app.idle();
    await ok(office.staff.approver.post(`/api/releases/${id}/withdraw`, { revision, reason: '改期举行' }));
    office.clock.set(new Date(publishAt.getTime() + 60_000));
    await office.settle();
    assert.equal(
      office.fakes.weibo.posts().some(({ text }) => text.includes('封路')),
      false,
    );
    assert.deepEqual(new Set((await deliveriesOf(id)).map(({ state }) => state)), new Set(['cancelled']));
    assert.equal((await fetch(`${office.url}/p/${id}.html`)).status, 404);
  });
});
