/**
 * Every kind of page of the public site in a real Chromium: no axe violation (WCAG 2.1 A and AA), no sideways scroll at phone width,
 * readable without scripts; and the public's way from the form to the answer.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { seconds } from '../../src/clock.ts';
import { aLetter, aRequest, solve } from '../interaction/fill-in.ts';
import { launchChromium } from '../support/chromium.ts';
import { type Office, openOffice } from './open-office.ts';
import { aDraft, ok, publish } from './publish.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'];
/** Where screenshots go, for people who look at them; nowhere unless told. */
const SHOTS = process.env.SANWEI_SHOTS;

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string }[];
}

interface Audit {
  readonly violations: readonly Violation[];
  readonly passes: readonly unknown[];
}

describe('the public site in a browser', function () {
  this.timeout(90_000);
  let office: Office;
  let browser: Browser;
  let article: string;
  let withdrawn: string;

  before(async function () {
    browser = await launchChromium(this);
    office = await openOffice();
    const table =
      '<h2>一、范围</h2><table><tr><th>路段</th><th>时间</th></tr><tr><td>解放路</td><td>8时</td></tr></table>';
    const document = await publish(
      office,
      aDraft({ column: 'documents', number: '示府办发〔2026〕3号', title: '关于印发《城区供水管理办法》的通知' }),
    );
    const release = await publish(
      office,
      aDraft({ body: `<p>自下月起延长开放。</p>${table}`, interprets: document.id }),
    );
    const gone = await publish(office, aDraft({ title: '有误的公告' }));
    await office.settle();
    await ok(
      office.staff.approver.post(`/api/releases/${gone.id}/withdraw`, { revision: gone.revision, reason: '时间有误' }),
    );
    await office.settle();
    article = `/p/${release.id}.html`;
    withdrawn = `/p/${gone.id}.html`;
  });
  after(async () => {
    await browser?.close();
    await office?.close();
  });

  const open = async (path: string, options: BrowserContextOptions = {}): Promise<Page> => {
    const context = await browser.newContext({ ...desk, bypassCSP: true, ...options });
    const page = await context.newPage();
    await page.goto(office.url + path);
    return page;
  };
  const shoot = async (page: Page, name: string) => {
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
  };
  const audit = async (page: Page, options: object, name: string): Promise<string[]> => {
    await page.evaluate(AXE);
    const run = `axe.run(${JSON.stringify({ ...options, resultTypes: ['violations'] })})`;
    const { violations, passes } = await page.evaluate<Audit>(
      `${run}.then(({ violations, passes }) => ({ violations, passes }))`,
    );
    assert.ok(passes.length > 0, `${name}: axe has looked at nothing`);
    await shoot(page, name);
    return violations.map(({ id, help, nodes }) => `${name}: ${id} (${help}) ${nodes[0]?.html}`);
  };
  const desk = { viewport: { width: 1280, height: 900 } };
  const phone = { viewport: { width: 360, height: 740 } };
  const pages: readonly [string, () => string][] = [
    ['home', () => '/'],
    ['column', () => '/c/notices/'],
    ['catalogue', () => '/c/documents/'],
    ['empty column', () => '/c/proposals/'],
    ['disclosure', () => '/c/disclosure/'],
    ['article', () => article],
    ['withdrawn', () => withdrawn],
    ['missing', () => '/nothing-here'],
    ['map', () => '/map.html'],
    ['accessibility', () => '/accessibility.html'],
    ['search', () => '/search/?q=图书馆'],
    ['nothing found', () => '/search/?q=量子计算'],
    ['interaction', () => '/interact/'],
    ['letter', () => '/interact/letter/'],
    ['request', () => '/interact/request/'],
    ['correction', () => '/interact/correction/'],
    ['comment', () => `/interact/comment/?page=${article.slice(3, -5)}`],
    ['lookup', () => '/interact/lookup/'],
    ['letters', () => '/interact/letters/'],
    ['surveys', () => '/interact/surveys/'],
  ];

  it('no page has an axe violation by day or night, or scrolls sideways on a phone', async () => {
    const page = await open('/');
    const found: string[] = [];
    for (const [name, path] of pages) {
      await page.goto(office.url + path());
      found.push(...(await audit(page, { runOnly: TAGS }, `${name} light`)));
      await page.emulateMedia({ colorScheme: 'dark' });
      found.push(...(await audit(page, { runOnly: ['color-contrast'] }, `${name} dark`)));
      await page.setViewportSize(phone.viewport);
      found.push(...(await look(page, name)));
      await page.setViewportSize(desk.viewport);
      await page.emulateMedia({ colorScheme: 'light' });
    }
    assert.deepEqual(found, []);
    await page.context().close();
  });

  /** What is wrong with a page at phone width. */
  const look = async (page: Page, name: string): Promise<string[]> => {
    const [content, view] = await page.evaluate<number[]>('[document.documentElement.scrollWidth, window.innerWidth]');
    const wide = Number(content) > Number(view) ? [`${name}: ${content} px in ${view}`] : [];
    const small = await page.evaluate<string[]>(
      `[...document.querySelectorAll('button, main input:not([type=hidden], [type=radio]), select, textarea')]
        .filter((one) => !one.closest('.trap') && one.getBoundingClientRect().height < 44).map((one) => one.outerHTML)`,
    );
    await shoot(page, `${name} phone`);
    return [...wide, ...small.map((html) => `${name}: too small to touch ${html}`)];
  };

  const fillIn = async (page: Page, values: Readonly<Record<string, string>>) => {
    for (const [name, value] of Object.entries(values)) {
      const field = page.locator(`main [name=${name}]`).first();
      const radio = page.locator(`main input[type=radio][name=${name}][value="${value}"]`);
      if ((await radio.count()) > 0) await radio.check();
      else if ((await page.locator(`main select[name=${name}]`).count()) > 0) await field.selectOption(value);
      else await field.fill(value);
    }
    const question = (await page.locator('label[for=f-answer]').textContent()) ?? '';
    await page.locator('#f-answer').fill(solve(question));
    office.clock.pass(seconds(20));
    await page.locator('main form button').click();
  };
  const numberOn = async (page: Page) => (await page.locator('.number').first().textContent()) ?? '';
  const lookUp = async (page: Page, number: string, digits: string) => {
    await page.goto(`${office.url}/interact/lookup/`);
    await page.locator('#f-number').fill(number.toLowerCase().replaceAll('-', ' '));
    await page.locator('#f-digits').fill(digits);
    await page.locator('main form button').click();
    return (await page.locator('main').textContent()) ?? '';
  };

  it('on a phone without scripts the public comments, writes a letter, asks for disclosure and looks it up', async () => {
    const page = await open(article, { ...phone, javaScriptEnabled: false, bypassCSP: false });
    await page.getByText('发表评论').click();
    await fillIn(page, { nickname: '细心读者', text: '周末是否也延长开放？' });
    assert.match((await page.locator('main').textContent()) ?? '', /已收到.*审核后显示/s);
    await page.goto(`${office.url}/interact/letter/`);
    await page.locator('#f-title').fill('只写了标题');
    office.clock.pass(seconds(5));
    await page.locator('main form button').click();
    await shoot(page, 'journey letter wrong');
    await page.locator('.errors a').first().click();
    assert.match(page.url(), /#f-/);
    assert.equal(await page.locator('#f-title').inputValue(), '只写了标题');
    await fillIn(page, aLetter);
    await shoot(page, 'journey receipt');
    const letter = await numberOn(page);
    await page.goto(`${office.url}/interact/request/`);
    await fillIn(page, aRequest);
    const request = await numberOn(page);
    assert.notEqual(request, letter);
    assert.match(await lookUp(page, letter, '1234'), /领导信箱|来信.*已收到/s);
    assert.match(await lookUp(page, request, '2345'), /依申请公开.*办理期限/s);
    await shoot(page, 'journey lookup');
    await page.context().close();
  });

  it('is walked by keyboard: skip link, search, columns, and what has the focus shows it', async () => {
    const page = await open('/interact/letter/');
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
    await page.context().close();
  });
});
