import assert from 'node:assert/strict';
import watchContent from '../../schedules/watch-content.ts';
import { days } from '../../src/clock.ts';
import type { Body } from '../support/api.ts';
import { type Office, openOffice } from './open-office.ts';
import { aDraft, ok, publish } from './publish.ts';

describe('inspecting ourselves', () => {
  let office: Office;
  before(async () => {
    office = await openOffice({ start: new Date('2026-03-02T09:00:00+08:00') });
  });
  after(() => office.close());

  const look = async (): Promise<Body> => (await ok(office.staff.drafter.get('/api/inspection'))).body;
  const of = ({ items }: Body, id: string) => items.find((one: Body) => one.id === id);

  it('begins with empty columns, and knows nothing of accounts that never posted', async () => {
    const seen = await look();
    assert.equal(of(seen, 'empty-columns').standing, 'fails');
    assert.equal(of(seen, 'silent-accounts').standing, 'unknown');
    assert.equal(seen.pagesCheckedAt, null);
    for (const { id, rule, source, limit } of seen.items) assert.ok(rule && source && limit, id);
  });

  it('counts the days of what was published, and warns before they are over', async () => {
    const body = '<p>财政拔款，详见<a href="/p/nowhere.html">附件</a>。</p>';
    await publish(office, aDraft({ column: 'documents', title: '关于印发办法的通知', body }));
    await office.settle();
    office.clock.pass(days(12));
    const seen = await look();
    assert.deepEqual([of(seen, 'home-page').value, of(seen, 'home-page').daysLeft], [12, 2]);
    assert.equal(of(seen, 'silent-accounts').standing, 'soon');
    const [warning] = seen.warnings.filter(({ subject }: Body) => subject === 'weibo');
    assert.deepEqual([warning.standing, warning.part, warning.daysLeft], ['fails', 'local', -2]);
    assert.match(warning.says, /已 12 天没有更新/);
  });

  it('reads its own pages every night, and tells what is wrong with them', async () => {
    await watchContent.run(office.service.app, office.clock.now());
    const seen = await look();
    assert.deepEqual(
      ['dead-links', 'wording', 'interpretations'].map((id) => of(seen, id).value),
      [1, 1, 1],
    );
    assert.match(of(seen, 'wording').subjects[0].says, /“财政拔款”疑为“财政拨款”/);
    assert.ok(seen.pagesCheckedAt);
    const { items } = (await ok(office.staff.approver.get('/api/monitors'))).body;
    const content = items.find(({ name }: Body) => name === 'content');
    assert.deepEqual([content.title, content.open], ['内容自查', 3]);
  });

  it('comes as a file', async () => {
    const csv = await ok(office.staff.drafter.get('/api/inspection?format=csv'));
    assert.match(String(csv.body), /单项否决,首页不更新,临近或部分超限,12 天,14 天,2,/);
    const xlsx = await ok(office.staff.drafter.get('/api/inspection?format=xlsx'));
    assert.match(String(xlsx.headers.get('content-type')), /spreadsheetml/);
  });
});
