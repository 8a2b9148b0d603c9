/** One life of the service, from its start to its death. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Death } from './die-at.ts';

const CHILD = fileURLToPath(new URL('child.ts', import.meta.url));
const QUIET = ['--disable-warning=ExperimentalWarning', '--disable-warning=DEP0060'];

/** What the service says when it is ready. */
export interface Ready {
  /** Its process id, as it stands in tries. */
  readonly ready: string;
  /** Of the administrator made by this start, else ''. */
  readonly password: string;
}

export interface Life {
  /** Null when it died before it was ready. */
  readonly ready: Promise<Ready | null>;
  /** Resolves when it is gone: true when it was killed, false when it left by itself. */
  readonly gone: Promise<boolean>;
  isOver(): boolean;
  /** It is to die at this step instead of the one it was started with. */
  expect(death: Death): void;
  /** kill -9, at once. */
  kill(): void;
  /** Lets it do what is due and leave. */
  stop(): Promise<void>;
  /** The end of its log. */
  logged(): string;
}

export function startLife(env: Readonly<Record<string, string>>, cwd: string): Life {
  const { PATH = '', HOME = '' } = process.env;
  const whole = { PATH, HOME, ...env };
  const child = spawn(process.execPath, [...QUIET, CHILD], {
    cwd,
    env: whole,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let log = '';
  let said = '';
  child.stderr?.on('data', (chunk) => {
    log = (log + chunk).slice(-20_000);
  });
  const closed = once(child, 'close');
  const isReady = new Promise<Ready | null>((resolve) => {
    child.stdout?.on('data', (chunk) => {
      said += chunk;
      if (said.includes('\n')) resolve(JSON.parse(said.slice(0, said.indexOf('\n'))));
    });
    void closed.then(() => resolve(null));
  });
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  return {
    ready: isReady,
    gone: closed.then(() => child.signalCode === 'SIGKILL'),
    isOver,
    expect: (death) => void (child.connected && child.send(death, () => {})),
    kill: () => void child.kill('SIGKILL'),
    stop: async () => {
      child.kill('SIGTERM');
      await closed;
    },
    logged: () => log,
  };
}
