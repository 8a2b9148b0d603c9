/** Second thoughts in a real Chromium: what is out is withdrawn, a day is changed by keyboard, a text comes over from WPS. */
import assert from 'node:assert/strict';
import { shoot, type Visits } from './console-visit.ts';
import { openConsole } from './open-console.ts';
import type { Office } from './open-office.ts';
import { aDraft, ok, publish } from './publish.ts';

/** In the manner of WPS: quoted attributes, MsoNormal for items of a list too, tags of its own, a table with drawn borders. */
const FROM_WPS = `<html xmlns:w="urn:schemas-microsoft-com:office:word"><head><meta name="Generator" content="WPS Office"><style>p.MsoNormal{mso-style-name:正文}</style></head>
  <body><!--StartFragment--><div class="Section0">
  <p class="MsoNormal" style="mso-char-indent-count:2.0;text-indent:32.0pt;"><span style="font-family:仿宋_GB2312;font-size:16.0pt;"><font face="仿宋_GB2312">各乡镇人民政府：</font></span><span><o:p></o:p></span></p>
  <p class="MsoNormal" style="margin-left:0pt;mso-list:l0 level1 lfo1;"><!--[if !supportLists]--><span style="font-size:16.0pt;"><span style="mso-list:Ignore;">（一）<span>&nbsp;</span></span></span><!--[endif]--><span>加强巡查</span></p>
  <p class="MsoNormal" style="mso-list:l0 level1 lfo1;"><!--[if !supportLists]--><span style="mso-list:Ignore;">（二）</span><!--[endif]--><span>及时报告</span></p>
  <table class="MsoTableGrid" border="1" cellspacing="0" style="border-collapse:collapse;border:none;"><tr><td width="283" valign="top" style="border:1.0000pt solid windowtext;"><p class="MsoNormal"><span>乡镇</span></p></td><td width="283"><p class="MsoNormal"><b>电话</b></p></td></tr></table>
  </div><!--EndFragment--></body></html>`;

describe('second thoughts at the console', function () {
  this.timeout(120_000);
  const at = openConsole({ window: { viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' } });
  let office: Office;
  let visits: Visits;

  before(() => {
    ({ office, visits } = at());
  });

  it('a withdrawal spells out what each channel will do, wants the public’s reason and the word, then is carried out', async () => {
    const { id } = await publish(office);
    await office.settle();
    const page = await visits.enter('approver', `/releases/${id}`);
    await page.getByRole('button', { name: '撤回', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: '撤回这个发布件' });
    for (const account of ['县人民政府网站', '县政府办微信公众号', '县政府办微博']) {
      await dialog.getByRole('row', { name: new RegExp(`${account}.*撤回`) }).waitFor();
    }
    const go = dialog.getByRole('button', { name: '撤回', exact: true });
    await dialog.getByLabel('撤回原因').fill('开放时间有误');
    assert.ok(await go.isDisabled(), 'the word is wanted, too');
    await dialog.getByLabel('输入“撤回”以确认').fill('撤回');
    await shoot(page, 'withdrawing');
    await go.click();
    await page.getByText('撤回：开放时间有误').waitFor();
    await office.settle();
    for (const fake of [office.fakes.wechat, office.fakes.weibo])
      assert.deepEqual(
        fake.posts().map(({ gone }) => gone),
        [true],
      );
    const shown = await (await fetch(`${office.url}/p/${id}.html`)).text();
    assert.match(shown, /开放时间有误/);
    assert.doesNotMatch(shown, /每日开放至21时/);
    await page.context().close();
  });

  it('a draft is put on another day of the calendar without a mouse, and back', async () => {
    const planned = aDraft({ title: '定时的公告', publishAt: '2026-03-20T01:00:00Z' });
    const { id } = (await ok(office.staff.drafter.post('/api/releases', planned))).body;
    const plannedFor = async () => (await ok(office.staff.drafter.get(`/api/releases/${id}`))).body.publishAt;
    const page = await visits.enter('drafter', '/calendar?month=2026-03');
    await page.getByRole('button', { name: '改时间：定时的公告' }).focus();
    await page.keyboard.press('Enter');
    const field = page.getByRole('dialog', { name: '改发布时间' }).getByRole('combobox');
    await field.focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('2026-03-24 15:30');
    await page.keyboard.press('Enter');
    const act = page.getByRole('dialog', { name: '改发布时间' }).getByRole('button', { name: '改时间' });
    await act.focus();
    await page.keyboard.press('Enter');
    await page.getByText('已改为 2026-03-24 15:30').waitFor();
    await page.locator('.calendar li', { hasText: '2026-03-24' }).getByText('15:30 定时的公告').waitFor();
    assert.equal(await plannedFor(), '2026-03-24T07:30:00.000Z');
    await page.getByRole('button', { name: '撤销' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('.calendar li', { hasText: '2026-03-20' }).getByText('09:00 定时的公告').waitFor();
    assert.equal(await plannedFor(), '2026-03-20T01:00:00.000Z');
    await page.context().close();
  });

  it('what is pasted from WPS keeps its lists and tables and loses its looks', async () => {
    const page = await visits.enter('drafter', '/releases/new');
    await page.locator('.ProseMirror').click();
    await page.evaluate(`(() => {
      const data = new DataTransfer();
      data.setData('text/html', ${JSON.stringify(FROM_WPS)});
      document.querySelector('.ProseMirror').dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    })()`);
    await page.locator('.ProseMirror li', { hasText: '及时报告' }).waitFor();
    const shown = await page.locator('.ProseMirror').innerHTML();
    assert.match(shown, /<ol[^>]*><li><p>加强巡查<\/p><\/li><li><p>及时报告<\/p><\/li><\/ol>/);
    assert.match(shown, /<p>各乡镇人民政府：<\/p>/);
    assert.equal(await page.locator('.ProseMirror td').count(), 2);
    assert.doesNotMatch(shown, /Mso|仿宋|windowtext|o:p|（一）|font/);
    await page.context().close();
  });

  it('has broken neither its own scripts nor the policy of its pages in all this', () => {
    assert.deepEqual(visits.complaints, []);
  });
});
