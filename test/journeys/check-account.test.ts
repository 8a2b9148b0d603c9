import assert from 'node:assert/strict';
import type { Body } from '../support/api.ts';
import { type Office, openOffice } from './open-office.ts';
import { ok } from './publish.ts';

describe('the check of one account', () => {
  let office: Office;
  before(async () => {
    office = await openOffice();
  });
  after(() => office.close());

  const list = async (): Promise<Body[]> => (await ok(office.staff.approver.get('/api/accounts'))).body.items;

  it('asks that platform alone, and answers as the list does', async () => {
    const { body } = await ok(office.staff.approver.post('/api/accounts/weibo/check'));
    assert.equal(body.id, 'weibo');
    assert.ok(body.checkup.findings.length > 0);
    const checked = (await list()).filter(({ checkup }) => checkup).map(({ id }) => id);
    assert.deepEqual(checked, ['weibo']);
    assert.deepEqual(
      (await list()).find(({ id }) => id === 'weibo'),
      body,
    );
  });

  it('is refused in words for an account nobody knows and for one that is not configured', async () => {
    const unknown = await office.staff.approver.post('/api/accounts/nobody/check');
    assert.deepEqual([unknown.status, unknown.body.code], [404, 'not-found']);
    const closed = (await list()).find(({ configured }) => !configured);
    assert.ok(closed);
    const refused = await office.staff.approver.post(`/api/accounts/${closed.id}/check`);
    assert.deepEqual([refused.status, refused.body.code], [409, 'wrong-state']);
    assert.match(refused.body.detail, /配置/);
  });
});
