/** The console in a real Chromium: a topic answered by keyboard, a month closed and taken out as a workbook, every page for every eye. */
import assert from 'node:assert/strict';
import { pullAllComments } from '../../src/signal/pull-comments.ts';
import { assertFit, type Visits } from './console-visit.ts';
import { openConsole } from './open-console.ts';
import type { Office } from './open-office.ts';
import { ok, publish } from './publish.ts';

describe('the console’s desk in a browser', function () {
  this.timeout(120_000);
  const at = openConsole({
    start: new Date('2026-03-30T09:00:00+08:00'),
    window: { viewport: { width: 1280, height: 860 }, reducedMotion: 'reduce' },
  });
  let office: Office;
  let visits: Visits;

  before(async () => {
    ({ office, visits } = at());
    await publish(office);
    await office.settle();
    const post = office.fakes.wechat.posts().at(-1);
    assert.ok(post);
    office.fakes.wechat.comment(post.ref, '读者', '请问图书馆周末开到几点？');
    office.clock.pass(60_000);
    await pullAllComments(office.service.app, office.clock.now());
    await office.settle();
  });

  const enter: Visits['enter'] = (...given) => visits.enter(...given);

  it('a topic is claimed, answered and sent for approval without a mouse', async () => {
    const page = await enter('responder', '/topics');
    await page.getByRole('button', { name: /图书馆周末/ }).waitFor();
    await page.keyboard.press('j');
    await page.getByRole('article').getByText('无人认领').waitFor();
    await page.keyboard.press('c');
    await page.getByRole('article').getByText('responder 认领').waitFor();
    await page.keyboard.press('r');
    await page.getByLabel('会发到哪里').getByText('1 条').waitFor();
    await page.keyboard.type('您好，周末也开到21时。');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('region', { name: '回应' }).getByText('您好，周末也开到21时。').waitFor();
    await page.getByText('您参与起草，须由另一人批准。').waitFor();
    await page.context().close();
  });

  it('somebody else approves the exact text, and it stands under the comment', async () => {
    const [topic] = (await ok(office.staff.reviewer.get('/api/topics'))).body.items;
    const page = await enter('reviewer', `/topics/${topic.id}`);
    await page.getByRole('button', { name: '批准发出' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '批准发出' }).click();
    await page.getByText('已批准，正在发出').waitFor();
    await office.settle();
    assert.match(office.fakes.wechat.comments().at(-1)?.replies[0] ?? '', /周末也开到21时/);
    await page.getByRole('region', { name: '回应' }).getByText('已送达').waitFor();
    await page.context().close();
  });

  it('a signal in the wrong topic is moved to another one, and taken back with a click', async () => {
    const post = office.fakes.wechat.posts().at(-1);
    assert.ok(post);
    for (const text of ['龙坪镇新村五组的路灯三天不亮', '龙坪镇新村五组的路灯一直不亮', '文昌路的井盖丢了'])
      office.fakes.wechat.comment(post.ref, '读者', text);
    office.clock.pass(60 * 60_000);
    await pullAllComments(office.service.app, office.clock.now());
    await office.settle();
    const page = await enter('responder', '/topics');
    await page.getByRole('button', { name: /路灯/ }).first().click();
    const article = page.getByRole('article');
    await article.getByText(/^2 条线索/).waitFor();
    await article.getByLabel('线索', { exact: true }).locator('.el-checkbox').last().click();
    await page.getByRole('button', { name: '移到另一件…' }).click();
    await page.getByRole('combobox', { name: '移到哪一件' }).click();
    await page.getByRole('option', { name: /井盖/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: '移动' }).click();
    await article.getByText(/^1 条线索/).waitFor();
    await page.getByText('已移到“文昌路的井盖丢了”').waitFor();
    await page.getByRole('button', { name: '撤销', exact: true }).click();
    await article.getByText(/^2 条线索/).waitFor();
    await page.context().close();
  });

  it('a month is closed by name, its numbers open to their lines, and taken out as a workbook', async () => {
    office.clock.set(new Date('2026-04-01T09:00:00+08:00'));
    const page = await enter('approver', '/statistics?period=2026-03');
    await page.getByRole('button', { name: '结账' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '结账' }).click();
    await page.getByText('已结账（第 1 次）').waitFor();
    await page.getByRole('button', { name: /^主动公开政府信息数 1 条/ }).click();
    await page.getByRole('dialog').getByText('投递 已发出').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: '政务公开月度统计' }).click();
    const detail = '数据库暂时连不上。请稍后重试。';
    await page.route(
      '**/*format=xlsx*',
      (route) => route.fulfill({ status: 503, json: { detail, code: 'unavailable' } }),
      { times: 1 },
    );
    await page.getByRole('button', { name: 'Excel' }).click();
    await page.getByRole('alert').getByText(detail).waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Excel' }).click();
    assert.match((await download).suggestedFilename(), /2026-03\.xlsx$/);
    await page.context().close();
  });

  it('has no page that axe objects to or that is wider than a phone', async () => {
    const [topic] = (await ok(office.staff.reviewer.get('/api/topics?state=all'))).body.items;
    const paths = [
      '/topics',
      `/topics/${topic.id}`,
      '/statistics?period=2026',
      '/statistics/tables/annual-2021?period=2026',
    ];
    const others = ['/statistics/entries', '/accounts', '/settings'];
    for (const [width, dark] of [
      [390, true],
      [1280, false],
    ] as const) {
      const look = { viewport: { width, height: 860 }, colorScheme: dark ? 'dark' : 'light' } as const;
      const page = await enter('approver', '/topics', look);
      for (const path of [...paths, ...others]) {
        await page.goto(`${office.url}/console${path}`);
        await page.locator('main h1').waitFor();
        await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
        await assertFit(page, `${path} at ${width}`);
      }
      await page.context().close();
    }
  });
});
