/**
 * A MongoDB-protocol server for tests that want the other engine: MONGODB_URL when the environment names one, else FerretDB
 * built from ferretdb/main.go (Go needed, minutes the first time, kept in the user's cache folder afterwards).
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { MongoClient } from 'mongodb';

const SOURCES = join(import.meta.dirname, 'ferretdb');
/** Without the PostgreSQL backend, which the tests do not use: a third less to build. */
const BUILD = ['build', '-trimpath', '-tags', 'ferretdb_no_postgresql', '-ldflags', '-s -w'];

/** How long the first build may take on a small machine; for the hook that calls startMongoServer. */
export const SERVER_BUILD_LIMIT_MS = 15 * 60_000;

export interface MongoServer {
  readonly url: string;
  /** False for a bare FerretDB, whose updates are a query followed by a write; ours lets one message through at a time. */
  readonly isAtomic: boolean;
  stop(): Promise<void>;
}

/** Why no server can be started here, with what to do, or null. */
export function whyNoMongoServer(): string | null {
  if (process.env.MONGODB_URL || existsSync(binary())) return null;
  const { status } = spawnSync('go', ['version']);
  return status === 0
    ? null
    : 'MongoDB promises NOT CHECKED: install Go 1.24 or later (go.dev/dl), or set MONGODB_URL to a server for tests';
}

/** Starts a server with an empty database of its own, or uses MONGODB_URL; throws with what to install when it cannot. */
export async function startMongoServer(): Promise<MongoServer> {
  if (process.env.MONGODB_URL) {
    const url = withOwnDatabase(process.env.MONGODB_URL);
    return { url, isAtomic: !(await isFerretDb(url)), stop: () => dropDatabase(url) };
  }
  const reason = whyNoMongoServer();
  if (reason) throw new Error(reason);
  const program = binary();
  if (!existsSync(program)) build(program);
  const folder = mkdtempSync(join(tmpdir(), 'sanwei-ferretdb-'));
  const child = spawn(program, [folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const url = await firstLine(child.stdout, ended);
  return {
    url: withOwnDatabase(url),
    isAtomic: true,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      await new Promise((resolve) => setImmediate(resolve)); // its handle is let go of one turn after 'close'
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function binary(): string {
  const hash = createHash('sha256').update(BUILD.join(' '));
  for (const file of ['main.go', 'one_at_a_time.go', 'go.mod', 'go.sum'])
    hash.update(readFileSync(join(SOURCES, file)));
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(cache, 'sanwei', `ferretdb-${hash.digest('hex').slice(0, 16)}`);
}

function build(program: string): void {
  console.log(`    building FerretDB once, which takes minutes (kept as ${program}) …`);
  mkdirSync(join(program, '..'), { recursive: true });
  const unfinished = `${program}.${process.pid}`;
  execFileSync('go', [...BUILD, '-o', unfinished, '.'], {
    cwd: SOURCES,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, CGO_ENABLED: '0', GOTOOLCHAIN: 'local', GOFLAGS: '-buildvcs=false' },
  });
  renameSync(unfinished, program); // whole or not at all, when two test runs build at once
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

async function isFerretDb(url: string): Promise<boolean> {
  const client = new MongoClient(url);
  const build = await client.db().command({ buildInfo: 1 });
  await client.close();
  return 'ferretdb' in build || 'ferretdbVersion' in build;
}
