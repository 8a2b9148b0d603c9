/** The real service as a process of its own, to be killed: started by its command, found by what it prints. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

export interface ChildService {
  /** All it has printed on stdout. */
  readonly said: () => string;
  /** Its log. */
  readonly logged: () => string;
  readonly process: ChildProcess;
  /** kill -9, and waits until it is gone. */
  kill(): Promise<void>;
  /** SIGTERM, and waits until it has left by itself; returns its exit code. */
  stop(): Promise<number | null>;
}

export interface Start {
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** What it prints when it is ready. */
  readonly ready: RegExp;
  /** Longest wait for that, in ms. */
  readonly within: number;
}

/** Starts `node src/main.ts` and waits until it says that it is ready. Throws what it printed when it does not. */
export async function startChild({ env, cwd, ready, within }: Start): Promise<ChildService> {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [MAIN], {
    cwd,
    env: { PATH, HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  const gone = once(child, 'exit');
  await waitFor(() => ready.test(out) || child.exitCode !== null, within);
  if (!ready.test(out)) {
    child.kill('SIGKILL');
    throw new Error(`the service did not get ready within ${within} ms:\n${out}\n${err.slice(-2000)}`);
  }
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    const [code] = child.exitCode === null && child.signalCode === null ? await gone : [child.exitCode];
    return code as number | null;
  };
  return {
    said: () => out,
    logged: () => err,
    process: child,
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
  };
}

/**
 * Until others have finished what a killed process left: one that died between a page's end and letting its followers go is
 * found by the minute's pulse (schedules/pulse.ts), and then they are still to be sent.
 */
export const HEALED_MS = 90_000;

/** Waits for a fact; resolves when it holds or the time is over. Returns whether it holds. */
export async function waitFor(holds: () => boolean | Promise<boolean>, within: number): Promise<boolean> {
  const end = Date.now() + within;
  for (;;) {
    if (await holds()) return true;
    if (Date.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
