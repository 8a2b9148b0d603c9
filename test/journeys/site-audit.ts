/** Looks at a page of the public site as a machine can: axe by day and night, nothing sideways or too small to touch on a phone. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** Where screenshots go, for people who look at them; nowhere unless told. */
const SHOTS = process.env.SANWEI_SHOTS;

export const desk = { viewport: { width: 1280, height: 900 } };
export const phone = { viewport: { width: 360, height: 740 } };

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string }[];
}

interface Audit {
  readonly violations: readonly Violation[];
  readonly passes: readonly unknown[];
}

export async function shoot(page: Page, name: string): Promise<void> {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
}

/** What is wrong with the page that is open, in words; the page is left as it was. */
export async function inspectPage(page: Page, name: string): Promise<readonly string[]> {
  const light = await audit(page, { runOnly: TAGS }, `${name} light`);
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await audit(page, { runOnly: ['color-contrast'] }, `${name} dark`);
  await page.setViewportSize(phone.viewport);
  const narrow = await audit(page, { runOnly: ['scrollable-region-focusable', 'target-size'] }, `${name} phone`);
  const small = await lookOnPhone(page, name);
  await page.setViewportSize(desk.viewport);
  await page.emulateMedia({ colorScheme: 'light' });
  return [...light, ...dark, ...narrow, ...small];
}

async function audit(page: Page, options: object, name: string): Promise<string[]> {
  await page.evaluate(AXE);
  const run = `axe.run(${JSON.stringify({ ...options, resultTypes: ['violations'] })})`;
  const told = `${run}.then(({ violations, passes }) => ({ violations, passes: passes.map(({ id }) => id) }))`;
  const { violations, passes } = await page.evaluate<Audit>(told);
  assert.ok(passes.length > 0, `${name}: axe has looked at nothing`);
  await shoot(page, name);
  return violations.map(({ id, help, nodes }) => `${name}: ${id} (${help}) ${nodes[0]?.html}`);
}

async function lookOnPhone(page: Page, name: string): Promise<string[]> {
  const [content, view] = await page.evaluate<number[]>('[document.documentElement.scrollWidth, window.innerWidth]');
  const wide = Number(content) > Number(view) ? [`${name}: ${content} px in ${view}`] : [];
  const small = await page.evaluate<string[]>(
    `[...document.querySelectorAll('button, main input:not([type=hidden], [type=radio], [type=checkbox]), select, textarea')]
      .filter((one) => !one.closest('.trap') && one.getBoundingClientRect().height < 44).map((one) => one.outerHTML)`,
  );
  return [...wide, ...small.map((html) => `${name}: too small to touch ${html}`)];
}
