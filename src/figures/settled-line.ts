/**
 * The ledger line of what a platform has settled about a day of one of our accounts as a whole: figures are counted from the
 * ledger alone. It tells what it adds to what was told before, so that a platform that corrects itself afterwards is corrected by the
 * difference. Days not settled, and running counts that never are, leave no line.
 */
import type { FigureName, FigureValues } from '../channel/post-figures.ts';
import { startOfDay } from '../clock.ts';
import { aLine, type Line } from '../ledger/line.ts';
import type { Observation } from './observation.ts';

type Settled = Pick<Observation, 'account' | 'delivery' | 'day' | 'basis' | 'values' | 'final'>;

/** Null when there is nothing to tell beyond `told`, what earlier lines come to. Pure. */
export function settledLine(one: Settled, told: FigureValues, now: Date): Line | null {
  const { account, delivery, day, basis, values, final } = one;
  if (delivery !== null || basis !== 'day' || !final) return null;
  const names = Object.keys(values) as FigureName[];
  const more = names.flatMap((name) => {
    const difference = (values[name] ?? 0) - (told[name] ?? 0);
    return difference === 0 && told[name] !== undefined ? [] : [[name, difference] as const];
  });
  if (more.length === 0) return null;
  const facts = { account, day, ...Object.fromEntries(more), learntAt: now.toISOString() };
  // Counted on the day it is about, whenever it was learnt.
  return aLine({
    ...{ what: 'figures.settled', subject: `${account}@${day}`, at: startOfDay(day), by: 'system', facts },
    nth: now.getTime(),
  });
}
