/**
 * A static copy of the site in a folder, for any web server or CDN: only what has changed is written, what is no longer there is taken
 * away, and a reader never meets half a file. What was written stands in a list beside it; files of others are left alone.
 */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { digestOf } from '../ids.ts';

export interface Fetched {
  readonly status: number;
  readonly bytes: Buffer;
}

export interface Copying {
  readonly folder: string;
  readonly paths: readonly string[];
  /** Reads a page of the site. */
  fetch(path: string): Promise<Fetched>;
  /** Changes a page before it is written: what must be asked of the service itself leads there. */
  adapt(path: string, bytes: Buffer): Buffer;
}

export interface Copied {
  readonly written: number;
  readonly unchanged: number;
  readonly removed: number;
  /** Paths that could not be read, with their status. */
  readonly failed: readonly string[];
}

const LIST = '.sanwei-export.json';

/** File → digest of its bytes. */
type Listed = Readonly<Record<string, string>>;

export async function copySite({ folder, paths, fetch, adapt }: Copying): Promise<Copied> {
  await mkdir(folder, { recursive: true });
  const before = await readList(folder);
  const after: Record<string, string> = {};
  const failed: string[] = [];
  let written = 0;
  for (const path of paths) {
    const { status, bytes: fetched } = await fetch(path);
    const file = fileOf(path);
    if (status !== 200 && status !== 410 && !(status === 404 && path === MISSING)) {
      failed.push(`${path} (${status})`);
      // Better yesterday's page than none: it is asked again next time.
      if (before[file]) after[file] = before[file];
      continue;
    }
    const bytes = adapt(path, fetched);
    const digest = digestOf(bytes);
    after[file] = digest;
    if (before[file] === digest) continue;
    await put(join(folder, file), bytes);
    written += 1;
  }
  const gone = Object.keys(before).filter((file) => !(file in after));
  for (const file of gone) await rm(join(folder, file), { force: true });
  await put(join(folder, LIST), Buffer.from(JSON.stringify(after)));
  return { written, unchanged: Object.keys(after).length - written, removed: gone.length, failed };
}

/** An address that leads to nothing: its page is what the web server shows instead of its own. */
export const MISSING = '/404.html';

/** `/c/notices/` is a folder with an index.html. Throws on a path that would lead out of the folder. */
export function fileOf(path: string): string {
  const file = `${decodeURIComponent(path).replace(/^\//, '')}${path.endsWith('/') ? 'index.html' : ''}`;
  const parts = file.split(/[/\\]/);
  if (parts.includes('..') || file.includes('\0') || parts.some((part) => part === ''))
    throw new Error(`no file for ${path}`);
  return parts.join(sep);
}

async function put(file: string, bytes: Buffer): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, bytes);
  await rename(`${file}.new`, file);
}

async function readList(folder: string): Promise<Listed> {
  try {
    return JSON.parse(await readFile(join(folder, LIST), 'utf8')) as Listed;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw new Error(`${join(folder, LIST)} cannot be read; delete it to write everything anew`);
  }
}
