/**
 * What a page of the console costs its reader: `npm run bench:pages` (the site's: bench:paint). Each page opened with an empty cache in a Chromium whose processor is
 * slowed down; requests, bytes over the wire, first and largest paint, and how long scripts kept the page busy. Figures are of
 * this machine at this moment: compare pages with each other, and before with after.
 */
import { loadavg } from 'node:os';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { buildConsole } from '../../../src/console/build-console.ts';
import { openOffice } from '../../journeys/open-office.ts';
import { aDraft, publish } from '../../journeys/publish.ts';
import { startChromium } from '../../support/chromium.ts';
import { median } from '../fanout/spread.ts';

/** As Lighthouse slows a desktop down to a middling phone. */
const SLOWDOWN = 4;
const ROUNDS = 3;

interface Cost {
  readonly requests: number;
  readonly kilobytes: number;
  readonly firstPaintMs: number;
  readonly largestPaintMs: number;
  readonly busyMs: number;
}

const PAINTS = `new Promise((resolve) => {
  let largest = 0;
  let busy = 0;
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) largest = entry.startTime; }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) busy += entry.duration - 50; }).observe({ type: 'longtask', buffered: true });
  setTimeout(() => resolve([performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0, largest, busy]), 300);
})`;

async function look(page: Page, session: CDPSession, address: string, ready: string): Promise<Cost> {
  let requests = 0;
  let bytes = 0;
  const count = ({ encodedDataLength }: { encodedDataLength: number }) => {
    requests += 1;
    bytes += encodedDataLength;
  };
  session.on('Network.loadingFinished', count);
  await session.send('Network.clearBrowserCache');
  await page.goto(address);
  await page.locator(ready).first().waitFor();
  await page.waitForTimeout(500); // a measurement: what comes late belongs to it
  const [first = 0, largest = 0, busy = 0] = await page.evaluate<number[]>(PAINTS);
  session.off('Network.loadingFinished', count);
  return { requests, kilobytes: bytes / 1024, firstPaintMs: first, largestPaintMs: largest, busyMs: busy };
}

async function enter(browser: Browser, url: string, cookie: string): Promise<{ page: Page; session: CDPSession }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' });
  await context.addCookies([{ name: 'sanwei', value: cookie, url }]);
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
  return { page, session };
}

await buildConsole();
const office = await openOffice();
const release = await publish(office, aDraft());
await office.settle();
const pages: readonly [name: string, path: string, ready: string][] = [
  ['今天', '/console/', '.board'],
  ['发布', '/console/releases', 'table.plain'],
  ['one release', `/console/releases/${release.id}`, '[role=tab]'],
  ['新建', '/console/releases/new', '.ProseMirror'],
  ['投递', '/console/deliveries', 'table.board'],
  ['统计', '/console/statistics', 'h1'],
];
const browser = await startChromium();
try {
  const cookie = office.staff.administrator.cookie('sanwei') ?? '';
  const admin = await office.staff.administrator.get('/api/session');
  await office.staff.administrator.patch(`/api/staff/${admin.body.person.id}`, {
    roles: ['administrator', 'drafter', 'reviewer', 'approver', 'responder', 'statistician'],
  });
  const { page, session } = await enter(browser, office.url, cookie);
  console.log(
    `processor slowed down ${SLOWDOWN} times, empty cache, median of ${ROUNDS}; load ${loadavg()[0]?.toFixed(1)}`,
  );
  console.log('page                    requests     kB   first paint   largest paint   busy');
  for (const [name, path, ready] of pages) {
    const costs: Cost[] = [];
    for (let round = 0; round < ROUNDS; round++) costs.push(await look(page, session, office.url + path, ready));
    const of = (field: keyof Cost) => median(costs.map((cost) => cost[field]));
    const ms = (field: keyof Cost) => `${Math.round(of(field))} ms`;
    console.log(
      `${name.padEnd(24)}${String(of('requests')).padStart(8)}${of('kilobytes').toFixed(0).padStart(7)}${ms('firstPaintMs').padStart(14)}${ms('largestPaintMs').padStart(16)}${ms('busyMs').padStart(9)}`,
    );
  }
} finally {
  await browser.close();
  await office.close();
}
