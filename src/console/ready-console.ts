/**
 * Sees to it at the start that the console is built. In a process of its own, so that the service answers meanwhile; where
 * that cannot be done (no libraries for building, a folder that may not be written), the service runs without.
 */
import { spawn } from 'node:child_process';
import type { Logger } from '../log.ts';
import { isFresh } from './find-build.ts';

const BUILDER = new URL('./build-console.ts', import.meta.url).pathname;

/** How much of what the build says is kept for the log. */
const TOLD = 2000;

/** Resolves when the console of these sources stands, or could not be made. */
export async function readyConsole(log: Logger): Promise<void> {
  if (isFresh()) return;
  const child = spawn(process.execPath, [...process.execArgv, BUILDER], { stdio: ['ignore', 'ignore', 'pipe'] });
  let told = '';
  child.stderr.on('data', (chunk: Buffer) => {
    told = (told + chunk.toString()).slice(-TOLD);
  });
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('exit', (status) => resolve(status));
  });
  if (code !== 0) log.error({ code, told }, 'console not built: run npm run build:console');
}
