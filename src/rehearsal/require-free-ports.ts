/** A rehearsal takes several ports: whether all are free is asked before any platform starts, so that none is left behind. */
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Throws EADDRINUSE, naming the port, when one of them is taken on this machine. 0 stands for any free port. */
export async function requireFreePorts(ports: readonly number[]): Promise<void> {
  for (const port of ports) {
    if (port === 0) continue;
    const server = createServer();
    server.listen(port, '127.0.0.1');
    await once(server, 'listening'); // rejects when 'error' comes first
    server.close();
    await once(server, 'close');
  }
}
