/** The real service in a process of its own, killed and started again; its name, address and store stay. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { waitFor } from '../../journeys/child-service.ts';
import type { Inside } from './inside.ts';

const MAIN = fileURLToPath(new URL('../../../src/main.ts', import.meta.url));
const INSIDE = new URL('inside.ts', import.meta.url).href;
const START_WITHIN_MS = 60_000;
const ANSWER_WITHIN_MS = 5000;

export interface Running {
  /** The administrator's password, told at the first start. */
  readonly password: string;
  readonly starts: number;
  /** Ends it with -9 and starts it again. */
  killAndStart(): Promise<void>;
  /** Memory and event loop; null while it is down. */
  look(collect: boolean): Promise<Inside | null>;
  /** Errors it has logged, in all its lives, the same ones counted together. */
  errors(): ReadonlyMap<string, number>;
  /** SIGTERM; its exit code. */
  stop(): Promise<number | null>;
  kill(): Promise<void>;
}

export async function startSoaked(env: Readonly<Record<string, string>>, cwd: string): Promise<Running> {
  const errors = new Map<string, number>();
  let starts = 0;
  let password = '';
  let child = await start();
  async function start(): Promise<ChildProcess> {
    starts += 1;
    const { PATH, HOME } = process.env;
    const flags = ['--disable-warning=ExperimentalWarning', '--disable-warning=DEP0060', '--expose-gc'];
    const one = spawn(process.execPath, [...flags, '--import', INSIDE, MAIN], {
      ...{ cwd, env: { PATH, HOME, ...env }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
    });
    let out = '';
    one.stdout?.on('data', (chunk) => (out += chunk));
    one.stderr?.on('data', (chunk) => count(errors, String(chunk)));
    const isReady = () => /接口：/.test(out);
    await waitFor(() => isReady() || one.exitCode !== null, START_WITHIN_MS);
    if (!isReady()) throw new Error(`the service did not start:\n${out}\n${[...errors.keys()].join('\n')}`);
    password ||= /密码：(\S+)/.exec(out)?.[1] ?? '';
    return one;
  }
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const gone = once(child, 'exit');
    child.kill(signal);
    const [code] = await gone;
    return code as number | null;
  };
  return {
    get password() {
      return password;
    },
    get starts() {
      return starts;
    },
    killAndStart: async () => {
      await end('SIGKILL');
      child = await start();
    },
    look: (collect) => ask(child, collect),
    errors: () => errors,
    stop: () => end('SIGTERM'),
    kill: async () => void (await end('SIGKILL')),
  };
}

async function ask(child: ChildProcess, collect: boolean): Promise<Inside | null> {
  if (!child.connected) return null;
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), ANSWER_WITHIN_MS).unref());
  const answer = once(child, 'message', { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }).then(
    ([inside]) => inside as Inside,
    () => null,
  );
  child.send({ collect }, () => {});
  return await Promise.race([answer, late]);
}

/** Log lines are JSON; what tells two of the same kind apart is left out. */
function count(errors: Map<string, number>, chunk: string): void {
  for (const line of chunk.split('\n').filter((one) => one !== '')) {
    const kind = kindOf(line);
    errors.set(kind, (errors.get(kind) ?? 0) + 1);
  }
}

function kindOf(line: string): string {
  try {
    const { msg, err, stage, schedule, stack } = JSON.parse(line);
    return [msg, stage, schedule, typeof err === 'string' ? err : err?.message, stack].filter(Boolean).join(' · ');
  } catch {
    return line.slice(0, 200);
  }
}
