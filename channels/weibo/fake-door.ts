/**
 * The fake's front door: a listener that can be shut, so that a caller meets a refused connection like any other
 * (ECONNREFUSED), and opens again once one has been refused. Every answer closes its connection: a kept one would outlive
 * the shut door and turn “not reachable” into “connection lost”.
 */
import { channel } from 'node:diagnostics_channel';
import { type EventEmitter, errorMonitor, once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A caller in another process cannot be watched; for one the door opens again after this time. */
const SHUT_AT_MOST_MS = 60_000;

export interface Door {
  readonly port: number;
  /** Shuts until one connection has been refused; `met` is called then. */
  shut(met: () => void): void;
  close(): Promise<void>;
}

export async function openDoor(wanted: number, listener: RequestListener): Promise<Door> {
  const sockets = new Set<Socket>();
  let server = await listen(wanted, listener, sockets);
  const { port } = server.address() as AddressInfo;
  let stopWatching = () => {};
  let opening = Promise.resolve();
  async function reopen(): Promise<void> {
    server = await listen(port, listener, sockets);
  }
  function shut(met: () => void): void {
    stopListening(server);
    stopWatching = watchRefusal(port, () => {
      stopWatching();
      opening = reopen().then(met);
    });
  }
  async function close(): Promise<void> {
    stopWatching();
    await opening;
    for (const socket of sockets) socket.destroy();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  }
  return { port, shut, close };
}

async function listen(port: number, listener: RequestListener, sockets: Set<Socket>): Promise<Server> {
  const server = createServer((request, response) => {
    response.shouldKeepAlive = false;
    listener(request, response);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** The listener is gone when this returns; answers under way are still given. */
function stopListening(server: Server): void {
  server.close();
  server.closeIdleConnections();
}

function watchRefusal(port: number, refused: () => void): () => void {
  const timer = setTimeout(refused, SHUT_AT_MOST_MS).unref();
  const opened = channel('net.client.socket');
  const watch = (message: unknown): void => {
    const { socket } = message as { socket: Socket };
    const emitter: EventEmitter = socket;
    emitter.once(errorMonitor, (error: Error & { code?: string; port?: number }) => {
      if (error.code === 'ECONNREFUSED' && error.port === port) refused();
    });
  };
  opened.subscribe(watch);
  return () => {
    clearTimeout(timer);
    opened.unsubscribe(watch);
  };
}
