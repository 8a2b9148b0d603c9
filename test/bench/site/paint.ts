/**
 * What a reader's browser has to fetch and how soon it shows something: `npm run bench:paint`. Chromium with its processor slowed four
 * times and a line of 1.6 Mbit/s with 150 ms to and fro (Lighthouse's "slow 4G"), nothing kept from before; median of the rounds.
 */
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { startChromium } from '../../support/chromium.ts';
import { median, spread } from '../fanout/spread.ts';
import { openSanwei } from './sanwei.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const SLOW_LINE = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };
const SLOWER = 4;

interface Painted {
  readonly requests: number;
  readonly bytes: number;
  readonly firstPaintMs: number;
  readonly loadedMs: number;
}

async function paint(browser: Browser, url: string): Promise<Painted> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.emulateNetworkConditions', SLOW_LINE);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  let [requests, bytes] = [0, 0];
  cdp.on('Network.loadingFinished', ({ encodedDataLength }) => {
    requests += 1;
    bytes += encodedDataLength;
  });
  await page.goto(url, { waitUntil: 'load' });
  const times = await page.evaluate<number[]>(`new Promise((done) => {
    const tell = () => {
      const [paint] = performance.getEntriesByName('first-contentful-paint');
      const [page] = performance.getEntriesByType('navigation');
      if (paint && page.loadEventEnd > 0) done([paint.startTime, page.loadEventEnd]);
      else requestAnimationFrame(tell);
    };
    tell();
  })`);
  await context.close();
  const [firstPaintMs = Number.NaN, loadedMs = Number.NaN] = times;
  return { requests, bytes, firstPaintMs, loadedMs };
}

const sanwei = await openSanwei();
const browser = await startChromium();
const paths = ['/', '/c/notices/', sanwei.path, '/interact/letter/', '/interact/request/'];
const rows: Record<string, Record<string, string | number>> = {};
for (const path of paths) {
  const all: Painted[] = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    all.push(await paint(browser, `http://127.0.0.1:${sanwei.port}${path}`));
  }
  const of = (pick: (one: Painted) => number) => all.map(pick);
  rows[path] = {
    requests: median(of(({ requests }) => requests)),
    'kB over the line': (median(of(({ bytes }) => bytes)) / 1000).toFixed(1),
    'first paint ms': spread(of(({ firstPaintMs }) => firstPaintMs)),
    'loaded ms': spread(of(({ loadedMs }) => loadedMs)),
  };
}
console.table(rows);
await browser.close();
await sanwei.close();
