/**
 * Packages that only this bench needs, in peers/package.json: the queues, their drivers and the HTTP client all contenders
 * share. Installed at the first run, never part of Sanwei's own packages, hence typed by hand where they are used.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const FOLDER = join(import.meta.dirname, 'peers');
const fromPeers = createRequire(join(FOLDER, 'package.json'));

/** Installs them when they are missing; throws with what to do when that fails. */
export function installPeers(): void {
  if (existsSync(join(FOLDER, 'node_modules', 'bullmq')) && existsSync(join(FOLDER, 'node_modules', 'undici'))) return;
  console.error('installing the peers’ packages (test/bench/fanout/peers) …');
  // No install scripts: msgpackr brings its binary as a package of its own.
  const { status } = spawnSync('npm', ['ci', '--prefix', FOLDER, '--ignore-scripts', '--no-audit', '--no-fund'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error(`cannot install the peers’ packages: run npm ci --prefix ${FOLDER} to see why`);
}

/** A package of peers/, typed as the caller says. */
export async function importPeer<T>(name: string): Promise<T> {
  return (await import(pathToFileURL(fromPeers.resolve(name)).href)) as T;
}

/** The version that is installed, for the heading of the table. */
export function peerVersion(name: string): string {
  return (fromPeers(join(FOLDER, 'node_modules', name, 'package.json')) as { readonly version: string }).version;
}
