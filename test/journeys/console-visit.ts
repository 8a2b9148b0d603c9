/** A person at the console, in a browser: logs in through the page, notes what the page complains about, and is looked at by axe. */
import assert from 'node:assert/strict';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** Where pictures of the pages are put, when somebody wants to look at them. */
const SHOTS = process.env.SANWEI_SHOTS;

export interface Visits {
  /** Logged in as this person, at this address of the console. */
  enter(name: string, path: string, options?: BrowserContextOptions): Promise<Page>;
  /** What any page has complained about: its own errors, refused styles. */
  readonly complaints: readonly string[];
}

/** How each page is looked at. */
export const looks: readonly (readonly [name: string, options: BrowserContextOptions])[] = [
  ['light', {}],
  ['dark', { colorScheme: 'dark' }],
  ['phone', { viewport: { width: 390, height: 800 } }],
];

export interface Visiting {
  readonly browser: Browser;
  readonly url: string;
  /** How every window is opened, unless a visit says otherwise. */
  readonly window?: BrowserContextOptions;
  /** Answers that a page may get without being at fault: it asks who is there, or is refused on purpose. */
  readonly refusals?: readonly number[];
}

export function openVisits({ browser, url, window = {}, refusals = [401, 409] }: Visiting): Visits {
  const isExpected = new RegExp(`status of (${refusals.join('|')})`);
  const complaints: string[] = [];
  const enter = async (name: string, path: string, options: BrowserContextOptions = {}): Promise<Page> => {
    const viewport = { width: 1280, height: 800 };
    const context = await browser.newContext({ locale: 'zh-CN', viewport, ...window, ...options });
    const page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(`${path}: ${error}`));
    page.on('console', (message) => {
      const text = message.text();
      if (message.type() === 'error' && !isExpected.test(text)) complaints.push(`${path}: ${text}`);
    });
    await page.goto(`${url}/console${path}`);
    await page.getByLabel('账号').fill(name);
    await page.getByLabel('密码', { exact: true }).fill(`${name}-has-a-password`);
    await page.keyboard.press('Enter');
    await page.locator('.frame-head').waitFor();
    await page.waitForURL((at) => at.pathname === `/console${path.split('?')[0]}`);
    return page;
  };
  return { enter, complaints };
}

export async function shoot(page: Page, name: string): Promise<void> {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png` });
}

/** Nothing that axe minds (WCAG 2.1 A and AA and its best practices), nothing wider than the window. */
export async function assertFit(page: Page, name: string): Promise<void> {
  await page.evaluate(axe.source); // past the policy, which lets no script in
  const wrong = await page.evaluate<string[]>(
    `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map(({ target, html }) => target + ' ' + html.slice(0, 160)).join(' | ')))`,
  );
  assert.deepEqual(wrong, [], name);
  const [content, view] = await page.evaluate<number[]>('[document.documentElement.scrollWidth, window.innerWidth]');
  assert.ok(Number(content) <= Number(view), `${name}: ${content} px of content in ${view} px`);
}

/** Each of these pages, in every look, once all of it is there. */
export async function assertAllFit(visits: Visits, name: string, paths: readonly string[]): Promise<void> {
  for (const [look, options] of looks) {
    const page = await visits.enter(name, '/', options);
    const { origin } = new URL(page.url());
    for (const path of paths) {
      await page.goto(`${origin}/console${path}`);
      await page.locator('main h1').waitFor();
      await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
      await page.waitForLoadState('networkidle');
      await assertFit(page, `${path}, ${look}`);
      await shoot(page, `${path.replaceAll(/\W+/g, '-')}-${look}`);
    }
    await page.context().close();
  }
}
