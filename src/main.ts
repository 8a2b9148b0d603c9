/**
 * Starts the service. Without configuration it is a rehearsal: the platforms are played back on local ports and a short
 * story is told on the first start. Ends on SIGTERM or SIGINT after letting running calls end.
 */
import { join } from 'node:path';
import { pino } from 'pino';
import { readConfig } from '../config/read-config.ts';
import { machineClock } from './clock.ts';
import { readyConsole } from './console/ready-console.ts';
import { dataFolder, readKeyFile } from './key-file.ts';
import { openLog } from './log.ts';
import { isGone, newProcessId } from './process-id.ts';
import { openRehearsal, type Rehearsal } from './rehearsal/open-rehearsal.ts';
import { type Service, startService } from './start-service.ts';
import { tellStartTrouble } from './start-trouble.ts';

const clock = machineClock;
const say = (text: string) => void process.stdout.write(`${text}\n`);

async function main(): Promise<void> {
  const config = readConfig();
  // What people read goes to stdout, the log to stderr: a service manager keeps both, a terminal may hide one.
  const log = openLog(config.logLevel, pino.destination(2));
  void readyConsole(log);
  const folder = dataFolder(config.storeUrl);
  const key = config.key ?? (await readKeyFile(join(folder, 'key')));
  const processId = newProcessId();
  const rehearsal = config.rehearsal ? await openRehearsal({ config, clock, folder }) : null;
  const service = await startService({ config: rehearsal?.config ?? config, clock, log, processId, isGone, key });
  onSignals(() => end(service, rehearsal));
  if (service.firstLogin)
    say(`\n首次启动，管理员账号：${service.firstLogin.name}  密码：${service.firstLogin.password}  （只显示这一次）`);
  if (rehearsal) await rehearsal.play(service, say);
  say(`\n网站：${service.url}/\n控制台：${service.url}/console\n接口：${service.url}/api/openapi.json\n`);
  // Seconds on a large store; whoever searches first would wait for them. Without the store, the first search tries again.
  void service.app.search.warm().catch(() => undefined);
}

function onSignals(end: () => Promise<void>): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      say('正在停止：等待进行中的发送结束……');
      end().then(() => process.exit(0), fail);
    });
  }
}

async function end(service: Service, rehearsal: Rehearsal | null): Promise<void> {
  await service.close();
  await rehearsal?.close();
}

function fail(error: unknown): never {
  process.stderr.write(`\n无法启动：${tellStartTrouble(error)}\n`);
  process.exit(1);
}

main().catch(fail);
