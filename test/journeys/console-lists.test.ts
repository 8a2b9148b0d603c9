/** The lists behind the desk, in a real Chromium: what comes in as files, and what the installation is told of its county. */
import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { buildConsole } from '../../src/console/build-console.ts';
import { isFresh } from '../../src/console/find-build.ts';
import { launchChromium } from '../support/chromium.ts';
import { assertFit, looks, openVisits, shoot, type Visits } from './console-visit.ts';
import { type Office, openOffice } from './open-office.ts';
import { ok } from './publish.ts';

const TABLE = [
  '留言编号,留言用户,留言主题,留言时间,留言详情,联系电话',
  '188006,A00102948,城南小学门口没有斑马线,2019/2/28 19:25,早晚高峰车多，孩子过马路很危险。,13812345678',
  '188007,A00074795,龙山小区夜间施工噪声扰民,2019/2/14 20:00,每天施工到凌晨两点。,',
  '188008,A00040066,路灯不亮,13/45/2019,文昌路的路灯不亮。,',
].join('\n');

describe('lists at the console', function () {
  this.timeout(120_000);
  let office: Office;
  let browser: Browser;
  let visits: Visits;

  before(async function () {
    browser = await launchChromium(this);
    if (!isFresh()) await buildConsole();
    office = await openOffice({ start: new Date('2026-03-30T09:00:00+08:00') });
    const window = { reducedMotion: 'reduce' } as const;
    visits = openVisits({ browser, url: office.url, window, refusals: [401, 409, 422] });
  });
  after(async () => {
    await browser?.close();
    await office?.close();
  });

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
    const signals = async () => (await ok(office.staff.responder.get('/api/signals?account=message-board'))).body.items;
    assert.equal((await signals()).length, 2);
    const [topic] = (await ok(office.staff.responder.get('/api/topics'))).body.items;
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

  it('has no page that axe objects to or that is wider than a phone', async () => {
    const [one] = (await ok(office.staff.responder.get('/api/imports'))).body.items;
    const again = await ok(
      office.staff.responder.post('/api/imports?name=b.csv', TABLE, { 'content-type': 'application/octet-stream' }),
    );
    const paths = ['/topics/imports', `/topics/imports/${one.id}`, `/topics/imports/${again.body.id}`];
    for (const [look, options] of looks) {
      const page = await visits.enter('responder', '/topics/imports', options);
      for (const [at, path] of paths.entries()) {
        await page.goto(`${office.url}/console${path}`);
        await page.locator('main h1').waitFor();
        await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
        await page.waitForLoadState('networkidle');
        await assertFit(page, `${path}, ${look}`);
        await shoot(page, `list-${at}-${look}`);
      }
      await page.context().close();
    }
  });

  it('has broken neither its own scripts nor the policy of its pages in all this', () => {
    assert.deepEqual(visits.complaints, []);
  });
});
