/** 民意征集 and 网上调查 at the console, in a real Chromium: drafted, approved by somebody else, counted, published. */
import assert from 'node:assert/strict';
import { days, seconds } from '../../src/clock.ts';
import { openPage, sendForm } from '../interaction/fill-in.ts';
import { assertAllFit, shoot, type Visits } from './console-visit.ts';
import { openConsole } from './open-console.ts';
import type { Office } from './open-office.ts';
import { ok } from './publish.ts';

describe('consultations at the console', function () {
  this.timeout(120_000);
  const at = openConsole({
    start: new Date('2026-03-30T09:00:00+08:00'),
    window: { reducedMotion: 'reduce' },
    refusals: [401, 409, 422],
  });
  let office: Office;
  let visits: Visits;
  let id: string;

  before(() => {
    ({ office, visits } = at());
  });

  it('a survey is drafted with its questions, and its drafter waits for somebody else', async () => {
    const page = await visits.enter('responder', '/topics/consultations');
    await page.getByText('还没有征集或调查').waitFor();
    await page.keyboard.press('n');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('网上调查').click();
    await dialog.getByLabel('标题').fill('图书馆服务调查');
    await dialog.getByLabel('说明，一段一行').fill('请您参与。');
    for (const [label, time] of [
      ['开始', '2026-03-31 09:00'],
      ['截止', '2026-04-02 18:00'],
    ] as const) {
      await dialog.getByLabel(label).fill(time);
      await page.keyboard.press('Enter');
    }
    await dialog.getByLabel('第 1 题问什么').fill('您多久来一次图书馆？');
    const draft = dialog.getByRole('button', { name: '起草', exact: true });
    await dialog.getByLabel('第 1 题的选项').fill('每周\n每周');
    assert.equal(await draft.isDisabled(), true, 'one choice is none');
    await dialog.getByLabel('第 1 题的选项').fill('每周\n每月');
    await dialog.getByRole('button', { name: '加一题' }).click();
    await dialog.getByLabel('第 2 题问什么').fill('还有什么建议？');
    await dialog.locator('.question').nth(1).locator('.el-select').click();
    await page.getByRole('option', { name: '填写' }).click();
    await shoot(page, 'consultation-drafting');
    await draft.click();
    await page.waitForURL(/consultations\/\w+$/);
    id = page.url().split('/').at(-1) ?? '';
    await page.getByText('等另一位有签发权限的同事批准').waitFor();
    assert.equal(await page.getByRole('button', { name: '批准…' }).count(), 0);
    await page.context().close();
  });

  it('somebody else approves it; answers are counted, and the outcome is told to the public', async () => {
    const first = await visits.enter('approver', `/topics/consultations/${id}`);
    await first.getByRole('button', { name: '批准…' }).click();
    await first.getByRole('dialog').getByRole('button', { name: '批准' }).click();
    await first.getByRole('link', { name: '看页面' }).waitFor();
    await first.context().close();
    office.clock.pass(days(1) + seconds(1));
    const form = await openPage(`${office.url}/interact/survey/${id}/`);
    office.clock.pass(seconds(10));
    assert.equal((await sendForm(office.url, form, { q1: '每周', q2: '多开讲座' })).status, 200);
    office.clock.pass(days(3)); // whoever was logged in is so no longer
    const page = await visits.enter('approver', `/topics/consultations/${id}`);
    await page.getByText('收到 1 份').waitFor();
    await page.getByRole('row', { name: /每周 1 100\.0%/ }).waitFor();
    await page.getByText('多开讲座').waitFor();
    await shoot(page, 'consultation-counted');
    await page.getByRole('button', { name: '公布结果…' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('已增加讲座场次。');
    await page.getByRole('dialog').getByRole('button', { name: '公布' }).click();
    await page.getByText('已增加讲座场次。').waitFor();
    const { state, outcome } = (await ok(office.staff.approver.get(`/api/consultations/${id}`))).body;
    assert.deepEqual([state, outcome.text], ['published', '已增加讲座场次。']);
    await page.context().close();
  });

  it('has no page that axe objects to or that is wider than a phone', async () => {
    await assertAllFit(visits, 'responder', ['/topics/consultations', `/topics/consultations/${id}`]);
  });

  it('has broken neither its own scripts nor the policy of its pages in all this', () => {
    assert.deepEqual(visits.complaints, []);
  });
});
