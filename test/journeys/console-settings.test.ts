/** What staff tell the installation, at the console in a real Chromium: watch words, templates, words of the county. */
import assert from 'node:assert/strict';
import { pullAllHotTopics } from '../../src/signal/pull-hot-topics.ts';
import type { Body } from '../support/api.ts';
import { assertAllFit, shoot, type Visits } from './console-visit.ts';
import { openConsole } from './open-console.ts';
import { type HotList, openHotList } from './open-hot-list.ts';
import type { Office } from './open-office.ts';
import { ok } from './publish.ts';

describe('settings at the console', function () {
  this.timeout(120_000);
  let hot: HotList;
  const at = openConsole({
    start: new Date('2026-03-30T09:00:00+08:00'),
    variables: async (clock) => {
      hot = await openHotList(clock);
      return hot.variables;
    },
    window: { reducedMotion: 'reduce' },
    refusals: [401, 409, 422],
  });
  let office: Office;
  let visits: Visits;

  before(() => {
    ({ office, visits } = at());
  });
  after(() => hot?.fake.close());

  const itemsOf = async (path: string): Promise<Body[]> => (await ok(office.staff.responder.get(path))).body.items;

  it('tries watch words against the hot list of now, saves them, and takes their deletion back', async () => {
    hot.fake.show(['罗甸县城停水', '樱桃节开幕', '停水演练']);
    await pullAllHotTopics(office.service.app, office.clock.now());
    await office.settle();
    const page = await visits.enter('responder', '/settings/watch-words');
    await page.locator('h1').waitFor();
    await page.keyboard.press('n');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('关注什么').fill('停水');
    await dialog.getByLabel(/^任一/).fill('停水、停电');
    await dialog.getByLabel(/^不得/).fill('演练');
    await dialog.getByRole('button', { name: '试一试' }).click();
    await dialog.getByText('对照最近 3 条热榜，命中 1 条').waitFor();
    await dialog.getByText('罗甸县城停水').waitFor();
    await shoot(page, 'watch-words-tried');
    await dialog.getByRole('button', { name: '添加' }).click();
    const row = page.getByRole('row', { name: /停水.*停水、停电.*演练/ });
    await row.waitFor();
    await row.getByRole('button', { name: '删除' }).click();
    await row.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '撤销' }).click();
    await row.waitFor();
    const own = (await itemsOf('/api/watch-words')).filter(({ source }) => source === 'staff');
    assert.deepEqual(
      own.map(({ any, never, isOn }) => [any, never, isOn]),
      [[['停水', '停电'], ['演练'], true]],
    );
    await page.context().close();
  });

  it('keeps templates of replies by class, and says at the field what cannot be filled in', async () => {
    const page = await visits.enter('responder', '/settings/templates');
    await page.getByRole('button', { name: '写一个模板' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('名称').fill('停水的解释');
    await dialog.locator('.el-form-item', { hasText: '用于哪类事项' }).locator('.el-select').click();
    await page.getByRole('option', { name: '普通留言' }).click();
    await dialog.getByLabel('正文').fill('{称呼}：您反映的{地址}停水，');
    await dialog.getByRole('button', { name: '{单位}' }).click();
    await dialog.getByRole('button', { name: '添加' }).click();
    await dialog.getByText('“{地址}”没有可填的内容').waitFor();
    await dialog.getByLabel('正文').fill('{称呼}：您反映的{事项}，正在抢修。{单位}');
    await dialog.getByRole('button', { name: '添加' }).click();
    await page.goto(`${office.url}/console/settings/templates?class=message`);
    const row = page.getByRole('row', { name: /停水的解释.*普通留言.*正在抢修/ });
    await row.getByRole('button', { name: '停用' }).click();
    await row.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '撤销' }).click();
    await row.waitFor();
    const mine = (await itemsOf('/api/reply-templates')).filter(({ name }) => name === '停水的解释');
    assert.deepEqual(
      mine.map((one) => [one.class, one.isRetired]),
      [['message', false]],
    );
    await page.context().close();
  });

  it('adds a word of the county, forbids one and puts it back', async () => {
    const page = await visits.enter('responder', '/settings/words');
    await page.getByText('还没有发现本地的词').waitFor();
    await page.getByRole('button', { name: '添加一个词' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('词').fill('丽发，新城');
    await dialog.getByRole('button', { name: '添加' }).click();
    await dialog.getByText('含有标点、空格或不足两个字').waitFor();
    await dialog.getByLabel('词').fill('丽发新城');
    await page.keyboard.press('Enter');
    const row = page.getByRole('row', { name: /丽发新城.*名称/ });
    await row.waitFor();
    assert.match(page.url(), /state=added/);
    await row.getByRole('button', { name: '取消添加' }).click();
    await row.waitFor({ state: 'detached' });
    await page.getByText('“丽发新城”恢复为按留言判断').waitFor();
    await page.getByRole('button', { name: '撤销' }).last().click();
    await row.waitFor();
    assert.deepEqual(
      (await itemsOf('/api/words?state=added')).map(({ word }) => word),
      ['丽发新城'],
    );
    await page.context().close();
  });

  it('tells of each source what has waited longest to be sorted', async () => {
    const page = await visits.enter('responder', '/');
    // Nothing waits here for longer than a moment: what the service would say is put into its answer.
    const waiting = { writtenAt: '2026-03-29T01:00:00Z', receivedAt: '2026-03-30T01:00:00Z' };
    await page.route('**/api/sources', async (route) => {
      const told = await (await route.fetch()).json();
      const items = told.items.map((one: Body) =>
        one.account === 'message-board' ? { ...one, oldestUnsorted: waiting } : one,
      );
      await route.fulfill({ json: { ...told, items } });
    });
    await page.goto(`${office.url}/console/settings`);
    const source = page.getByRole('listitem').filter({ hasText: '网民留言板' });
    await source.getByText('最早一条 2026-03-30 09:00 收到').waitFor();
    await source.getByText('归类可能停住了').waitFor();
    assert.equal(await page.getByText('还没有归类的').count(), 1);
    await page.context().close();
  });

  it('shows the lists to those who may read them, and acts only to those who may act', async () => {
    const page = await visits.enter('reviewer', '/settings/templates');
    await page.getByRole('row', { name: /停水的解释/ }).waitFor();
    assert.equal(await page.getByRole('button', { name: /写一个模板|停用|停水的解释/ }).count(), 0);
    await page.goto(`${office.url}/console/topics/screened`);
    await page.getByText('没有被过滤的线索').waitFor();
    await page.context().close();
  });

  it('has no page that axe objects to or that is wider than a phone', async () => {
    const lists = ['/settings/watch-words', '/settings/templates', '/settings/words?state=added'];
    await assertAllFit(visits, 'responder', [...lists, '/settings']);
  });

  it('has broken neither its own scripts nor the policy of its pages in all this', () => {
    assert.deepEqual(visits.complaints, []);
  });
});
