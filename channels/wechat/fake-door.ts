/**
 * The fake's listener. It can be closed until one caller has been refused, so that “no route” is a true ECONNREFUSED. Every
 * answer ends its connection: on a kept one the next call would meet a reset instead, which means something else.
 */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface FakeDoor {
  readonly port: number;
  /** Closed when this returns. `refused` is called, and the door open again, after the first caller met it closed. */
  closeForOne(refused: () => void): void;
  close(): Promise<void>;
}

const CLOSED_AT_MOST = 3000; // ms; a caller in another process cannot be noticed
const NEW_SOCKET = 'net.client.socket'; // node:diagnostics_channel, every outgoing connection of this process

export async function openFakeDoor(wanted: number, listener: RequestListener): Promise<FakeDoor> {
  const server = createServer({ keepAlive: false }, (request, response) => {
    response.shouldKeepAlive = false;
    listener(request, response);
  });
  const listen = (port: number) => new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready));
  await listen(wanted);
  const { port } = server.address() as AddressInfo;
  let stopWaiting = () => {};
  let reopening = Promise.resolve();
  return {
    port,
    closeForOne(refused) {
      server.close();
      stopWaiting = onceRefused(port, () => {
        reopening = listen(port).then(refused);
      });
    },
    async close() {
      stopWaiting();
      await reopening;
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Calls back once, when a connection from this process to the port was refused or after a while. */
function onceRefused(port: number, tell: () => void): () => void {
  const stop = () => {
    clearTimeout(timer);
    unsubscribe(NEW_SOCKET, watch);
  };
  const end = () => {
    stop();
    tell();
  };
  const watch = (message: unknown) => {
    const { socket } = message as { socket: Socket };
    socket.once('error', (error: Error & { code?: string; port?: number }) => {
      if (error.code === 'ECONNREFUSED' && error.port === port) end();
    });
  };
  const timer = setTimeout(end, CLOSED_AT_MOST).unref();
  subscribe(NEW_SOCKET, watch);
  return stop;
}
