/** What the public sees and does, in a real Chromium: the system's own, found by playwright-core. */
import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { pullAllComments } from '../../src/signal/pull-comments.ts';
import { launchChromium } from '../support/chromium.ts';
import { type Office, openOffice } from './open-office.ts';
import { aDraft, ok, publish } from './publish.ts';

describe('in a browser', function () {
  this.timeout(60_000);
  let office: Office;
  let browser: Browser;
  let links: Record<string, string>;

  before(async function () {
    browser = await launchChromium(this);
    office = await openOffice();
    const release = await publish(office, aDraft({ title: '关于图书馆<b>延长</b>开放时间的公告' }));
    await office.settle();
    const { deliveries } = (await ok(office.staff.approver.get(`/api/releases/${release.id}`))).body;
    links = Object.fromEntries(deliveries.map(({ account, url }: { account: string; url: string }) => [account, url]));
  });
  after(async () => {
    await browser?.close();
    await office?.close();
  });

  const open = async (url: string | undefined, width = 390): Promise<Page> => {
    const page = await browser.newPage({ viewport: { width, height: 800 } });
    await page.goto(url ?? '');
    return page;
  };

  it('the article reads at phone width without a sideways scroll, and the picture shows', async () => {
    const page = await open(links.website);
    assert.equal(await page.locator('h1').textContent(), '关于图书馆<b>延长</b>开放时间的公告');
    const [content, view] = await page.evaluate<number[]>('[document.documentElement.scrollWidth, window.innerWidth]');
    assert.ok(Number(content) <= Number(view), `${content} px of content in ${view} px`);
    const width = await page.evaluate<number>("document.querySelector('main img').naturalWidth");
    assert.ok(width > 0, 'the picture has loaded');
    await page.close();
  });

  it('the played platforms and their switches fit a phone, and a switch is turned by a click', async () => {
    const { wechat, weibo } = office.fakes;
    const addresses = [
      wechat.url,
      links.wechat,
      weibo.url,
      links.weibo,
      `${weibo.url}/platform`,
      `${wechat.url}/platform`,
    ];
    for (const address of addresses) {
      const page = await open(address);
      const [content, view] = await page.evaluate<number[]>(
        '[document.documentElement.scrollWidth, window.innerWidth]',
      );
      assert.ok(Number(content) <= Number(view), `${address}: ${content} px of content in ${view} px`);
      await page.close();
    }
    const page = await open(`${wechat.url}/platform`);
    await page.getByLabel('发布任务的结果').selectOption('4');
    await page.locator('form:has(input[value=nextStatus]) button').click();
    await page.locator('form:has(input[value=nextStatus]) b').getByText('平台审核不通过').waitFor();
    await page.getByLabel('发布任务的结果').selectOption('0');
    await page.locator('form:has(input[value=nextStatus]) button').click();
    await page.close();
  });

  it('the site is walked by keyboard: the first stop skips to the text', async () => {
    const page = await open(links.website, 1200);
    await page.keyboard.press('Tab');
    const first = await page.evaluate<string>("document.activeElement?.getAttribute('href') ?? ''");
    assert.match(first, /^#/);
    await page.close();
  });

  for (const kind of ['wechat', 'weibo'] as const) {
    it(`a visitor comments on ${kind}, and the office sees it in its queue`, async () => {
      const page = await open(links[kind]);
      const words = `请问${kind}读者证怎么办理？`;
      await page.locator('form input[name=author]').fill('细心读者');
      await page.locator('form textarea[name=text]').fill(words);
      await page.locator('form button').last().click();
      await page.getByText(words).first().waitFor();
      await pullAllComments(office.service.app, office.clock.now());
      await office.service.app.idle();
      const { items } = (await ok(office.staff.responder.get('/api/topics'))).body;
      assert.ok(items.some(({ title }: { title: string }) => title.includes(words.slice(0, 8))));
      await page.close();
    });
  }
});
