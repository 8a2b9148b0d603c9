/**
 * The service as it is, in a process to be killed: what src/main.ts starts, on a store that kills it at a named step. Which:
 * the death in CRASH_DEATH, or one that comes by message; CRASH_TRACE names a file that is told every step. The platforms
 * live in the parent.
 */
import { appendFileSync } from 'node:fs';
import { pino } from 'pino';
import { readConfig } from '../../config/read-config.ts';
import { machineClock as clock } from '../../src/clock.ts';
import { openLog } from '../../src/log.ts';
import { isGone, newProcessId } from '../../src/process-id.ts';
import { startService } from '../../src/start-service.ts';
import type { Database } from '../../src/store/collection.ts';
import { aroundWrites, countdown, type Death } from './die-at.ts';

const { CRASH_DEATH, CRASH_TRACE, CRASH_HOST, CRASH_UNORDERED } = process.env;

const die = () => process.kill(process.pid, 'SIGKILL');
let count = countdown(CRASH_DEATH ? JSON.parse(CRASH_DEATH) : null, die);

process.on('message', (death: Death) => {
  count = countdown(death, die);
});
// Nobody is left to kill it.
process.on('disconnect', die);
// Listening for it must not keep the process from leaving.
process.channel?.unref();

function reach(step: string): void {
  if (CRASH_TRACE) appendFileSync(CRASH_TRACE, `${step}\n`);
  count(step);
}

/** Without the promise of order, each write waits for the one before it, as on MongoDB. */
function around(db: Database): Database {
  const { collection, keepsOrder } = aroundWrites(db, reach);
  return { collection, ...(keepsOrder && !CRASH_UNORDERED && { keepsOrder }) };
}

/** On another host nobody can tell that this process is gone: its leases decide. */
function ownName(): string {
  const own = newProcessId();
  return CRASH_HOST ? own.replace(/^[^/]*/, CRASH_HOST) : own;
}

const config = readConfig();
const log = openLog(config.logLevel, pino.destination(2));
const key = config.key ?? Buffer.alloc(32);
const processId = ownName();
const service = await startService({ config, clock, log, processId, isGone, key, around });
process.once('SIGTERM', () => {
  const { app, close } = service;
  app
    .idle()
    .then(close)
    .then(
      () => process.exit(0),
      () => process.exit(1),
    );
});
process.stdout.write(`${JSON.stringify({ ready: processId, password: service.firstLogin?.password ?? '' })}\n`);
