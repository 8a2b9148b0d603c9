/** What comes to the desk by other ways, at the console in a real Chromium: files brought in, what rules have set aside. */
import assert from 'node:assert/strict';
import type { Body } from '../support/api.ts';
import { assertAllFit, shoot, type Visits } from './console-visit.ts';
import { openConsole } from './open-console.ts';
import type { Office } from './open-office.ts';
import { ok } from './publish.ts';

const TABLE = [
  '留言编号,留言用户,留言主题,留言时间,留言详情,联系电话',
  '188006,A00102948,城南小学门口没有斑马线,2019/2/28 19:25,早晚高峰车多，孩子过马路很危险。,13812345678',
  '188007,A00074795,龙山小区夜间施工噪声扰民,2019/2/14 20:00,每天施工到凌晨两点。,',
  '188008,A00040066,路灯不亮,13/45/2019,文昌路的路灯不亮。,',
].join('\n');

describe('lists at the console', function () {
  this.timeout(120_000);
  const at = openConsole({
    start: new Date('2026-03-30T09:00:00+08:00'),
    window: { reducedMotion: 'reduce' },
    refusals: [401, 409, 422],
  });
  let office: Office;
  let visits: Visits;

  before(() => {
    ({ office, visits } = at());
  });

  const itemsOf = async (path: string): Promise<Body[]> => (await ok(office.staff.responder.get(path))).body.items;

  it('brings in a file: columns confirmed, wrong rows named, the good ones taken, all of it taken back', async () => {
    const page = await visits.enter('responder', '/topics/imports');
    await page.getByText('还没有导入过文件').waitFor();
    const file = { name: '留言.csv', mimeType: 'text/csv', buffer: Buffer.from(TABLE) };
    await page.getByLabel('选择要导入的文件').setInputFiles(file);
    const mapping = page.getByRole('region', { name: '确认各列的含义' });
    await mapping.locator('.el-form-item', { hasText: '联系电话（加密）' }).getByText('138****5678').waitFor();
    await mapping.locator('.el-form-item', { hasText: '归入哪个来源' }).locator('.el-select').click();
    await page.getByRole('option', { name: '网民留言板' }).click();
    await shoot(page, 'import-mapping');
    await mapping.getByRole('button', { name: '开始导入' }).click();
    await office.settle();
    await page.getByText('有 1 行不合格，一行也没有导入').waitFor();
    await page.getByRole('row', { name: /第 4 行.*留言时间.*请按/ }).waitFor();
    await shoot(page, 'import-refused');
    await mapping.getByText('只导入合格的').click();
    await mapping.getByRole('button', { name: '重新检查并导入' }).click();
    await office.settle();
    await page.getByText('导入 2 条，不合格 1 行').waitFor();
    const signals = () => itemsOf('/api/signals?account=message-board');
    assert.equal((await signals()).length, 2);
    const [topic] = await itemsOf('/api/topics');
    assert.ok(topic);
    await ok(office.staff.responder.post(`/api/topics/${topic.id}/claim`, { revision: topic.revision }));
    await page.getByRole('button', { name: '撤销导入…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('收回 1 条没有人办理过的线索，连同 1 件').waitFor();
    await dialog.getByText('保留 1 条：所属事项已有人办理').waitFor();
    await shoot(page, 'import-undo');
    await dialog.getByRole('button', { name: '撤销导入' }).click();
    await office.settle();
    await page.getByText('收回 1 条，保留 1 条').waitFor();
    await page.getByRole('region', { name: '撤销时保留的线索' }).getByRole('link').waitFor();
    assert.equal((await signals()).length, 1);
    await page.getByRole('navigation').getByRole('link', { name: '导入' }).click();
    await page.getByRole('row', { name: /留言\.csv.*已撤销/ }).waitFor();
    await page.context().close();
  });

  it('shows what rules have set aside and why; one click puts it back, another sets it aside again', async () => {
    const said = { account: 'message-board', kind: 'message', author: '某人', writtenAt: '2026-03-29T08:00:00+08:00' };
    const lines = ['专业代开发票，加微信abc_12345', '无抵押贷款秒到账，电话13812345678'].map((text, i) =>
      JSON.stringify({ ...said, ref: `ad-${i}`, text }),
    );
    await ok(
      office.staff.responder.post('/api/signals/import', lines.join('\n'), { 'content-type': 'application/x-ndjson' }),
    );
    await office.settle();
    const page = await visits.enter('responder', '/topics/screened');
    const row = page.getByRole('row', { name: /代开发票.*疑似广告/ });
    await row.getByRole('button', { name: '恢复' }).click();
    await page.getByText('已恢复，照常归类').waitFor();
    await row.waitFor({ state: 'detached' });
    await office.settle();
    const topics = async () => (await itemsOf('/api/topics')).filter(({ title }) => /发票/.test(title));
    assert.equal((await topics()).length, 1);
    await page.getByRole('button', { name: '撤销' }).click();
    await row.waitFor();
    assert.deepEqual(await topics(), [], 'the topic it had opened is gone with it');
    await row.getByRole('button', { name: '恢复' }).click();
    await row.waitFor({ state: 'detached' });
    await office.settle();
    await page.goto(`${office.url}/console/topics/screened?state=restored`);
    await row.getByRole('link', { name: '看归入的事项' }).waitFor();
    await shoot(page, 'screened-restored');
    await row.getByRole('button', { name: '重新过滤' }).click();
    await row.waitFor({ state: 'detached' });
    assert.equal((await itemsOf('/api/signals/screened')).length, 2);
    await page.context().close();
  });

  it('has no page that axe objects to or that is wider than a phone', async () => {
    const one = (await itemsOf('/api/imports')).find(({ state }) => state === 'undone');
    const type = { 'content-type': 'application/octet-stream' };
    const { body: fresh } = await ok(office.staff.responder.post('/api/imports?name=b.csv', TABLE, type));
    const imports = ['/topics/imports', `/topics/imports/${one?.id}`, `/topics/imports/${fresh.id}`];
    await assertAllFit(visits, 'responder', [...imports, '/topics/screened', '/topics/screened?state=restored']);
  });

  it('has broken neither its own scripts nor the policy of its pages in all this', () => {
    assert.deepEqual(visits.complaints, []);
  });
});
