/** The built console in memory: a few megabytes, read once and again only when another build has taken its place. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { BUILD, stampOf } from './find-build.ts';

export interface BuiltFile {
  readonly type: string;
  readonly content: Buffer;
  /** The same, compressed; null where that is not worth it. */
  readonly gzip: Buffer | null;
}

export interface Build {
  readonly stamp: string;
  /** By path below /console/. */
  readonly files: ReadonlyMap<string, BuiltFile>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Gives the build that stands in the folder now, or null while there is none. */
export function openBuild(folder: string = BUILD): () => Build | null {
  let build: Build | null = null;
  return () => {
    const stamp = stampOf(folder);
    if (stamp !== null && stamp !== build?.stamp) build = readBuild(folder, stamp);
    return build;
  };
}

function readBuild(folder: string, stamp: string): Build {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => TYPES[extname(name)]);
  const files = names.map((name): [string, BuiltFile] => {
    const path = join(folder, name);
    const gzip = existsSync(`${path}.gz`) ? readFileSync(`${path}.gz`) : null;
    return [name.replaceAll('\\', '/'), { type: TYPES[extname(name)] ?? '', content: readFileSync(path), gzip }];
  });
  return { stamp, files: new Map(files) };
}
