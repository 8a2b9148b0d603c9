/**
 * The console in a real Chromium: a Word file becomes a release on three channels through three people, and is corrected.
 * Every page is looked at by axe, in light and dark, at phone width, and nothing may break the pages' policy.
 */
import assert from 'node:assert/strict';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { buildConsole } from '../../src/console/build-console.ts';
import { launchChromium } from '../support/chromium.ts';
import { aDocx } from '../support/docx.ts';
import { assertFit, openVisits, shoot, type Visits } from './console-visit.ts';
import { type Office, openOffice } from './open-office.ts';
import { aDraft, ok, publish } from './publish.ts';

describe('the console in a browser', function () {
  this.timeout(120_000);
  let office: Office;
  let browser: Browser;
  let published: string;
  let draft: string;
  let visits: Visits;

  before(async function () {
    browser = await launchChromium(this);
    await buildConsole();
    office = await openOffice({ start: new Date('2018-07-03T01:30:00Z') });
    visits = openVisits({ browser, url: office.url });
    published = (await publish(office, aDraft({ title: '停水通知' }))).id;
    await office.settle();
    const planned = aDraft({ title: '定时的公告', publishAt: '2018-07-20T01:00:00Z' });
    draft = (await ok(office.staff.drafter.post('/api/releases', planned))).body.id;
  });
  after(async () => {
    await browser?.close();
    await office?.close();
  });

  const enter: Visits['enter'] = (...given) => visits.enter(...given);

  /** Sets the office's own pace: what is due is done before the page is looked at again. */
  const carryOut = () => office.settle();

  it('leads a Word file through three people onto three channels', async () => {
    const writer = await enter('drafter', '/releases/new');
    await writer.locator('.ProseMirror').waitFor();
    await writer.getByLabel('选择 Word 文件').setInputFiles({
      name: '通告.docx',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(aDocx()),
    });
    await writer.locator('.ProseMirror td', { hasText: '南门广场' }).waitFor();
    assert.equal(await writer.getByLabel('标题', { exact: true }).inputValue(), '关于举办春节灯会的通告');
    await writer.locator('.el-form-item', { hasText: '栏目' }).locator('.el-select').click();
    await writer.getByRole('option', { name: '通知公告' }).click();
    await writer.getByRole('tab').nth(2).click();
    await writer.getByText('【关于举办春节灯会的通告】').waitFor();
    await shoot(writer, 'writing');
    await writer.getByRole('button', { name: '提交审核' }).click();
    await writer.getByText('待审核').first().waitFor();
    const address = new URL(writer.url()).pathname.replace('/console', '');
    await writer.context().close();

    const reviewer = await enter('reviewer', '/');
    await reviewer.getByRole('link', { name: '关于举办春节灯会的通告' }).click();
    await reviewer.getByLabel('写一条意见').fill('时间已与文旅局核对');
    await reviewer.getByRole('button', { name: '提出意见' }).click();
    await reviewer.getByText('时间已与文旅局核对').waitFor();
    await reviewer.getByRole('button', { name: '审核通过' }).click();
    await reviewer.getByText('待签发').first().waitFor();
    await reviewer.context().close();

    const approver = await enter('approver', address);
    await approver.getByRole('button', { name: '签发' }).click();
    await approver.getByRole('dialog').getByText('首次发布').first().waitFor();
    await shoot(approver, 'approving');
    await approver.getByRole('dialog').getByRole('button', { name: '签发' }).click();
    await approver.getByText('已签发').first().waitFor();
    await carryOut();
    // told by events, not by looking again
    await approver.getByLabel('投递').getByText('已发出').nth(2).waitFor();
    await shoot(approver, 'published');
    const out = await approver.getByLabel('投递').getByRole('link', { name: /^打开/ }).all();
    assert.equal(out.length, 3);
    for (const link of out) {
      const shown = await fetch((await link.getAttribute('href')) ?? '');
      assert.match(await shown.text(), /春节灯会/);
    }
    await approver.context().close();
  });

  it('corrects what is out: what each channel will do is spelled out, then done', async () => {
    const id = published;
    const writer = await enter('drafter', `/releases/${id}`);
    await writer.getByRole('button', { name: '更正', exact: true }).click();
    const dialog = writer.getByRole('dialog');
    await dialog.getByText('本渠道可以原地更正，地址不变').waitFor();
    assert.equal(await dialog.locator('tbody tr').count(), 4);
    await shoot(writer, 'correcting');
    await dialog.getByLabel('更正说明').fill('开放时间更正为22时');
    await dialog.getByRole('button', { name: '开始更正' }).click();
    await writer.locator('.ProseMirror p').first().waitFor();
    await writer.locator('.ProseMirror p').first().click();
    await writer.keyboard.press('End');
    await writer.keyboard.type('（以本通知为准）');
    await writer.getByText('已自动保存').waitFor();
    await writer.getByRole('button', { name: '提交审核' }).click();
    await writer.getByText('更正说明（将向公众展示）：').waitFor();
    await writer.getByRole('tab', { name: '版本' }).click();
    await writer.locator('ins', { hasText: '以本通知为准' }).waitFor();
    await shoot(writer, 'differences');
    await writer.context().close();
    const { revision } = (await ok(office.staff.reviewer.get(`/api/releases/${id}`))).body;
    await ok(office.staff.reviewer.post(`/api/releases/${id}/review`, { revision, verdict: 'pass' }));
    await ok(office.staff.approver.post(`/api/releases/${id}/approve`, { revision }));
    await office.settle();
    const page = await (await fetch(`${office.url}/p/${id}.html`)).text();
    assert.match(page, /以本通知为准/);
    assert.match(page, /开放时间更正为22时/);
  });

  it('keeps what was not saved, and tells two people of each other', async () => {
    const both = (await ok(office.staff.drafter.post('/api/releases', aDraft({ title: '两个人写' })))).body;
    const input = { name: 'second', displayName: '李四', roles: ['drafter'], password: 'second-has-a-password' };
    await ok(office.staff.administrator.post('/api/staff', { ...input, mustChangePassword: false }));
    const first = await enter('drafter', `/releases/${both.id}/edit`);
    await first.getByLabel('标题', { exact: true }).fill('两个人写，一个没存');
    await first.getByText('已自动保存').waitFor();
    const second = await enter('second', `/releases/${both.id}/edit`);
    await second.getByText('drafter 也在修改这份内容').waitFor();
    await first.reload();
    await first.getByRole('button', { name: '接着写' }).click();
    assert.equal(await first.getByLabel('标题', { exact: true }).inputValue(), '两个人写，一个没存');
    await second.getByLabel('标题', { exact: true }).fill('第二个人先存');
    await second.getByRole('button', { name: '保存' }).click();
    await second.getByText('已保存为第 2 版').waitFor();
    await first.getByRole('button', { name: '保存' }).click();
    await first.getByText('别人刚存了新的一版').waitFor();
    await Promise.all([first.context().close(), second.context().close()]);
  });

  it('cleans what is pasted from Word: lists become lists, styles go', async () => {
    const page = await enter('drafter', '/releases/new');
    await page.locator('.ProseMirror').click();
    const html = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p{color:red}</style></head><body><!--StartFragment-->
      <p class=MsoNormal style='text-indent:32.0pt'><span style='font-family:仿宋'>　　一段话<o:p></o:p></span></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>
      <p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>1.<span>&nbsp; </span></span><![endif]>第一项</p>
      <p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>2.</span>第二项</p><!--EndFragment--></body></html>`;
    await page.evaluate(`(() => {
      const data = new DataTransfer();
      data.setData('text/html', ${JSON.stringify(html)});
      document.querySelector('.ProseMirror').dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    })()`);
    await page.locator('.ProseMirror li', { hasText: '第二项' }).waitFor();
    const shown = await page.locator('.ProseMirror').innerHTML();
    assert.match(shown, /<ol[^>]*><li><p>第一项<\/p><\/li><li><p>第二项<\/p><\/li><\/ol>/);
    assert.match(shown, /<p>一段话<\/p>/);
    assert.doesNotMatch(shown, /Mso|style=|o:p|color:red/);
    await page.context().close();
  });

  it('moves a draft to another day by dragging, and back', async () => {
    const plannedFor = async () => (await ok(office.staff.drafter.get(`/api/releases/${draft}`))).body.publishAt;
    const page = await enter('drafter', '/calendar?month=2018-07');
    const entry = page.locator('.entry', { hasText: '定时的公告' });
    await entry.dragTo(page.locator('.calendar li', { hasText: '2018-07-23' }));
    await page.getByText('已改为 2018-07-23 09:00').waitFor();
    await page.locator('.calendar li', { hasText: '2018-07-23' }).getByText('定时的公告').waitFor();
    assert.equal(await plannedFor(), '2018-07-23T01:00:00.000Z');
    await shoot(page, 'calendar');
    await page.getByRole('button', { name: '撤销' }).click();
    await page.locator('.calendar li', { hasText: '2018-07-20' }).getByText('定时的公告').waitFor();
    assert.equal(await plannedFor(), '2018-07-20T01:00:00.000Z');
    await page.context().close();
  });

  it('shows as words what is meant to run, in every field that comes from people', async () => {
    const evil = (where: string) => `<img src=x onerror="window.run='${where}'">`;
    const body = `<p>正文&lt;img src=x onerror=run()&gt;<a href="https://example.gov.cn/">链接</a></p>`;
    const input = {
      title: '标题<img src=x onerror=run=1>',
      summary: evil('summary'),
      source: evil('source'),
      number: evil('number'),
    };
    const made = (await ok(office.staff.drafter.post('/api/releases', aDraft({ ...input, body })))).body;
    const comment = { revision: made.revision, text: `意见${evil('comment')}`, quote: evil('quote') };
    await ok(office.staff.reviewer.post(`/api/releases/${made.id}/comments`, comment));
    await ok(office.staff.drafter.post(`/api/releases/${made.id}/submit`, { revision: made.revision }));
    await ok(
      office.staff.reviewer.post(`/api/releases/${made.id}/review`, {
        ...{ revision: made.revision, verdict: 'return' },
        comment: `退回${evil('return')}`,
      }),
    );
    const page = await enter('drafter', `/releases/${made.id}`);
    await page.getByText('意见<img').waitFor();
    for (const path of [`/releases/${made.id}/edit`, '/releases', '/']) {
      await page.goto(`${office.url}/console${path}`);
      await page.getByText('标题<img').or(page.locator('.ProseMirror a')).first().waitFor();
      await page.waitForLoadState('networkidle');
      assert.equal(await page.evaluate('window.run'), undefined, path);
      assert.equal(await page.locator('img[onerror]').count(), 0, path);
    }
    await page.context().close();
  });

  it('is walked by keyboard, and lists its keys', async () => {
    const page = await enter('approver', '/');
    await page.keyboard.press('g');
    await page.keyboard.press('d');
    await page.waitForURL('**/console/deliveries');
    await page.keyboard.press('s');
    await page.waitForURL('**/deliveries?state=stuck');
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('只看需人工处理的').waitFor();
    await page.context().close();
  });

  it('walks the rows of a list and opens the one the focus is on', async () => {
    const page = await enter('approver', '/releases');
    const rows = page.locator('tbody tr');
    await rows.nth(1).waitFor();
    const focused = () => page.evaluate<string | undefined>('document.activeElement.dataset.row');
    const idOfRow = async (nth: number) => await rows.nth(nth).getAttribute('data-row');
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('打开这一行').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    for (const key of ['j', 'j', 'j', 'k']) await page.keyboard.press(key);
    assert.equal(await focused(), await idOfRow(1));
    await page.getByLabel('标题中的字').focus();
    await page.keyboard.type('j');
    assert.equal(await focused(), undefined, 'a letter typed into a filter moves nothing');
    await page.getByLabel('标题中的字').fill('');
    await page.locator('h1').click();
    await page.keyboard.press('j');
    const id = await idOfRow(0);
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/console/releases/${id}`);
    await page.context().close();
  });

  it('shows each person what that person may do', async () => {
    const page = await enter('responder', '/releases');
    await page.getByText('您没有打开这个页面的权限').waitFor();
    assert.equal(await page.getByRole('navigation').getByRole('link', { name: '发布' }).count(), 0);
    await page.context().close();
  });

  const looks: readonly [name: string, options: BrowserContextOptions][] = [
    ['light', {}],
    ['dark', { colorScheme: 'dark' }],
    ['at phone width', { viewport: { width: 390, height: 800 } }],
  ];
  for (const [name, options] of looks) {
    it(`has nothing that axe minds, ${name}, and no sideways scroll`, async () => {
      const pages: readonly [path: string, ready: string][] = [
        ['/', '.board'],
        ['/releases', 'table.plain'],
        [`/releases/${published}`, '[role=tab]'],
        [`/releases/${draft}/edit`, '.ProseMirror'],
        ['/deliveries', '.board table'],
        ['/calendar?month=2018-07', '.calendar .entry'],
        ['/password', 'form'],
        ['/nowhere', '.empty'],
      ];
      await office.staff.administrator.patch(`/api/staff/${await idOf('drafter')}`, { roles: ['drafter', 'approver'] });
      const page = await enter('drafter', '/', options);
      for (const [path, ready] of pages) {
        await page.goto(`${office.url}/console${path}`);
        await page.locator(ready).first().waitFor();
        await page.waitForLoadState('networkidle');
        await assertFit(page, path);
        await shoot(page, `${name}${path.replaceAll('/', '-').replace(published, 'id').replace(draft, 'id')}`);
      }
      await page.context().close();
    });
  }

  const idOf = async (name: string): Promise<string> => {
    const { items } = (await ok(office.staff.administrator.get('/api/staff'))).body;
    return items.find((one: { name: string }) => one.name === name).id;
  };

  it('has broken neither its own scripts nor the policy of its pages in all this', () => {
    assert.deepEqual(visits.complaints, []);
  });
});
