/**
 * Every kind of page of the public site in a real Chromium: no axe violation (WCAG 2.2 A and AA), no sideways scroll at phone width,
 * readable without scripts, by keyboard and on paper; and the public's way from the form to the answer.
 */
import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { minutes, seconds } from '../../src/clock.ts';
import { openPrinter } from '../../src/site/print-page.ts';
import { troublePage } from '../../src/site/trouble-page.ts';
import { aLetter, aRequest, numberOn } from '../interaction/fill-in.ts';
import { launchChromium } from '../support/chromium.ts';
import { inspectPage, phone } from './site-audit.ts';
import { openSiteOffice, type SiteOffice } from './site-office.ts';
import { closePage, inMain, type SiteVisit, visitSite } from './site-visit.ts';

describe('the public site in a browser', function () {
  this.timeout(150_000);
  let office: SiteOffice;
  let browser: Browser;
  let visit: SiteVisit;

  before(async function () {
    browser = await launchChromium(this);
    office = await openSiteOffice();
    visit = visitSite(browser, office);
  });
  after(async () => {
    await browser?.close();
    await office?.close();
  });

  it('no page has an axe violation by day or night, or scrolls sideways on a phone', async () => {
    const { paths } = office;
    const pages: Readonly<Record<string, string>> = {
      ...paths,
      ...{ home: '/', column: '/c/notices/', catalogue: '/c/documents/', 'empty column': '/c/proposals/' },
      ...{ disclosure: '/c/disclosure/', unit: '/c/disclosure-education/', year: '/c/documents/by/all/2026/' },
      ...{ missing: '/nothing-here', map: '/map.html', accessibility: '/accessibility.html' },
      ...{ subscribe: '/subscribe.html', data: '/data/', interaction: '/interact/' },
      ...{ search: '/search/', 'search hits': '/search/?q=开放', 'search none': '/search/?q=量子计算' },
      ...{ 'letter form': '/interact/letter/', 'request form': '/interact/request/' },
      ...{ 'correction form': `/interact/correction/?page=${paths.article}`, 'lookup form': '/interact/lookup/' },
      'comment form': `/interact/comment/?page=${paths.article.slice(3, -5)}`,
      ...{ letters: '/interact/letters/', surveys: '/interact/surveys/' },
    };
    const page = await visit.open('/');
    const found: string[] = [];
    for (const [name, path] of Object.entries(pages)) {
      await visit.go(page, path);
      found.push(...(await inspectPage(page, name)));
    }
    assert.deepEqual(found, []);
    await closePage(page);
  });

  it('nor has what the public is answered: errors, receipts, what a number opens, refusals', async () => {
    const { paths, url } = office;
    const number = numberOn(await office.fill('/interact/letter/', { ...aLetter, title: '广场座椅破损' }));
    const print = openPrinter(office.service.app.config.site, url);
    const refused = { method: 'POST', url: '/', retryAfterSeconds: 60 };
    const trouble = (code: 'unavailable' | 'no-right', status: number) => async (page: Page) => {
      const told = { code, status, title: '现在办不了', detail: '系统暂时无法保存。', requestId: 'x' };
      const body = print(troublePage(told, refused, office.service.app.config.site));
      await page.route('**/trouble', (route) => route.fulfill({ status, body, contentType: 'text/html' }));
      await visit.go(page, '/trouble');
      await page.unroute('**/trouble');
    };
    const sent = (path: string, values: Readonly<Record<string, string>>) => async (page: Page) => {
      await visit.go(page, path);
      await visit.fillIn(page, values);
    };
    const correction = { about: '错别字', text: '“图书馆”写成了“图书官”。' };
    const states: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
      'letter wrong': sent('/interact/letter/', { title: '只写了标题' }),
      'request wrong': sent('/interact/request/', { name: '王小明' }),
      'survey wrong': sent(paths.running, { q3: '多开几场讲座' }),
      'letter receipt': sent('/interact/letter/', { ...aLetter, title: '公园路灯不亮' }),
      'request receipt': sent('/interact/request/', aRequest),
      'correction receipt': sent(`/interact/correction/?page=${paths.article}`, correction),
      'survey receipt': sent(paths.running, { q1: '每周', q2: '借书' }),
      'lookup found': (page) => visit.lookUp(page, number, '1234'),
      'lookup wrong': (page) => visit.lookUp(page, number, '9999'),
      ...{ unavailable: trouble('unavailable', 503), 'no right': trouble('no-right', 403) },
      'search refused': async (page) => {
        for (let i = 0; i < 60; i++) await fetch(`${url}/search/?q=水`);
        await visit.go(page, '/search/?q=水');
      },
    };
    const page = await visit.open('/');
    const found: string[] = [];
    for (const [name, reach] of Object.entries(states)) {
      await reach(page);
      found.push(...(await inspectPage(page, name)));
    }
    assert.deepEqual(found, []);
    assert.match(await inMain(page, '.errors'), /次数过多/);
    office.clock.pass(minutes(20));
    await closePage(page);
  });

  it('on a phone without scripts a reader finds an article, comments, writes, asks for disclosure and looks it up', async () => {
    const page = await visit.open('/', { ...phone, javaScriptEnabled: false, bypassCSP: false });
    await page.locator('.columns').getByText('通知公告').click();
    await page.locator('main .links a').first().click();
    assert.match(await inMain(page, 'article h1'), /图书馆/);
    await page.locator('.quick input').fill('供水管理');
    await page.locator('.quick button').click();
    await page.locator('.hits a').first().click();
    assert.equal(new URL(page.url()).pathname, office.paths.document);
    await visit.go(page, office.paths.article);
    await page.getByText('发表评论').click();
    await visit.fillIn(page, { nickname: '细心读者', text: '周末是否也延长开放？' });
    assert.match(await inMain(page), /已收到.*审核后显示/s);
    await page.getByText('返回互动交流').click();
    await page.locator('.ways').getByText('领导信箱').click();
    await page.locator('#f-title').fill('只写了标题');
    office.clock.pass(seconds(5));
    await page.locator('main form button').click();
    await page.locator('.errors a').first().click();
    assert.match(page.url(), /#f-/);
    assert.equal(await page.locator('#f-title').inputValue(), '只写了标题');
    await visit.fillIn(page, aLetter);
    const letter = await inMain(page, '.number');
    await page.locator('main').getByText('办理查询', { exact: true }).click();
    await visit.fillIn(page, { number: letter.toLowerCase().replaceAll('-', ' '), digits: '1234' });
    assert.match(await inMain(page), /领导信箱|来信.*已收到/s);
    await visit.go(page, '/interact/request/');
    await visit.fillIn(page, aRequest);
    const request = await inMain(page, '.number');
    assert.notEqual(request, letter);
    assert.match(await visit.lookUp(page, request, '2345'), /依申请公开.*办理期限/s);
    await closePage(page);
  });

  it('is walked by keyboard: skip link, search, columns, and what has the focus shows it', async () => {
    const page = await visit.open('/interact/letter/');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate<string>('document.activeElement?.id'), 'main');
    const seen: string[] = [];
    for (let i = 0; i < 14; i++) {
      await page.keyboard.press('Tab');
      const [name, outline] = await page.evaluate<string[]>(
        '[document.activeElement.name ?? document.activeElement.textContent.trim(), getComputedStyle(document.activeElement).outlineStyle]',
      );
      assert.notEqual(outline, 'none', `${name} does not show that it has the focus`);
      seen.push(String(name));
    }
    for (const name of ['mailbox', 'title', 'text', 'name', 'phone'])
      assert.ok(seen.includes(name), `${name}: ${seen}`);
    assert.ok(!seen.includes('website'), 'the trap can be reached');
    await closePage(page);
  });

  it('leads whoever made a mistake to it: the list of errors has the focus, each field is told its own', async () => {
    const page = await visit.open('/interact/letter/', { javaScriptEnabled: false });
    office.clock.pass(seconds(20));
    await page.locator('main form button').focus();
    await page.keyboard.press('Enter');
    await page.locator('.errors:focus').waitFor();
    assert.match(await page.title(), /^填写有误/);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const target = new URL(page.url()).hash;
    assert.equal(await page.locator(`${target}:focus-within, ${target}:focus`).count(), 1);
    for (const field of await page.locator('main form :is(input, textarea, select)[aria-invalid=true]').all()) {
      const ids = ((await field.getAttribute('aria-describedby')) ?? '').split(' ');
      const told = await Promise.all(ids.map((id) => page.locator(`#${id}`).textContent()));
      assert.ok(ids.some((id) => id.startsWith('e-')) && told.every((text) => text?.trim()), `${ids}`);
    }
    await closePage(page);
  });

  it('prints as a document: no navigation, the address and its code stay, black on white', async () => {
    const page = await visit.open(office.paths.article, { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    const isSeen = async (selector: string) => await page.locator(selector).first().isVisible();
    for (const path of [office.paths.article, '/c/notices/', '/c/documents/', office.paths.letter]) {
      await visit.go(page, path);
      for (const hidden of ['.columns', '.quick', '.skip', '.where', 'footer a', '.paging a', '.unprinted'])
        assert.ok(!(await isSeen(hidden)), `${path} ${hidden}`);
      assert.ok((await inMain(page, 'footer .printed')).includes(office.url + path));
      assert.ok(await isSeen('footer .printed'));
      const [ink, paper] = await page.evaluate<string[]>(
        '[getComputedStyle(document.querySelector("h1")).color, getComputedStyle(document.body).backgroundColor]',
      );
      assert.deepEqual([ink, paper], ['rgb(0, 0, 0)', 'rgb(255, 255, 255)'], path);
    }
    await visit.go(page, office.paths.article);
    await page.setViewportSize({ width: 680, height: 900 }); // about an A4 page between its margins
    assert.ok(await isSeen('.qr svg'), 'the code is gone on paper');
    assert.ok((await page.pdf()).length > 1000);
    await closePage(page);
  });
});
