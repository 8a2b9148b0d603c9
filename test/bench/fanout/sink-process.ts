/** The parent's handle on sink.ts: starts it, waits for a number of keys, asks what was counted. */
import { fork } from 'node:child_process';
import { join } from 'node:path';

export interface Counts {
  readonly posts: number;
  /** Different keys among them. */
  readonly keys: number;
}

export interface Sink {
  readonly url: string;
  counts(): Promise<Counts>;
  /** Resolves when so many different keys have arrived. */
  reached(keys: number): Promise<void>;
  stop(): Promise<void>;
}

type Told =
  | { readonly told: 'port'; readonly port: number }
  | ({ readonly told: 'counts' } & Counts)
  | { told: 'reached' };

export async function startSink(): Promise<Sink> {
  const child = fork(join(import.meta.dirname, 'sink.ts'), { execArgv: [] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const next = <T extends Told['told']>(told: T) =>
    new Promise<Extract<Told, { told: T }>>((resolve) => {
      const take = (message: Told) => {
        if (message.told !== told) return;
        child.off('message', take);
        resolve(message as Extract<Told, { told: T }>);
      };
      child.on('message', take);
    });
  const { port } = await next('port');
  return {
    url: `http://127.0.0.1:${port}`,
    async counts() {
      const answer = next('counts');
      child.send({ ask: 'counts' });
      const { posts, keys } = await answer;
      return { posts, keys };
    },
    async reached(keys) {
      const answer = next('reached');
      child.send({ ask: 'reach', keys });
      await answer;
    },
    async stop() {
      child.disconnect();
      await ended;
    },
  };
}
