/** The table: the median of the rounds with their least and most, and how many times a peer that is, round by round. */
import { median, spread } from '../fanout/spread.ts';
import type { Mode, Name } from './contender.ts';

export interface Figures {
  /** Messages answered. */
  readonly perSecond: number;
  /** Processor time of the server's process, all its threads, for one message. */
  readonly cpuUs: number;
  /** From the last answer until nothing was left to do for any message. */
  readonly workedOffMs: number;
}

/** By mode and contender, one for each round. */
export type All = ReadonlyMap<`${Mode} ${Name}`, readonly Figures[]>;

const TARGET = 2; // times co-wechat
const PEERS: readonly Name[] = ['co-wechat', 'co-wechat-text'];

export function show(all: All, modes: readonly Mode[]): void {
  const times = (mode: Mode, name: Name, peer: Name) => {
    const theirs = all.get(`${mode} ${peer}`) ?? [];
    const ours = all.get(`${mode} ${name}`) ?? [];
    return ours.map(({ perSecond }, round) => perSecond / (theirs[round]?.perSecond ?? Number.NaN));
  };
  const rows = [...all].map(([key, figures]) => {
    const [mode, name] = key.split(' ') as [Mode, Name];
    const beside = PEERS.map((peer) => [`× ${peer}`, spread(times(mode, name, peer), 2)]);
    const cells = {
      'messages/s': spread(figures.map(({ perSecond }) => perSecond)),
      ...Object.fromEntries(beside),
      'µs CPU each': spread(figures.map(({ cpuUs }) => cpuUs)),
      'worked off in ms': spread(figures.map(({ workedOffMs }) => workedOffMs)),
    };
    return [key, cells];
  });
  console.table(Object.fromEntries(rows));
  for (const mode of modes) for (const peer of PEERS) tellVerdict(mode, peer, median(times(mode, 'sanwei', peer)));
}

function tellVerdict(mode: Mode, peer: Name, times: number): void {
  if (Number.isNaN(times)) return;
  console.log(
    `${mode}: ${times.toFixed(2)} times ${peer}, ${times >= TARGET ? 'target met' : `target of ${TARGET} missed`}`,
  );
}
