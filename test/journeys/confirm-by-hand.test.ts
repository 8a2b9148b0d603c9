import assert from 'node:assert/strict';
import type { Body } from '../support/api.ts';
import { type Office, openOffice } from './open-office.ts';
import { aDraft, ok, publish } from './publish.ts';

const proof = '张三 10:20 在手机上打开，标题与正文一致';

describe('a delivery confirmed by hand', () => {
  let office: Office;
  beforeEach(async () => {
    office = await openOffice();
  });
  afterEach(() => office.close());

  const stuckOf = async (release: Body): Promise<Body> => {
    await office.settle();
    const { body } = await ok(office.staff.approver.get(`/api/releases/${release.id}`));
    return body.deliveries.find(({ state }: Body) => state === 'stuck');
  };
  const confirm = ({ id }: Body, seen: Body) =>
    office.staff.approver.post(`/api/deliveries/${encodeURIComponent(id)}/confirm`, { proof, ...seen });

  it('of Weibo is known by the address that staff copied, and by no other site’s', async () => {
    const { weibo } = office.fakes;
    await publish(office, aDraft({ title: '关于图书馆闭馆的公告' }));
    await office.settle();
    const { url, ref } = weibo.posts()[0]!;
    weibo.spoilNext('refuse');
    const release = await publish(office);
    const stuck = await stuckOf(release);
    assert.equal(stuck.account, 'weibo');
    const { status, body } = await confirm(stuck, { url: 'https://example.com/1/z0JH2lOMb' });
    assert.deepEqual([status, body.fields[0].field], [422, 'url']);
    const { body: confirmed } = await ok(confirm(stuck, { url }));
    assert.deepEqual([confirmed.state, confirmed.ref, confirmed.url], ['done', ref, url]);
  });

  it('that is a withdrawal needs no address: what is gone is seen nowhere', async () => {
    const { id, revision } = await publish(office);
    await office.settle();
    const { ref } = office.fakes.weibo.posts()[0]!;
    office.fakes.weibo.spoilNext('refuse');
    await ok(office.staff.approver.post(`/api/releases/${id}/withdraw`, { revision, reason: '内容有误' }));
    const stuck = await stuckOf({ id });
    assert.deepEqual([stuck.account, stuck.action], ['weibo', 'withdraw']);
    const { body } = await ok(confirm(stuck, {}));
    assert.deepEqual([body.state, body.ref, body.url], ['done', ref, null]);
  });
});
