/**
 * `npm run doctor`: says whether the installation works and what to do where it does not. `--json` for programs; ends with
 * 1 when something needs doing, 2 when it does not know what it was asked.
 */
import { pino } from 'pino';
import { readConfig } from '../config/read-config.ts';
import { machineClock } from './clock.ts';
import { examine } from './doctor/examine.ts';
import { showReport } from './doctor/report.ts';
import { tellStartTrouble } from './start-trouble.ts';

const USAGE = '用法：npm run -s doctor [-- --json]';

async function main(options: readonly string[]): Promise<number> {
  const unknown = options.filter((option) => option !== '--json');
  if (unknown.length > 0) {
    process.stderr.write(`不认识参数 ${unknown.join(' ')}。${USAGE}\n`);
    return 2;
  }
  const report = await examine({ readConfig, clock: machineClock, log: pino({ level: 'silent' }) });
  process.stdout.write(`${options.includes('--json') ? JSON.stringify(report, null, 2) : showReport(report)}\n`);
  return report.ok ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`无法检查：${tellStartTrouble(error)}\n`);
    process.exit(1);
  },
);
