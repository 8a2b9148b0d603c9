/** A front door for several processes: takes what platforms push to whichever of them the test names. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

interface Target {
  readonly url: string;
}

export interface Front {
  readonly url: string;
  readonly port: number;
  /** Status of each push at each process it was delivered to. */
  readonly pushed: readonly number[];
  /** From now on each push is delivered to all of these at once. */
  pushTo(...targets: readonly Target[]): void;
  close(): Promise<void>;
}

/** A front door on a free port, that leads nowhere yet. */
export async function openFront(): Promise<Front> {
  let targets: readonly Target[] = [];
  const pushed: number[] = [];
  const forward = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request);
    const headers = { 'content-type': request.headers['content-type'] ?? '' };
    const sent = targets.map(({ url }) => fetch(`${url}${request.url}`, { method: 'POST', headers, body }));
    const answers = await Promise.all(sent);
    for (const { status } of answers) pushed.push(status);
    const [first] = await Promise.all(answers.map((answer) => answer.text()));
    response.writeHead(answers[0]?.status ?? 502).end(first);
  };
  const server = createServer((request, response) => void forward(request, response).catch(() => response.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const pushTo = (...named: readonly Target[]) => {
    targets = named;
  };
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${port}`, port, pushed, pushTo, close };
}
