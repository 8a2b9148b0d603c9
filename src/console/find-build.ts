/**
 * Where the built console stands, and whether it is that of these sources: a stamp beside it names what it was made of, so
 * that an update of the service never serves yesterday's pages.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

/** What Vite reads. */
export const SOURCES = join(ROOT, 'src/console/browser');

/** What it writes; not in the repository. */
export const BUILD = join(ROOT, 'dist/console');

const STAMP = '.made-of';

/** What the build in `folder` was made of; null where there is none. */
export function stampOf(folder: string): string | null {
  const path = join(folder, STAMP);
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

export function stampPath(folder: string): string {
  return join(folder, STAMP);
}

/** Names what a build of today would be made of: the sources, how they are built, and the libraries' versions. */
export function currentStamp(): string {
  const hash = createHash('sha256');
  const files = readdirSync(SOURCES, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const others = ['package-lock.json', 'src/console/vite-options.ts'].map((file) => join(ROOT, file));
  for (const file of [...files, ...others].sort()) {
    if (existsSync(file)) hash.update(file.slice(ROOT.length)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

/** Whether what stands in `folder` is built from today's sources. */
export function isFresh(folder: string = BUILD): boolean {
  return stampOf(folder) === currentStamp();
}
