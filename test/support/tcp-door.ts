/** A door in front of a server on this machine: open, frozen (takes calls, passes nothing on) or shut (refuses calls). */
import { connect, createServer, type Server, type Socket } from 'node:net';

export interface Door {
  readonly port: number;
  /** Passes everything on, also what came while it was frozen. */
  open(): Promise<void>;
  freeze(): void;
  /** Breaks all connections and refuses new ones. */
  shut(): Promise<void>;
  /** Breaks all connections once. */
  cut(): void;
  close(): Promise<void>;
}

export async function openDoor(target: { readonly host: string; readonly port: number }): Promise<Door> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let isFrozen = false;
  const server = createServer((front) => {
    const behind = connect(target.port, target.host);
    const pair = [front, behind] as const;
    pairs.add(pair);
    for (const [one, other] of [pair, [behind, front] as const]) {
      one.on('data', (bytes) => other.write(bytes));
      one.on('error', () => other.destroy());
      one.on('close', () => {
        other.destroy();
        pairs.delete(pair);
      });
      if (isFrozen) one.pause();
    }
  });
  await listenOn(server, 0);
  const { port } = server.address() as { port: number };
  const cut = () => {
    for (const [front] of pairs) front.resetAndDestroy();
  };
  const shut = async () => {
    const closed = server.listening ? new Promise((resolve) => server.close(resolve)) : null;
    cut();
    await closed;
  };
  return {
    port,
    cut,
    shut,
    close: shut,
    freeze() {
      isFrozen = true;
      for (const pair of pairs) for (const socket of pair) socket.pause();
    },
    async open() {
      isFrozen = false;
      for (const pair of pairs) for (const socket of pair) socket.resume();
      if (!server.listening) await listenOn(server, port);
    },
  };
}

function listenOn(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}
