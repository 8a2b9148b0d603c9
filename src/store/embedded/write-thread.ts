/**
 * The thread that writes: it alone changes the files, so that waiting for a disk (a commit flushes it) stops neither
 * requests nor calls to platforms. One for all stores of a process; asked by writer.ts.
 */
import { parentPort } from 'node:worker_threads';
import { Catalog } from './catalog.ts';
import { Connection } from './connection.ts';
import { OPERATIONS, type OperationName } from './operations.ts';
import { explain, type PackedError, packError } from './store-error.ts';
import { WriteQueue } from './write-queue.ts';

export interface Request {
  readonly seq: number;
  readonly store: number;
  readonly ask:
    | { readonly to: 'open'; readonly file: string }
    | { readonly to: 'write'; readonly name: OperationName; readonly collection: string; readonly operand: unknown }
    | { readonly to: 'close' };
}

export type Answer =
  | { readonly seq: number; readonly done: unknown }
  | { readonly seq: number; readonly failed: PackedError };

interface Opened {
  readonly connection: Connection;
  readonly queue: WriteQueue;
}

const stores = new Map<number, Opened>();
let answers: Answer[] = [];

parentPort?.on('message', (requests: readonly Request[]) => {
  for (const request of requests) void answer(request);
});

async function answer({ seq, store, ask }: Request): Promise<void> {
  try {
    put({ seq, done: await carryOut(store, ask) });
  } catch (error) {
    const file = stores.get(store)?.connection.file ?? '';
    put({ seq, failed: packError(explain(error, file)) });
  }
}

async function carryOut(store: number, ask: Request['ask']): Promise<unknown> {
  if (ask.to === 'open') return void stores.set(store, open(ask.file));
  const opened = stores.get(store);
  if (!opened) throw new Error('the store is closed');
  if (ask.to === 'close') return await close(store, opened);
  const { name, collection, operand } = ask;
  return await opened.queue.add(() => OPERATIONS[name](opened.queue.schema, collection, operand as never));
}

function open(file: string): Opened {
  const connection = new Connection(file, { readOnly: false });
  const catalog = new Catalog(connection);
  catalog.refresh();
  return { connection, queue: new WriteQueue({ connection, catalog }) };
}

async function close(store: number, { connection, queue }: Opened): Promise<void> {
  await queue.idle();
  stores.delete(store);
  connection.close();
}

/** What one commit settles goes back together. */
function put(one: Answer): void {
  if (answers.length === 0) setImmediate(flush);
  answers.push(one);
}

function flush(): void {
  parentPort?.postMessage(answers);
  answers = [];
}
