/**
 * Properties on examples nobody has seen: `npm run bench:properties -- --rounds 20`. Each round runs every test file that draws
 * examples, with new ones; what fails is printed with its counterexample and seed. Not in `npm test`, which draws the same every time.
 */
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '10' } } });
const files = globSync('test/**/*.test.ts', { exclude: (name) => name.includes('node_modules') }).filter((file) =>
  readFileSync(file, 'utf8').includes("from 'fast-check'"),
);
const env = { ...process.env, SANWEI_PROPERTIES: 'fresh' };
let red = 0;
for (let round = 1; round <= Number(values.rounds); round += 1) {
  const { status, stdout } = spawnSync('npx', ['mocha', '--reporter', 'dot', ...files], { env, encoding: 'utf8' });
  if (status !== 0) red += 1;
  console.log(`round ${round}: ${status === 0 ? 'holds' : `FAILS\n${stdout}`}`);
}
console.log(`${files.length} files, ${values.rounds} rounds, ${red} red`);
process.exitCode = red > 0 ? 1 : 0;
