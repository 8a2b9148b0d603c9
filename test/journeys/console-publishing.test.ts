/** The publicity office at the console, in a real Chromium: what a text is filed under. */
import assert from 'node:assert/strict';
import { assertFit, looks, shoot, type Visits } from './console-visit.ts';
import { openConsole } from './open-console.ts';
import type { Office } from './open-office.ts';
import { aDraft, ok } from './publish.ts';

describe('publishing at the console', function () {
  this.timeout(120_000);
  const at = openConsole({
    start: new Date('2018-07-03T01:30:00Z'),
    window: { reducedMotion: 'reduce' },
    refusals: [401, 409, 422],
  });
  let office: Office;
  let visits: Visits;

  before(() => {
    ({ office, visits } = at());
  });

  const draft = async (overrides = {}) =>
    (await ok(office.staff.drafter.post('/api/releases', aDraft(overrides)))).body;

  it('files a document: fields open with its column, empty ones say what they will be, versions tell what changed', async () => {
    const { id } = await draft({ title: '罗甸县供水管理办法' });
    const page = await visits.enter('drafter', `/releases/${id}/edit`);
    const catalogue = page.locator('details.catalogue');
    await catalogue.getByText('主动公开 · 综合政务 · 办法').waitFor();
    assert.equal(await catalogue.getAttribute('open'), null, 'folded while nothing of it is needed');
    await page.locator('.el-form-item', { hasText: '栏目' }).first().locator('.el-select').click();
    await page.getByRole('option', { name: '政府文件' }).click();
    await catalogue.getByText('还没有填发文字号、成文日期').waitFor();
    await catalogue.getByText('办法（按标题判断）').waitFor();
    await catalogue.getByLabel('发文字号').fill('罗府办发〔2018〕12号');
    await catalogue.locator('.el-form-item', { hasText: '主题分类' }).locator('.el-select').click();
    await page.getByRole('option', { name: '城乡建设、环境保护' }).click();
    const beside = page.locator('.side').getByLabel('页面上的公开目录');
    await beside.getByText('罗府办发〔2018〕12号').waitFor();
    await beside.getByText('城乡建设、环境保护').waitFor();
    await shoot(page, 'catalogue');
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await page.getByText('已保存为第 2 版').waitFor();
    await page.goto(`${office.url}/console/releases/${id}`);
    await page.getByRole('region', { name: '公开目录' }).getByText('城乡建设、环境保护').waitFor();
    await page.getByRole('tab', { name: '版本' }).click();
    await page.getByText('文字没有改动，其他改动 3 项').waitFor();
    await page.getByRole('row', { name: /发文字号.*罗府办发〔2018〕12号/ }).waitFor();
    await page.context().close();
  });

  it('says at once that a text which is not for the public cannot be published', async () => {
    const { id } = await draft({ title: '内部的通知' });
    const page = await visits.enter('drafter', `/releases/${id}/edit`);
    await page.locator('details.catalogue summary').click();
    await page.locator('.el-form-item', { hasText: '公开属性' }).locator('.el-select').click();
    await page.getByRole('option', { name: '不予公开' }).click();
    await page.getByText('只有“主动公开”的内容可以发布；现在可以保存，不能提交审核。').waitFor();
    await page.getByRole('button', { name: '提交审核' }).click();
    await page
      .getByRole('alert')
      .getByText(/公开属性/)
      .first()
      .waitFor();
    await page.context().close();
  });

  for (const [name, options] of looks) {
    it(`has an editor and a release page that fit every eye and window, ${name}`, async () => {
      const { id } = await draft({ title: '关于印发供水管理办法的通知', column: 'documents' });
      const page = await visits.enter('drafter', `/releases/${id}/edit`, options);
      await page.locator('details.catalogue[open]').waitFor();
      await page.waitForLoadState('networkidle');
      await assertFit(page, `editor, ${name}`);
      await shoot(page, `editor-${name}`);
      await page.goto(`${office.url}/console/releases/${id}`);
      await page.getByRole('region', { name: '公开目录' }).waitFor();
      await page.waitForLoadState('networkidle');
      await assertFit(page, `release, ${name}`);
      await page.context().close();
    });
  }

  it('has broken neither its own scripts nor the policy of its pages in all this', () => {
    assert.deepEqual(visits.complaints, []);
  });
});
