/** The system's own Chromium for browser journeys. Without one they are skipped aloud; CI has to have it. */
import { existsSync } from 'node:fs';
import type { Context } from 'mocha';
import { type Browser, chromium } from 'playwright-core';

const EXECUTABLE = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const QUIET = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-sync'];

/** For benches. Throws when there is none. */
export async function startChromium(): Promise<Browser> {
  if (!EXECUTABLE) throw new Error('Chromium is missing: apt-get install chromium');
  return await chromium.launch({ executablePath: EXECUTABLE, args: QUIET });
}

/** Call it first in `before`, with its `this`. */
export async function launchChromium(test: Context): Promise<Browser> {
  if (!EXECUTABLE && !process.env.CI) {
    console.warn('      browser journeys NOT RUN: install Chromium (apt-get install chromium)');
    test.skip();
  }
  return await startChromium();
}
