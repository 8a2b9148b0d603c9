/**
 * An office and its console in a real Chromium, for the tests of the describe block that calls it. The block's own hooks run
 * after it is open, and after it is closed.
 */
import type { Browser } from 'playwright-core';
import { buildConsole } from '../../src/console/build-console.ts';
import { isFresh } from '../../src/console/find-build.ts';
import { launchChromium } from '../support/chromium.ts';
import { openVisits, type Visiting, type Visits } from './console-visit.ts';
import { type Office, openOffice } from './open-office.ts';

type Opening = NonNullable<Parameters<typeof openOffice>[0]> & Pick<Visiting, 'window' | 'refusals'>;

export interface OpenConsole {
  readonly office: Office;
  readonly visits: Visits;
}

export function openConsole({ window, refusals, ...opening }: Opening = {}): () => OpenConsole {
  let browser: Browser;
  let office: Office;
  let visits: Visits;
  before(async function () {
    browser = await launchChromium(this);
    if (!isFresh()) await buildConsole();
    office = await openOffice(opening);
    visits = openVisits({ browser, url: office.url, ...(window && { window }), ...(refusals && { refusals }) });
  });
  after(async () => {
    await browser?.close();
    await office?.close();
  });
  return () => ({ office, visits });
}
