/**
 * The service as it is, in a process that may be killed at any moment: what src/main.ts starts, but for the clock, which its
 * parent moves. The platforms and the people are in the parent.
 */
import { pino } from 'pino';
import { readConfig } from '../../config/read-config.ts';
import pullComments from '../../schedules/pull-comments.ts';
import sealLedger from '../../schedules/seal-ledger.ts';
import { openLog } from '../../src/log.ts';
import { isGone, newProcessId } from '../../src/process-id.ts';
import { startService } from '../../src/start-service.ts';
import { aClock } from '../support/channel-tools.ts';

/** What a parent asks: first the clock is set, then it is done. */
export interface Wish {
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly what: 'nothing' | 'idle' | 'pull' | 'seal';
}

export interface Granted {
  readonly id: number;
  /** null when it went well. */
  readonly trouble: string | null;
}

export interface Ready {
  /** Of the administrator that this start made, else ''. */
  readonly password: string;
}

// Nobody is left who could kill it.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

const clock = aClock(new Date(Number(process.env.REPLAY_NOW)));
const config = readConfig();
const log = openLog(config.logLevel, pino.destination(2));
const processId = newProcessId();
const service = await startService({ config, clock, log, processId, isGone, key: config.key ?? Buffer.alloc(32) });
const { app } = service;

const acts = {
  nothing: async () => {},
  idle: () => app.idle(),
  pull: () => pullComments.run(app, clock.now()),
  seal: () => sealLedger.run(app, clock.now()),
} as const;

process.on('message', ({ id, now, what }: Wish) => {
  clock.set(new Date(now));
  const tell = (trouble: string | null) => process.send?.({ id, trouble } satisfies Granted);
  acts[what]().then(
    () => tell(null),
    (error: Error) => tell(error.stack ?? error.message),
  );
});
process.once('SIGTERM', () => {
  service.close().then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
process.send?.({ password: service.firstLogin?.password ?? '' } satisfies Ready);
