/** A reader of the public site in a browser: opens pages, fills in forms, asks by number. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { seconds } from '../../src/clock.ts';
import { solve } from '../interaction/fill-in.ts';
import { desk } from './site-audit.ts';
import type { SiteOffice } from './site-office.ts';

export type SiteVisit = ReturnType<typeof visitSite>;

export function visitSite(browser: Browser, office: SiteOffice) {
  const go = async (page: Page, path: string): Promise<void> => void (await page.goto(office.url + path));
  /** A fresh reader at a path. */
  const open = async (path: string, options: BrowserContextOptions = {}): Promise<Page> => {
    const context = await browser.newContext({ ...desk, bypassCSP: true, ...options });
    const page = await context.newPage();
    await go(page, path);
    return page;
  };
  /** Fills in the form that is open, answers its question, and sends it. */
  const fillIn = async (page: Page, values: Readonly<Record<string, string>>) => {
    for (const [name, value] of Object.entries(values)) await fillOne(page, name, value);
    const question = page.locator('label[for=f-answer]');
    if ((await question.count()) > 0) await page.locator('#f-answer').fill(solve((await question.textContent()) ?? ''));
    office.clock.pass(seconds(20));
    await page.locator('main form button').click();
  };
  /** What the look-up page says of a number. */
  const lookUp = async (page: Page, number: string, digits: string) => {
    await go(page, '/interact/lookup/');
    await fillIn(page, { number, digits });
    return await inMain(page);
  };
  return { go, open, fillIn, lookUp };
}

async function fillOne(page: Page, name: string, value: string): Promise<void> {
  const field = page.locator(`main [name=${name}]`).first();
  const choice = page.locator(`main input[name=${name}][value="${value}"]`);
  if ((await choice.count()) > 0) await choice.check();
  else if ((await page.locator(`main select[name=${name}]`).count()) > 0) await field.selectOption(value);
  else await field.fill(value);
}

/** Words of the first such element. */
export async function inMain(page: Page, selector = 'main'): Promise<string> {
  return (await page.locator(selector).first().textContent()) ?? '';
}

export async function closePage(page: Page): Promise<void> {
  await page.context().close();
}
