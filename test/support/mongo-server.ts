/**
 * A MongoDB-protocol server for tests that want the other engine: MONGODB_URL when the environment names one, else
 * mongo-java-server, in memory, as a process of its own. What it is made of: mongo-server/prepare-server.ts.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { MongoClient } from 'mongodb';
import { prepareServer, whatServerNeeds } from './mongo-server/prepare-server.ts';

/** How long fetching and compiling may take the first time, on a small machine; for the hook that calls startMongoServer. */
export const FIRST_START_LIMIT_MS = 5 * 60_000;

/** Starts as fast without these, but keeps to its share of a small machine: a heap that ends, and one collecting thread. */
const MODEST = ['-Xmx1g', '-XX:+UseSerialGC'];
/** It finds no place to log to, which is what we want, and would say so at each start. */
const QUIET = '-Dslf4j.internal.verbosity=ERROR';

export interface MongoServer {
  /** With an empty database of its own. Any number of processes may connect to it. */
  readonly url: string;
  /** Of the server's process, to stall it with SIGSTOP and let it go on with SIGCONT; null for a server that is not ours. */
  readonly pid: number | null;
  /** False for mongo-java-server, which sorts text by UTF-16 units as Java does: emoji before some rare characters. */
  readonly sortsByCodePoint: boolean;
  /** Ends the server, a stalled one too; of a server that is not ours, drops the database. */
  stop(): Promise<void>;
}

/** Why no server can be started here, with what to do, or null. */
export function whyNoMongoServer(): string | null {
  if (process.env.MONGODB_URL) return null;
  const needs = whatServerNeeds();
  return needs && `MongoDB protocol NOT CHECKED: ${needs}; or set MONGODB_URL to a server for tests`;
}

/** Starts a server with an empty database of its own, or uses MONGODB_URL; throws with what to install when it cannot. */
export async function startMongoServer(): Promise<MongoServer> {
  if (process.env.MONGODB_URL) {
    const url = withOwnDatabase(process.env.MONGODB_URL);
    return { url, pid: null, sortsByCodePoint: true, stop: () => dropDatabase(url) };
  }
  const reason = whyNoMongoServer();
  if (reason) throw new Error(reason);
  const [classPath, className] = prepareServer();
  const args = [...MODEST, QUIET, '-cp', classPath, className];
  // Its input is ours to hold: when this process dies, however, the input closes and the server ends by itself.
  const child = spawn('java', args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const url = await firstLine(child.stdout, ended);
  return {
    url: withOwnDatabase(url),
    pid: child.pid ?? null,
    sortsByCodePoint: false,
    stop: async () => {
      child.kill('SIGKILL'); // it has nothing to save, and a stalled one hears nothing else
      await ended;
      await new Promise((resolve) => setImmediate(resolve)); // its handle is let go of one turn after 'close'
    },
  };
}

async function firstLine(output: NodeJS.ReadableStream, ended: Promise<void>): Promise<string> {
  const lines = createInterface({ input: output });
  const line = new Promise<string>((resolve) => lines.once('line', resolve));
  const url = await Promise.race([line, ended.then(() => null)]);
  if (url === null) throw new Error('the MongoDB test server ended before it was ready: see its words above');
  return url;
}

/** Each start its own database, so that runs on somebody's server neither meet each other nor touch anything of his. */
function withOwnDatabase(url: string): string {
  const [, server, name, query = ''] = /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/([^?]*))?(?:\?(.*))?$/.exec(url) ?? [];
  if (server === undefined) throw new Error('MONGODB_URL is not a mongodb:// URL');
  const options = new URLSearchParams(query);
  if (name && server.includes('@') && !options.has('authSource')) options.set('authSource', name);
  const own = `sanwei_test_${process.pid}_${Math.random().toString(36).slice(2, 8)}`;
  return `${server}/${own}${options.size > 0 ? `?${options}` : ''}`;
}

async function dropDatabase(url: string): Promise<void> {
  const client = new MongoClient(url);
  await client.db().dropDatabase();
  await client.close();
}
