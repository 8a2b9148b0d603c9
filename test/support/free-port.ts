/**
 * Ports for what must be known by its address before it listens, or closes and listens again at the same one. They are below
 * those that systems give to outgoing connections (from 32768 on Linux, 49152 elsewhere): one of those may be taken by any
 * connection of the machine while nobody listens there.
 */
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

const FIRST = 10_240;
const BEYOND = 32_768;
const DRAWS = 100;

/** A port of 127.0.0.1 on which nobody listens. Throws when a hundred draws found none. */
export async function freePort(): Promise<number> {
  for (let draw = 0; draw < DRAWS; draw++) {
    const port = randomInt(FIRST, BEYOND);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port among ${DRAWS} drawn from ${FIRST} to ${BEYOND}`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    const listening = once(server, 'listening');
    server.listen(port, '127.0.0.1');
    await listening;
  } catch {
    return false;
  }
  const closed = once(server, 'close');
  server.close();
  await closed;
  return true;
}
