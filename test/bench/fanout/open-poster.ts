/** How everybody posts: one undici pool of 50 kept-alive connections, one call each at a time. */
import { importPeer } from './peers.ts';
import { CONCURRENCY, type Post } from './post.ts';

interface Pool {
  request(call: {
    readonly method: 'GET' | 'POST';
    readonly path: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly signal?: AbortSignal;
  }): Promise<{ readonly statusCode: number; readonly body: { json(): Promise<unknown> } }>;
  destroy(): Promise<void>;
}

export interface Poster {
  /** Posts once; answers the platform's id of it. Throws what undici throws, and an Error on any status but 200. */
  post(post: Pick<Post, 'key' | 'body'>, signal?: AbortSignal): Promise<string>;
  /** The platform's id of the post with this key, or null. */
  find(key: string): Promise<string | null>;
  close(): Promise<void>;
}

export async function openPoster(sinkUrl: string): Promise<Poster> {
  const { Pool } = await importPeer<{ Pool: new (url: string, options: object) => Pool }>('undici');
  const pool = new Pool(sinkUrl, { connections: CONCURRENCY, pipelining: 1 });
  const idIn = async ({ statusCode, body }: Awaited<ReturnType<Pool['request']>>) => {
    const { id } = (await body.json()) as { readonly id: string | null };
    if (statusCode !== 200) throw new Error(`the sink answered ${statusCode}`);
    return id;
  };
  return {
    async post({ key, body }, signal) {
      const headers = { 'content-type': 'application/json', 'idempotency-key': key };
      const call = { method: 'POST', path: '/post', headers, body } as const;
      return (await idIn(await pool.request(signal ? { ...call, signal } : call))) ?? '';
    },
    find: async (key) => idIn(await pool.request({ method: 'GET', path: `/post?key=${encodeURIComponent(key)}` })),
    close: () => pool.destroy(),
  };
}
