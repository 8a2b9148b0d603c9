/** The lives of the service in a replay: when one is killed the next begins, and what was asked of it is asked again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Granted, Ready, Wish } from './child.ts';

const CHILD = fileURLToPath(new URL('child.ts', import.meta.url));
const QUIET = ['--disable-warning=ExperimentalWarning', '--disable-warning=DEP0060'];
const LOG_KEPT = 20_000;

export interface Living {
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  now(): Date;
}

interface Life {
  readonly child: ChildProcess;
  /** The administrator's password where this start made it, else ''; null when it died before. */
  readonly ready: Promise<string | null>;
  /** Settled when it is gone and the next one has begun. */
  readonly gone: Promise<void>;
  readonly waiting: Map<number, (granted: Granted | null) => void>;
}

export class Lives {
  readonly #living: Living;
  #life: Life;
  #log = '';
  #wishes = 0;
  #killed = 0;
  #isClosing = false;
  #trouble: Error | null = null;

  constructor(living: Living) {
    this.#living = living;
    this.#life = this.#begin();
  }

  /** How many were killed. */
  get killed(): number {
    return this.#killed;
  }

  /** Resolves when the service of the moment is up; with the administrator's password, where its start made it. */
  async ready(): Promise<string> {
    for (;;) {
      const { child, ready, gone } = this.#life;
      const password = await ready;
      if (password !== null && !child.killed) return password;
      await gone;
      if (this.#trouble) throw this.#trouble;
    }
  }

  /** Has it done by whatever life lasts long enough: every wish may be granted twice. */
  async ask(what: Wish['what']): Promise<void> {
    for (;;) {
      await this.ready();
      const { child, waiting, gone } = this.#life;
      const wish: Wish = { id: ++this.#wishes, now: this.#living.now().getTime(), what };
      const granted = await new Promise<Granted | null>((resolve) => {
        waiting.set(wish.id, resolve);
        // One that is dead takes no message, and says so in one of two ways.
        if (child.connected) child.send(wish, (error) => error && resolve(null));
        else resolve(null);
      });
      if (granted?.trouble) throw new Error(granted.trouble);
      if (granted) return;
      await gone;
      if (this.#trouble) throw this.#trouble;
    }
  }

  /** kill -9, whatever it is doing, its own start included. The next life begins as soon as it is gone. */
  kill(): void {
    if (this.#life.child.kill('SIGKILL')) this.#killed += 1;
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    this.#life.child.kill('SIGTERM');
    await this.#life.gone;
  }

  #begin(): Life {
    const { env, cwd, now } = this.#living;
    const { PATH = '', HOME = '' } = process.env;
    const whole = { PATH, HOME, ...env, REPLAY_NOW: String(now().getTime()) };
    const stdio = ['ignore', 'ignore', 'pipe', 'ipc'] as const;
    const child = spawn(process.execPath, [...QUIET, CHILD], { cwd, env: whole, stdio: [...stdio] });
    child.stderr?.on('data', (chunk) => {
      this.#log = (this.#log + chunk).slice(-LOG_KEPT);
    });
    const waiting: Life['waiting'] = new Map();
    const ready = new Promise<string | null>((resolve) => {
      child.on('message', (told: Ready | Granted) => {
        if ('password' in told) resolve(told.password);
        else waiting.get(told.id)?.(told);
      });
      child.once('close', () => resolve(null));
    });
    const gone = once(child, 'close').then(() => this.#end(child, waiting));
    return { child, ready, gone, waiting };
  }

  #end(child: ChildProcess, waiting: Life['waiting']): void {
    if (!this.#isClosing) {
      if (child.signalCode === 'SIGKILL') this.#life = this.#begin();
      else this.#trouble = new Error(`it left by itself:\n${this.#log}`);
    }
    for (const resolve of waiting.values()) resolve(null);
  }
}
