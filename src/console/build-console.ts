/**
 * `npm run build:console`: builds the console into dist/console, unless that is done. Built beside and moved into place, so
 * that a running service never reads half a build, and two that build at once do no harm.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { BUILD, currentStamp, isFresh, stampPath } from './find-build.ts';

/** Builds if need be. Rejects with what Vite says. */
export async function buildConsole(): Promise<'built' | 'fresh'> {
  if (isFresh()) return 'fresh';
  const { build } = await import('vite');
  const { viteOptions } = await import('./vite-options.ts');
  await mkdir(dirname(BUILD), { recursive: true });
  const folder = await mkdtemp(`${BUILD}-`);
  try {
    const stamp = currentStamp();
    await build(viteOptions(folder));
    await compress(folder);
    await writeFile(stampPath(folder), stamp);
    await putInPlace(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return 'built';
}

const WORTH_IT = /\.(js|css|html|svg)$/;

/** Compressed once here instead of at each request. */
async function compress(folder: string): Promise<void> {
  const files = await readdir(folder, { recursive: true });
  const toGzip = promisify(gzip);
  for (const file of files.filter((name) => WORTH_IT.test(name))) {
    const path = join(folder, file);
    await writeFile(`${path}.gz`, await toGzip(await readFile(path), { level: 9 }));
  }
}

async function putInPlace(folder: string): Promise<void> {
  const old = `${folder}-old`;
  if (existsSync(BUILD)) await rename(BUILD, old).catch(() => undefined);
  try {
    await rename(folder, BUILD);
  } catch (error) {
    // Somebody else was faster: theirs is as good.
    if (!existsSync(BUILD)) throw error;
  }
  await rm(old, { recursive: true, force: true });
}

if (import.meta.main) {
  const done = await buildConsole();
  process.stdout.write(done === 'built' ? '控制台已构建。\n' : '控制台已是最新。\n');
}
