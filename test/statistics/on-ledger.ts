/** Lines as the service tells them, and figures counted from them. Shared by the tests of this folder. */
import { machineClock } from '../../src/clock.ts';
import { ledgerOf } from '../../src/ledger/ledger.ts';
import { aLine, type Line, type LineInput } from '../../src/ledger/line.ts';
import { figuresOf, linesBehind as linesOf } from '../../src/statistics/count-figures.ts';
import { ensureFolded } from '../../src/statistics/ensure-folded.ts';
import { figureRules } from '../../src/statistics/figures.ts';
import { readPeriod } from '../../src/statistics/period.ts';
import type { Database } from '../../src/store/collection.ts';
import { silentLog } from '../support/channel-tools.ts';

/** Noon of a Beijing day. */
export const on = (day: string): Date => new Date(`${day}T12:00:00+08:00`);

type Told = Partial<LineInput> & { readonly day: string };

export function published(release: string, account: string, { day, facts, ...rest }: Told): Line {
  const about = { release, revision: 1, column: 'notices', topic: null, account, kind: account, action: 'publish' };
  const subject = `${release}:1:${account}:publish`;
  return aLine({ what: 'delivery.done', subject, at: on(day), by: 'system', facts: { ...about, ...facts }, ...rest });
}

export function answered(reply: string, topic: string, signal: string, { day, ...rest }: Told): Line {
  const facts = { reply, topic, signal, means: 'channel', account: 'weibo', kind: 'weibo', action: 'reply' };
  return aLine({
    what: 'delivery.done',
    subject: `reply:${reply}:${signal}`,
    at: on(day),
    by: 'system',
    facts,
    ...rest,
  });
}

export function logged(reply: string, topic: string, means: string, { day, ...rest }: Told): Line {
  const facts = { topic, means, account: null };
  return aLine({ what: 'reply.logged', subject: reply, nth: 1, at: on(day), by: 'p1', facts, ...rest });
}

export function merged(topic: string, into: string, day: string, nth = 2): Line {
  return aLine({ what: 'topic.merged', subject: topic, at: on(day), by: 'p1', facts: { into }, nth });
}

export function undone(topic: string, act: 'merge' | 'split', other: string, day: string, nth = 3): Line {
  const facts: Line['facts'] = act === 'merge' ? { act, from: other } : { act, into: other };
  return aLine({ what: 'topic.undone', subject: topic, at: on(day), by: 'p1', facts, nth });
}

export async function tell(db: Database, ...lines: readonly Line[]): Promise<void> {
  await ledgerOf(db).insertMany(lines);
}

export const rules = figureRules({
  account: (id) => `“${id}”`,
  kind: (kind) => `“${kind}”`,
  column: (id) => `“${id}”`,
  option: (id) => `“${id}”`,
  signalKind: (kind) => `“${kind}”`,
  entry: (kind) => ({ title: `“${kind}”`, unit: '次', people: '人次' }),
});

/** As a reader of figures begins. */
export async function folded(db: Database): Promise<void> {
  await ensureFolded({ db, rules, clock: machineClock, log: silentLog });
}

/** Values by figure id. */
export async function valuesIn(db: Database, period: string): Promise<Readonly<Record<string, number>>> {
  await folded(db);
  const figures = await figuresOf(db, rules, readPeriod(period));
  return Object.fromEntries(figures.map(({ id, value }) => [id, value]));
}

/** The ids of the lines behind one figure. */
export async function linesBehind(db: Database, id: string, period: string): Promise<readonly string[]> {
  await folded(db);
  return await linesOf(db, rules, { figure: id, period: readPeriod(period) });
}
