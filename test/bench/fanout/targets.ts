/** What Sanwei must reach here, and a sentence for each target it missed. Judged by the medians of the rounds. */
import type { Name } from './contender.ts';
import type { Figures } from './measure.ts';
import { type All, sumOf } from './show.ts';
import { median, quantile } from './spread.ts';

/** Peers that acknowledge only what is on the disk. */
const DURABLE: readonly Name[] = ['bullmq-always', 'pg-boss'];
const SINGLE_P50_MS = 15;
const SINGLE_P99_MS = 60;

/** A line for each missed target; says so when there is none, and when nobody can tell. */
export function verdict(all: All): string {
  if (!all.has('embedded')) return 'Without the embedded store no target is judged.';
  const missed = [...slowerThanPeers(all), ...slowSingles(all), ...doubledOrLost(all)];
  const unmeasured = DURABLE.filter((peer) => !all.has(peer)).map((peer) => `Not judged beside ${peer}: not measured.`);
  return [...(missed.length > 0 ? missed : ['No target missed.']), ...unmeasured].join('\n');
}

const speedOf = (rounds: readonly Figures[]) => median(rounds.map(({ perSecond }) => perSecond));

function slowerThanPeers(all: All): readonly string[] {
  const ours = speedOf(all.get('embedded')?.rounds ?? []);
  return DURABLE.flatMap((peer) => {
    const theirs = speedOf(all.get(peer)?.rounds ?? []);
    const told = `${ours.toFixed(0)} deliveries/s embedded, ${theirs.toFixed(0)} with ${peer}`;
    return ours <= theirs ? [`MISSED: ${told}: Sanwei must be ahead of every durable peer.`] : [];
  });
}

function slowSingles(all: All): readonly string[] {
  const rounds = all.get('embedded')?.rounds.filter(({ singles }) => singles.length > 0) ?? [];
  const at = (q: number) => median(rounds.map(({ singles }) => quantile(singles, q)));
  const miss = (q: number, limit: number) =>
    at(q) > limit
      ? [
          `MISSED: a single release takes ${at(q).toFixed(1)} ms at p${q * 100} on the embedded store, ${limit} ms at most are wanted.`,
        ]
      : [];
  return [...miss(0.5, SINGLE_P50_MS), ...miss(0.99, SINGLE_P99_MS)];
}

function doubledOrLost(all: All): readonly string[] {
  return (['embedded', 'mongodb'] as const).flatMap((name) => {
    const { rounds = [], kills = [] } = all.get(name) ?? {};
    const doubled = sumOf(rounds, 'doubled') + sumOf(kills, 'doubled');
    const lost = sumOf(rounds, 'lost') + sumOf(kills, 'lost');
    const told = `MISSED: ${name} sent ${doubled} posts twice and lost ${lost}, kills included.`;
    const open = sumOf(kills, 'unrecorded');
    const waiting = open > 0 ? [`MISSED: after a kill ${name} had not recorded ${open} posts at the end.`] : [];
    return [...(doubled + lost > 0 ? [told] : []), ...waiting];
  });
}
