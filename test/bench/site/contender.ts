/** Who serves the same finished page: Node's own server, a bare Koa route, nginx with the exported file, and Sanwei. */

export const CONTENDERS = ['raw-node', 'koa', 'nginx', 'sanwei', 'sanwei-br'] as const;
export type Name = (typeof CONTENDERS)[number];

export interface Contender {
  readonly port: number;
  /** Path of the page. */
  readonly path: string;
  readonly close: () => Promise<void>;
}

/** What is served: Sanwei's page, its bytes and headers. */
export interface Page {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly html: string;
}
