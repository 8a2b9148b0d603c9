/** 次条 and a channel's choices in a real Chromium: chosen in words, ordered and taken off by keyboard, seen on somebody's phone. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { WechatFake } from '../../channels/wechat/fake.ts';
import type { Body } from '../support/api.ts';
import { assertFit, looks, shoot, type Visits } from './console-visit.ts';
import { openConsole } from './open-console.ts';
import type { Office } from './open-office.ts';
import { aDraft, ok, publish } from './publish.ts';

const KNOWN = 'zhoumin_2020';

describe('several texts in one publication, at the console', function () {
  this.timeout(120_000);
  const at = openConsole({
    window: { viewport: { width: 1280, height: 1400 }, reducedMotion: 'reduce' },
    refusals: [401, 409, 422],
  });
  let office: Office;
  let visits: Visits;
  let draft: Body;

  before(async () => {
    ({ office, visits } = at());
    for (const title of ['甲通知', '乙通知']) await publish(office, aDraft({ title, accounts: ['website'] }));
    await office.settle();
    draft = (await ok(office.staff.drafter.post('/api/releases', aDraft({ title: '头条公告' })))).body;
  });

  const saved = async (): Promise<Body> => (await ok(office.staff.drafter.get(`/api/releases/${draft.id}`))).body;

  async function add(page: Page, title: string): Promise<void> {
    const field = page.getByRole('combobox', { name: /次条：添加$/ });
    await field.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: title }).click();
    await page.getByRole('list', { name: /次条$/ }).getByText(title).waitFor();
  }

  it('riders are found by title, put in order by keyboard, taken off and brought back', async () => {
    const page = await visits.enter('drafter', `/releases/${draft.id}/edit`);
    await add(page, '甲通知');
    await add(page, '乙通知');
    await page.getByRole('button', { name: '上移：乙通知' }).focus();
    await page.keyboard.press('Enter');
    const list = page.getByRole('list', { name: /次条$/ }).getByRole('listitem');
    await list.first().getByText('乙通知').waitFor();
    assert.equal(await page.evaluate<string>('document.activeElement.ariaLabel'), '下移：乙通知');
    await page.getByRole('button', { name: '去掉：甲通知' }).click();
    await page.locator('.el-notification').getByRole('button', { name: '撤销' }).click();
    await list.nth(1).getByText('甲通知').waitFor();
    await page
      .locator('.side')
      .getByRole('tab', { name: /公众号/ })
      .click();
    await page.getByText('次条 1：乙通知').waitFor();
    await shoot(page, 'riders');
    await page.keyboard.press('Control+s');
    await page.getByText('已保存为第').waitFor();
    const { riders } = await saved();
    const titles = await Promise.all(
      riders.wechat.map(async (id: string) => (await ok(office.staff.drafter.get(`/api/releases/${id}`))).body.title),
    );
    assert.deepEqual(titles, ['乙通知', '甲通知']);
    await page.context().close();
  });

  it('who is notified is chosen in words, a tag by its number', async () => {
    const page = await visits.enter('drafter', `/releases/${draft.id}/edit`);
    await page.getByRole('combobox', { name: /通知粉丝$/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: '群发给一个标签下的粉丝' }).first().click();
    await page.getByText('请填写标签编号。').waitFor();
    await page.getByLabel(/通知粉丝：标签编号$/).fill('2');
    await page.keyboard.press('Control+s');
    await page.getByText('已保存为第').waitFor();
    assert.deepEqual((await saved()).choices, { wechat: { notify: 'tag:2' } });
    await page.context().close();
  });

  it('the title is counted by the strictest of the chosen accounts', async () => {
    const page = await visits.enter('drafter', `/releases/${draft.id}/edit`);
    await page.getByLabel('标题', { exact: true }).fill('字'.repeat(33));
    await page.getByText(/^33 \/ 32 字（.*公众号）$/).waitFor();
    await page.getByRole('checkbox', { name: /公众号/ }).focus();
    await page.keyboard.press('Space');
    await page.getByText(/^33 \/ 200 字$/).waitFor();
    await page.context().close();
  });

  it('is shown on somebody’s phone as it stands now, and says so when there is no such follower', async () => {
    const wechat = office.fakes.wechat as WechatFake;
    const page = await visits.enter('drafter', `/releases/${draft.id}/edit`);
    await page.getByLabel('标题', { exact: true }).fill('头条公告改');
    await page
      .locator('.side')
      .getByRole('tab', { name: /公众号/ })
      .click();
    await page.getByRole('button', { name: '发到手机上看' }).click();
    const dialog = page.getByRole('dialog', { name: '发到手机上看' });
    await dialog.getByText('篇次条不在其中').waitFor();
    wechat.knobs.strangers = ['nobody_here'];
    await dialog.getByLabel('给谁看').fill('nobody_here');
    await page.keyboard.press('Enter');
    await dialog.getByRole('alert').getByText('没有关注本账号').waitFor();
    const before = (await saved()).revision;
    await dialog.getByLabel('给谁看').fill(KNOWN);
    await dialog.getByRole('button', { name: '发到手机' }).click();
    await dialog.getByRole('status').getByText(`第 ${before} 版已发给 ${KNOWN}`).waitFor();
    await shoot(page, 'phone-preview');
    assert.equal((await saved()).title, '头条公告改');
    const [{ name, title } = assert.fail('nothing was shown'), ...more] = wechat.previews();
    assert.deepEqual([name, title, more.length], [KNOWN, '头条公告改', 0]);
    await page.context().close();
  });

  for (const [name, options] of looks) {
    it(`has nothing that axe minds, ${name}, and no sideways scroll`, async () => {
      const page = await visits.enter('drafter', `/releases/${draft.id}/edit`, options);
      await page.getByRole('list', { name: /次条$/ }).waitFor();
      await assertFit(page, `editor ${name}`);
      await page.getByRole('combobox', { name: /次条：添加$/ }).scrollIntoViewIfNeeded();
      await shoot(page, `${name}-riders`);
      await page.context().close();
    });
  }

  it('has broken neither its own scripts nor the policy of its pages in all this', () => {
    assert.deepEqual(visits.complaints, []);
  });
});
