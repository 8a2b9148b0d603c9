/**
 * Sanwei's fan-out beside the queues people would take instead, in interleaved rounds: `npm run bench:fanout`, options in
 * options.ts, what is compared and under which settings in DECISIONS.md.
 */
import type { Name } from './contender.ts';
import { type Figures, measure } from './measure.ts';
import { readOptions } from './options.ts';
import { installPeers } from './peers.ts';

const options = readOptions(process.argv.slice(2));
installPeers();
const figures = new Map<Name, Figures[]>(options.only.map((name) => [name, []]));
for (let round = 1; round <= options.rounds; round++) {
  for (const name of options.only) {
    const one = await measure(name, options);
    figures.get(name)?.push(one);
    console.log(`round ${round} ${name.padEnd(16)} ${one.perSecond.toFixed(0).padStart(6)} deliveries/s`);
  }
}
