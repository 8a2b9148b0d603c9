/**
 * Before all tests: no connection leaves this machine, the zone is one nobody here lives in, and at the end nothing may
 * still be running. Mocha loads this file first (.mocharc.json).
 */
import assert from 'node:assert/strict';
import { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { inspect } from 'node:util';
import type { Context, RootHookObject } from 'mocha';

// Forgotten zones show: Beijing's midnight is never New York's.
process.env.TZ = 'America/New_York';

const HERE = new Set(['127.0.0.1', '::1', 'localhost']);
const LEAVES_BEHIND_MS = 3_000;
/** What may remain: the terminal or pipe that mocha writes to. */
const STDIO = new Set(['TTYWrap', 'PipeWrap', 'FSReqCallback', 'FSReqPromise']);

const attempts: string[] = [];
const rejections = new Set<unknown>();

interface Target {
  readonly host?: string;
  readonly port?: number | string;
  readonly path?: string;
}

/** The forms of net.Socket.connect: (options), (port, host), (path), and net's own normalised [options, callback]. */
function targetOf([first, second]: readonly unknown[]): Target {
  if (Array.isArray(first)) return targetOf(first);
  if (typeof first === 'object' && first !== null) return first;
  if (typeof first === 'string' && !/^\d+$/.test(first)) return { path: first };
  const port = first as number | string;
  return typeof second === 'string' ? { port, host: second } : { port };
}

type Connect = (this: Socket, ...given: unknown[]) => Socket;
const connect = Socket.prototype.connect as unknown as Connect;

function connectHere(this: Socket, ...given: unknown[]): Socket {
  const { host = 'localhost', port, path } = targetOf(given);
  if (path || HERE.has(host.toLowerCase())) return connect.apply(this, given);
  const told = `tests may not leave this machine, but something connects to ${host}:${port}`;
  attempts.push(told);
  throw Object.assign(new Error(told), { code: 'ERR_OUTSIDE' });
}

Socket.prototype.connect = connectHere as unknown as Socket['connect'];
process.on('unhandledRejection', (reason) => rejections.add(reason));

/** What went wrong behind a test's back, told after the last one: a hook that fails earlier would end the whole run. */
const behind: string[] = [];

function noteTrouble(this: Context): void {
  const test = this.currentTest?.fullTitle() ?? '';
  // Adapters turn every error into a failure of their own, so that a test may pass over a forbidden connection.
  behind.push(...attempts.splice(0).map((told) => `${test}: ${told}`));
  for (const reason of rejections) behind.push(`${test}: unhandled rejection: ${inspect(reason)}`);
  rejections.clear();
}

/** What outlives the tests, once it has had time to end. One timer is mocha's own, for this very hook. */
async function leftRunning(): Promise<readonly string[]> {
  const running = () => {
    const left = process.getActiveResourcesInfo().filter((name) => !STDIO.has(name));
    const own = left.indexOf('Timeout');
    return own === -1 ? left : left.toSpliced(own, 1);
  };
  for (let waited = 0; waited < LEAVES_BEHIND_MS && running().length > 0; waited += 50) await pause(50);
  return running();
}

/** Takes the attempts recorded so far, for the test of this file alone. */
export function takeAttempts(): readonly string[] {
  return attempts.splice(0);
}

export const mochaHooks: RootHookObject = {
  afterEach: noteTrouble,
  async afterAll(this: Context) {
    this.timeout(0); // mocha's own timer would count as something running
    const left = await leftRunning();
    // What still runs would keep the process from ending; it ends all the same, as failed.
    setTimeout(() => process.exit(1), LEAVES_BEHIND_MS).unref();
    noteTrouble.call(this);
    assert.deepEqual(behind, [], 'something happened behind the tests');
    assert.deepEqual(left, [], 'something still runs after the last test: close what was opened');
  },
};
