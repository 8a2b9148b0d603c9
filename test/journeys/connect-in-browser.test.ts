/**
 * Connecting an account in a real Chromium, the platform on another site than ours: the session's cookie is SameSite=Strict, and
 * a browser holds it back on the way from there.
 */
import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { SESSION_COOKIE } from '../../src/staff/session-cookie.ts';
import { launchChromium } from '../support/chromium.ts';
import { type Office, openOffice } from './open-office.ts';
import { ok } from './publish.ts';

describe('connecting an account in a browser', function () {
  this.timeout(60_000);
  let office: Office;
  let browser: Browser;

  before(async function () {
    browser = await launchChromium(this);
    office = await openOffice();
  });
  after(async () => {
    await browser?.close();
    await office?.close();
  });

  it('takes one click on the platform’s page', async () => {
    const { administrator } = office.staff;
    const context = await browser.newContext();
    const value = administrator.cookie(SESSION_COOKIE) ?? '';
    await context.addCookies([{ name: SESSION_COOKIE, value, url: office.url, sameSite: 'Strict', httpOnly: true }]);
    const page = await context.newPage();
    const { url } = (await ok(administrator.post('/api/accounts/weibo/connect'))).body;
    // Another name for this machine is another site to a browser.
    await page.goto(url.replace('//127.0.0.1:', '//localhost:'));
    await page.getByRole('button', { name: '授权' }).click();
    await page.getByText('已取得授权').waitFor();
    assert.match(page.url(), /again=1/, 'the browser had held the cookie back, and went on by itself');
    assert.match((await page.locator('body').textContent()) ?? '', /有效期至 2026-04-01/);
    await context.close();
  });
});
