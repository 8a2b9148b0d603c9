/** PostgreSQL as a fresh cluster makes it: fsync and synchronous_commit on, 128 MB of shared buffers. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../support/free-port.ts';
import { programOf } from './debian.ts';
import type { Store } from './store.ts';

const DEBIAN = '/usr/lib/postgresql';

/** The newest version's folder of programs. */
function findBin(): string | null {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
  const folders = versions.sort((a, b) => Number(b) - Number(a)).map((version) => join(DEBIAN, version, 'bin'));
  return folders.find((folder) => existsSync(join(folder, 'initdb'))) ?? null;
}

/** PostgreSQL refuses to run as root: the user that Debian's package makes runs it then. */
function servant(): { readonly uid: number; readonly gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const id = (what: string) => Number(execFileSync('id', [what, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

export async function startPostgres(): Promise<Store> {
  const bin = programOf(findBin, 'postgresql');
  const folder = await mkdtemp(join(tmpdir(), 'sanwei-fanout-postgres-'));
  const user = servant();
  if (user) chownSync(folder, user.uid, user.gid);
  const how = { cwd: folder, stdio: 'ignore', ...user } as const;
  const data = join(folder, 'data');
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'bench', '-A', 'trust', '-E', 'UTF8', '--locale=C'], how);
  const port = await freePort();
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'on',
    synchronous_commit: 'on',
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port), ...args], how);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const isReady = () => spawnSync(join(bin, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)]).status === 0;
  for (let tries = 0; !isReady(); tries++) {
    if (tries > 100) throw new Error('postgres does not answer');
    await sleep(100);
  }
  return {
    url: `postgres://bench@127.0.0.1:${port}/postgres`,
    pid: child.pid ?? null,
    async stop() {
      // "Immediate": the folder goes anyway.
      child.kill('SIGQUIT');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The version, for the heading. */
export function postgresVersion(): string {
  const said = execFileSync(join(programOf(findBin, 'postgresql'), 'postgres'), ['--version'], { encoding: 'utf8' });
  return said.replace('postgres (PostgreSQL)', '').trim();
}
