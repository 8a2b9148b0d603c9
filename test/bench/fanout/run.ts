/**
 * Sanwei's fan-out beside the queues people would take instead, in interleaved rounds: `npm run bench:fanout`, options in
 * options.ts, what is compared and under which settings in DECISIONS.md.
 */

import { loadavg } from 'node:os';
import { chanceOf } from './chance.ts';
import { heading } from './heading.ts';
import { type KillFigures, measureKill } from './kill.ts';
import { type Figures, measure } from './measure.ts';
import { type Options, readOptions, releasesFor } from './options.ts';
import { installPeers } from './peers.ts';
import { type All, showAll } from './show.ts';
import { stopStores } from './store.ts';
import { verdict } from './targets.ts';

async function compare(options: Options): Promise<All> {
  const all = new Map(options.only.map((name) => [name, { rounds: [] as Figures[], kills: [] as KillFigures[] }]));
  for (let round = 1; round <= options.rounds; round++) {
    for (const [name, { rounds, kills }] of all) {
      const sized = { ...options, releases: releasesFor(name, options) };
      const one = await measure(name, sized);
      rounds.push(one);
      console.log(`round ${round} ${name.padEnd(16)} ${one.perSecond.toFixed(0).padStart(6)} deliveries/s${busy()}`);
      // The bare loop remembers nothing: killed, it never sends the rest.
      if (round > options.kills || name === 'bare') continue;
      const kill = await measureKill(name, sized, chanceOf(options.seed, round, name));
      kills.push(kill);
      console.log(`        killed: ${kill.doubled} doubled, ${kill.lost} lost, ${(kill.doneMs / 1000).toFixed(1)} s`);
    }
  }
  return all;
}

/** The bench itself keeps about two processes busy; anybody else at work spoils the figures, so it is said. */
function busy(): string {
  const [load = 0] = loadavg();
  return load > 3 ? `  (load average ${load.toFixed(1)}: others are at work here)` : '';
}

function endOn(signal: NodeJS.Signals): void {
  process.once(signal, () => void stopStores().finally(() => process.exit(1)));
}

const options = readOptions(process.argv.slice(2));
installPeers();
endOn('SIGINT');
endOn('SIGTERM');
try {
  if (!options.isBrief) console.log(heading(options));
  const all = await compare(options);
  if (!options.isBrief) {
    showAll(all);
    console.log(`\n${verdict(all)}`);
  }
} finally {
  await stopStores();
}
