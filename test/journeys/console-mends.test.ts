/** What goes wrong, seen and mended in a real Chromium: today’s list, deliveries, the pause, the inspection, the ledger. */
import assert from 'node:assert/strict';
import sealLedger from '../../schedules/seal-ledger.ts';
import { ledgerOf } from '../../src/ledger/ledger.ts';
import { assertFit, looks, shoot, type Visits } from './console-visit.ts';
import { openConsole } from './open-console.ts';
import type { Office } from './open-office.ts';
import { aDraft, ok, publish } from './publish.ts';

describe('what goes wrong is mended at the console', function () {
  this.timeout(120_000);
  const at = openConsole({
    start: new Date('2026-03-30T09:00:00+08:00'),
    window: { viewport: { width: 1280, height: 860 }, reducedMotion: 'reduce' },
    refusals: [401, 409, 422],
  });
  let office: Office;
  let visits: Visits;

  before(async () => {
    ({ office, visits } = at());
    office.fakes.weibo.spoilNext('refuse');
    await publish(office, aDraft({ title: '图书馆开放时间公告' }));
    await office.settle();
  });

  it('today leads a stuck delivery to its acts, where it is confirmed by hand with address and proof', async () => {
    const { PAGES, UID } = office.fakes.weibo.settings;
    const seen = { url: `${PAGES}/${UID}/z0JH2lOMb` };
    const page = await visits.enter('approver', '/');
    await page
      .getByRole('region', { name: '卡住的投递' })
      .getByRole('link', { name: /图书馆开放时间公告 → / })
      .click();
    await page.getByRole('dialog', { name: '投递详情' }).getByRole('button', { name: '确认已发出' }).click();
    const dialog = page.getByRole('dialog', { name: '确认已发出' });
    const confirm = dialog.getByRole('button', { name: '确认已发出' });
    assert.ok(await confirm.isDisabled(), 'nothing is confirmed without a proof');
    await dialog.getByLabel('公众看到的地址').fill(seen.url);
    await dialog.getByLabel('依据：谁、何时、在哪里看到').fill('张三 10:20 在手机上打开，标题与正文一致');
    await shoot(page, 'confirm-delivery');
    await confirm.click();
    await page.getByText('已确认发出').waitFor();
    await page.getByRole('dialog', { name: '投递详情' }).getByText('已发出', { exact: true }).first().waitFor();
    const { items } = (await ok(office.staff.approver.get('/api/deliveries?account=weibo'))).body;
    assert.equal(items[0].state, 'done');
    const { tries, id } = (await ok(office.staff.approver.get(`/api/deliveries/${encodeURIComponent(items[0].id)}`)))
      .body;
    const trail = (await ok(office.staff.approver.get(`/api/ledger?subject=${encodeURIComponent(id)}`))).body.items;
    assert.match(JSON.stringify([tries, trail]), /张三 10:20/);
    await page.context().close();
  });

  it('everything is held with a reason, shown as held, and let go again', async () => {
    const page = await visits.enter('approver', '/deliveries');
    await page.getByRole('button', { name: '暂停全部发送' }).click();
    const dialog = page.getByRole('dialog', { name: '暂停全部发送' });
    assert.ok(await dialog.getByRole('button', { name: '暂停全部发送' }).isDisabled(), 'a pause wants its reason');
    await dialog.getByLabel('暂停的原因').fill('全国哀悼日');
    await dialog.getByRole('button', { name: '暂停全部发送' }).click();
    await page.getByText('全部发送已暂停').waitFor();
    await publish(office, aDraft({ title: '关于举办书法展的公告' }));
    await office.service.app.idle();
    await page.getByText('件在等').waitFor();
    await page.getByRole('row', { name: /书法展/ }).waitFor();
    assert.equal(office.fakes.wechat.posts().filter(({ title }) => title.includes('书法展')).length, 0);
    await shoot(page, 'paused');
    await page.getByRole('button', { name: '恢复发送' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '恢复发送' }).click();
    await page.getByRole('button', { name: '暂停全部发送' }).waitFor();
    await office.settle();
    assert.equal(office.fakes.wechat.posts().filter(({ title }) => title.includes('书法展')).length, 1);
    await page.context().close();
  });

  it('the inspection says how it would end today, and leads an empty column to a text with the column chosen', async () => {
    await ok(
      office.staff.administrator.patch(`/api/staff/${await idOf('approver')}`, {
        roles: ['drafter', 'approver', 'statistician'],
      }),
    );
    const page = await visits.enter('approver', '/statistics/inspection');
    const empty = page.getByRole('region', { name: /空白栏目/ });
    await empty
      .getByRole('link', { name: /^写一条：.*新闻/ })
      .first()
      .click();
    await page.waitForURL(/releases\/new\?column=/);
    await page.locator('.el-form-item', { hasText: '栏目' }).getByText('新闻').first().waitFor();
    await page.goto(`${office.url}/console/statistics/inspection`);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Excel' }).click();
    assert.match((await download).suggestedFilename(), /自查.*\.xlsx$/);
    await page.context().close();
  });

  const idOf = async (name: string): Promise<string> => {
    const { items } = (await ok(office.staff.administrator.get('/api/staff'))).body;
    return items.find((one: { name: string }) => one.name === name).id;
  };

  it('a tampered line is named in words, and the ledger is whole again once it is put back', async () => {
    await sealLedger.run(office.service.app, office.clock.now());
    await office.settle();
    const page = await visits.enter('approver', '/statistics/ledger');
    await page.getByRole('button', { name: '现在核验' }).click();
    await page.getByText('自封存以来没有改动').waitFor();
    const { head } = (await ok(office.staff.approver.get('/api/ledger/verify'))).body;
    await page.getByLabel('封存号').fill(String(head.number));
    await page.getByLabel('校验值（64 位）').fill(head.hash.toUpperCase().match(/.{8}/g).join(' '));
    await page.getByRole('button', { name: '核对并核验' }).click();
    await page.getByText('与抄下的一致').waitFor();
    await shoot(page, 'ledger-whole');
    const ledger = ledgerOf(office.service.app.db);
    const line = await ledger.findOne({ what: 'delivery.done', 'facts.account': 'wechat' });
    assert.ok(line);
    await ledger.updateOne({ _id: line._id }, { $set: { on: '2018-12-31' } });
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: '现在核验' }).click();
    await page.getByText('有 1 处与封存时不符').waitFor();
    const wrong = page.getByRole('region', { name: '不符之处' });
    await wrong.getByText(line._id).waitFor();
    await wrong.getByText('从封存时间之前的备份里').waitFor();
    await shoot(page, 'ledger-broken');
    await ledger.updateOne({ _id: line._id }, { $set: { on: line.on } });
    await page.getByRole('button', { name: '现在核验' }).click();
    await page.getByText('自封存以来没有改动').waitFor();
    await page.context().close();
  });

  it('an account in trouble is asked again from today’s list, once it is mended', async () => {
    const { db } = office.service.app;
    const before = new Date(office.clock.now().getTime() - 60_000);
    const findings = [{ what: '令牌被拒绝', ok: false, remedy: '请重新授权' }];
    await db
      .collection('checkups')
      .updateOne({ _id: 'weibo' }, { $set: { at: before, findings, endsAt: null } }, { upsert: true });
    const page = await visits.enter('approver', '/');
    const card = page.getByRole('region', { name: '有问题的账号' });
    await card.getByText(/令牌被拒绝/).waitFor();
    await shoot(page, 'today-trouble');
    await card.getByRole('button', { name: '再检查一次：县政府办微博' }).click();
    await card.getByText(/令牌被拒绝/).waitFor({ state: 'detached' });
    await page.goto(`${office.url}/console/accounts?open=weibo`);
    await page.locator('#account-weibo.asked').getByText('正常').first().waitFor();
    await page.context().close();
  });

  for (const [name, options] of looks) {
    it(`has nothing that axe minds, ${name}, and no sideways scroll`, async () => {
      const page = await visits.enter('approver', '/', options);
      for (const path of ['/', '/accounts?open=weibo', '/statistics/inspection', '/statistics/ledger']) {
        await page.goto(`${office.url}/console${path}`);
        await page.locator('main h1').waitFor();
        await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
        await assertFit(page, `${path} ${name}`);
        await shoot(page, `${name}${path.replaceAll(/[/?]/g, '-')}`);
      }
      await page.context().close();
    });
  }

  it('has broken neither its own scripts nor the policy of its pages in all this', () => {
    assert.deepEqual(visits.complaints, []);
  });
});
