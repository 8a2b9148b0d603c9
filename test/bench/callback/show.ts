/** The table: the median of the rounds with their least and most, and how many times co-wechat that is, round by round. */
import { median, spread } from '../fanout/spread.ts';
import type { Mode } from './contender.ts';

export interface Figures {
  /** Messages answered. */
  readonly perSecond: number;
  /** Processor time of the server's process, all its threads, for one message. */
  readonly cpuUs: number;
  /** From the last answer until nothing was left to do for any message. */
  readonly workedOffMs: number;
}

const TARGET = 2; // times co-wechat

export function show(all: ReadonlyMap<string, readonly Figures[]>, modes: readonly Mode[]): void {
  const timesPeer = (key: string) => {
    const peer = all.get(`${key.split(' ')[0]} co-wechat`) ?? [];
    return (all.get(key) ?? []).map(({ perSecond }, round) => perSecond / (peer[round]?.perSecond ?? Number.NaN));
  };
  const rows = [...all].map(([key, figures]) => {
    const perSecond = spread(figures.map((one) => one.perSecond));
    const cells = {
      'messages/s': perSecond,
      '× co-wechat': spread(timesPeer(key), 2),
      'µs CPU each': spread(figures.map(({ cpuUs }) => cpuUs)),
    };
    return [key, { ...cells, 'then worked off in ms': spread(figures.map((one) => one.workedOffMs)) }];
  });
  console.table(Object.fromEntries(rows));
  for (const mode of modes) {
    const times = median(timesPeer(`${mode} sanwei`));
    if (!Number.isNaN(times)) console.log(`${mode}: ${times.toFixed(2)} times co-wechat, ${verdict(times)}`);
  }
}

function verdict(times: number): string {
  return times >= TARGET ? 'target met' : `target of ${TARGET} missed`;
}
