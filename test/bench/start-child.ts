/** A child that is asked and answers, one thing at a time. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface Child {
  /** The child's next word. */
  hear<T>(): Promise<T>;
  ask<T>(what: object): Promise<T>;
  stop(): Promise<void>;
}

const FLAGS = ['--disable-warning=ExperimentalWarning', '--disable-warning=DEP0060'];

export function startChild(file: URL, args: readonly string[] = []): Child {
  const child: ChildProcess = fork(fileURLToPath(file), args, { execArgv: FLAGS });
  const ended = once(child, 'exit');
  const hear = async <T>() => {
    const said = once(child, 'message').then(([message]) => message as T);
    return await Promise.race([said, ended.then(() => Promise.reject(new Error(`${file.pathname} has ended`)))]);
  };
  return {
    hear,
    ask(what) {
      const answer = hear<never>();
      child.send(what);
      return answer;
    },
    async stop() {
      child.disconnect();
      await ended;
    },
  };
}
