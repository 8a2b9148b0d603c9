/** Waits until somebody listens on a port of this machine. */
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

export async function waitForPort(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await answers(port)) return;
    await wait(25);
  }
  throw new Error(`nobody listens on port ${port}`);
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => resolve(socket.end() !== null));
    socket.once('error', () => resolve(false));
  });
}
