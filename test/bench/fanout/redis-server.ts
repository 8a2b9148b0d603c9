/** Redis with its append-only file, fsynced every second or after every write. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../support/free-port.ts';
import { programOf } from './debian.ts';
import type { Store } from './store.ts';

const PLACES = ['/usr/bin/redis-server', '/usr/local/bin/redis-server'];
const findRedis = () => PLACES.find((file) => existsSync(file)) ?? null;

export async function startRedis(appendfsync: 'everysec' | 'always'): Promise<Store> {
  const program = programOf(findRedis, 'redis-server');
  const folder = await mkdtemp(join(tmpdir(), 'sanwei-fanout-redis-'));
  const port = await freePort();
  // Snapshots off: the append-only file alone is what is compared. BullMQ asks for noeviction.
  const settings = { port, bind: '127.0.0.1', dir: folder, appendonly: 'yes', appendfsync, save: '' };
  const args = Object.entries({ ...settings, 'maxmemory-policy': 'noeviction' });
  const child = spawn(
    program,
    args.flatMap(([name, value]) => [`--${name}`, String(value)]),
    { stdio: 'ignore' },
  );
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  for (let tries = 0; !(await answers(port)); tries++) {
    if (tries > 100) throw new Error('redis-server does not answer');
    await sleep(50);
  }
  return { url: `redis://127.0.0.1:${port}`, pid: child.pid ?? null, stop };
}

/** The version, for the heading. */
export function redisVersion(): string {
  return /v=(\S+)/.exec(spawnSync(programOf(findRedis, 'redis-server'), ['--version']).stdout.toString())?.[1] ?? '';
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.once('data', () => socket.destroy());
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(socket.bytesRead > 0));
  });
}
