/**
 * The way to the writing thread (write-thread.ts): what is asked within one turn of the loop goes over together, answers
 * come back when they are on the disk. The thread is started by the first store of the process and kept from then on.
 */
import { Worker } from 'node:worker_threads';
import type { Operand, OperationName, Result } from './operations.ts';
import { StoreFileError, unpackError } from './store-error.ts';
import type { Answer, Request } from './write-thread.ts';

interface Pending {
  readonly resolve: (done: unknown) => void;
  readonly reject: (error: unknown) => void;
}

class WriteThread {
  readonly #worker = new Worker(new URL('./write-thread.ts', import.meta.url));
  readonly #pending = new Map<number, Pending>();
  readonly #ended: () => void;
  #outgoing: Request[] = [];
  #seq = 0;

  constructor(ended: () => void) {
    this.#ended = ended;
    this.#worker.unref();
    this.#worker.on('message', (answers: readonly Answer[]) => {
      for (const answer of answers) this.#settle(answer);
    });
    this.#worker.on('error', (cause) => this.#end(cause));
    this.#worker.on('exit', () => this.#end(undefined));
  }

  ask(store: number, ask: Request['ask']): Promise<unknown> {
    const seq = ++this.#seq;
    if (this.#pending.size === 0) this.#worker.ref();
    if (this.#outgoing.length === 0) setImmediate(() => this.#send());
    this.#outgoing.push({ seq, store, ask });
    return new Promise((resolve, reject) => this.#pending.set(seq, { resolve, reject }));
  }

  #send(): void {
    const requests = this.#outgoing;
    this.#outgoing = [];
    this.#worker.postMessage(requests);
  }

  #settle(answer: Answer): void {
    const pending = this.#pending.get(answer.seq);
    this.#pending.delete(answer.seq);
    if (this.#pending.size === 0) this.#worker.unref();
    if ('done' in answer) pending?.resolve(answer.done);
    else pending?.reject(unpackError(answer.failed));
  }

  #end(cause: unknown): void {
    this.#ended();
    const error = new StoreFileError('the thread that writes the store has ended: start Sanwei again', { cause });
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }
}

let shared: WriteThread | null = null;
let stores = 0;

function thread(): WriteThread {
  shared ??= new WriteThread(() => {
    shared = null;
  });
  return shared;
}

/** Writes one file. */
export class Writer {
  readonly #thread: WriteThread;
  readonly #store: number;

  private constructor(opened: WriteThread, store: number) {
    this.#thread = opened;
    this.#store = store;
  }

  static async open(file: string): Promise<Writer> {
    const writer = new Writer(thread(), ++stores);
    await writer.#thread.ask(writer.#store, { to: 'open', file });
    return writer;
  }

  /** Settles when it is on the disk. `operand` must not change before that: it is copied when the turn ends. */
  async write<N extends OperationName>(name: N, collection: string, operand: Operand<N>): Promise<Result<N>> {
    return (await this.#thread.ask(this.#store, { to: 'write', name, collection, operand })) as Result<N>;
  }

  /** Lets running writes end, then closes the file. */
  async close(): Promise<void> {
    await this.#thread.ask(this.#store, { to: 'close' });
  }
}
