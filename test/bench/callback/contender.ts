/** What stands behind /push/wechat: who is compared, and what each must do. */
import type Koa from 'koa';

export const MODES = ['plain', 'safe'] as const;
export type Mode = (typeof MODES)[number];

export interface Contender {
  readonly port: number;
  /** Messages that reached their desk, each once, when all the work on them is done; null for one that keeps nothing. */
  recorded(): Promise<number | null>;
  close(): Promise<void>;
}

export const CONTENDERS = {
  bare: './bare.ts',
  'co-wechat': './co-wechat.ts',
  'co-wechat-text': './co-wechat-text.ts',
  sanwei: './sanwei.ts',
  'sanwei-memory': './sanwei-memory.ts',
} as const;
export type Name = keyof typeof CONTENDERS;

/** Opens one in this process. */
export async function openContender(name: Name, mode: Mode): Promise<Contender> {
  const { open } = (await import(CONTENDERS[name])) as { open(mode: Mode): Promise<Contender> };
  return await open(mode);
}

/** A Koa app of a peer on a port of its own. */
export async function serve(app: Koa): Promise<Contender> {
  const server = app.listen(0, '127.0.0.1');
  await new Promise((ready) => server.once('listening', ready));
  return {
    port: (server.address() as { port: number }).port,
    recorded: async () => null,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
