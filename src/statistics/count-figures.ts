/**
 * The figures of a period, from what the ledger was folded into; and the lines behind each. A key that was met in an earlier
 * period is not counted again, so the earliest line of a key decides where it belongs.
 */
import type { Database } from '../store/collection.ts';
import type { Figure, Rule } from './figure.ts';
import { findFirsts } from './find-firsts.ts';
import { type FirstLine, firstLinesOf, foldsOf, isFirst, type Total, totalsOf } from './first-line.ts';
import { foldLedger } from './fold-ledger.ts';
import type { Period } from './period.ts';
import { readMerges } from './read-merges.ts';
import { shelfOf } from './shelf.ts';
import { isStanding, standingLine } from './standing.ts';

export interface Counted {
  readonly figure: Figure;
  /** Ids of the lines that each counted key is counted by, in the order of the ledger. */
  readonly lines: readonly string[];
}

/** All figures of the period; a rule that splits into groups gives one for each group met. Throws Problem 'unavailable'. */
export async function figuresOf(db: Database, rules: readonly Rule[], period: Period): Promise<readonly Figure[]> {
  return await inScope(db, rules, period, (scope) => figuresIn(db, rules, scope));
}

/** The same, and what some rules come to over all time before the period: what is carried over into it. */
export async function figuresAround(
  db: Database,
  rules: readonly Rule[],
  { period, carried }: { readonly period: Period; readonly carried: readonly Rule[] },
): Promise<{ readonly figures: readonly Figure[]; readonly before: readonly Figure[] }> {
  return await inScope(db, rules, period, async (scope) => {
    const figures = await figuresIn(db, rules, scope);
    const earlier = await totalsBefore(db, scope, carried);
    return { figures, before: carried.flatMap((rule) => figuresBy(rule, sumTotals(earlier))) };
  });
}

/** Totals stand under `generation|figure|month`, so those of a rule are one range of ids. */
async function totalsBefore(db: Database, { generation, period }: Scope, carried: readonly Rule[]) {
  const ranges = carried.map(async ({ id }) => {
    const start = `${generation}|${id}`;
    return await totalsOf(db)
      .find({ _id: { $gte: start, $lt: `${start}~` }, month: { $lt: period.from.slice(0, 7) } })
      .toArray();
  });
  const found = (await Promise.all(ranges)).flat();
  // The range of `requests` holds those of `requests-from` as well, which may be asked for themselves.
  return [...new Map(found.map((total) => [total._id, total])).values()];
}

/** The same with the lines behind each. */
export async function countFigures(db: Database, rules: readonly Rule[], period: Period): Promise<readonly Counted[]> {
  return await inScope(db, rules, period, async (scope) => {
    const figures = await figuresIn(db, rules, scope);
    return await Promise.all(
      figures.map(async (figure) => ({ figure, lines: await linesShown(db, scope, figure.id) })),
    );
  });
}

/** Ids of the lines behind one figure, in the order of the ledger. Throws Problem 'unavailable'. */
export async function linesBehind(
  db: Database,
  rules: readonly Rule[],
  { figure, period }: { readonly figure: string; readonly period: Period },
): Promise<readonly string[]> {
  return await inScope(db, rules, period, (scope) => linesShown(db, scope, figure));
}

/** What every figure of a period is read from: the ledger is folded and merges are read once for all of them. */
interface Scope {
  readonly generation: string;
  readonly period: Period;
  /** First lines that count no more. */
  readonly doubles: readonly FirstLine[];
}

/** Reads within one generation: when it is replaced and forgotten meanwhile, everything is read again in the new one. */
async function inScope<R>(
  db: Database,
  rules: readonly Rule[],
  period: Period,
  read: (scope: Scope) => Promise<R>,
): Promise<R> {
  for (;;) {
    const scope = await openScope(db, rules, period);
    const outcome = await read(scope).then(
      (done) => ({ done }),
      (failed: unknown) => ({ failed }),
    );
    const fold = await foldsOf(db).findOne({ _id: 'figures' });
    if (fold?.generation !== scope.generation) continue;
    if ('failed' in outcome) throw outcome.failed;
    return outcome.done;
  }
}

async function openScope(db: Database, rules: readonly Rule[], period: Period): Promise<Scope> {
  const generation = await foldLedger(db, rules);
  return { generation, period, doubles: await doublesIn(db, { generation, rules, period }) };
}

async function figuresIn(db: Database, rules: readonly Rule[], scope: Scope): Promise<readonly Figure[]> {
  const { generation, period, doubles } = scope;
  const totals = await totalsOf(db)
    .find({ generation, month: monthsOf(period) })
    .toArray();
  const values = sumTotals(totals);
  for (const { figure } of doubles) {
    const id = figure.slice(generation.length + 1);
    values.set(id, (values.get(id) ?? 0) - 1);
  }
  const figures = rules.flatMap((rule) => figuresBy(rule, values));
  return (await Promise.all(figures.map((figure) => readStanding(db, scope, figure)))).flat();
}

/** What says how many there are is no sum: it is read from its line. */
async function readStanding(db: Database, scope: Scope, figure: Figure): Promise<readonly Figure[]> {
  if (!isStanding(figure.id)) return [figure];
  const line = await standingLine(db, await linesIn(db, scope, figure.id));
  return line ? [{ ...figure, value: Number(line.facts.count) }] : [];
}

function sumTotals(totals: readonly Total[]): Map<string, number> {
  const values = new Map<string, number>();
  for (const { figure, count } of totals) values.set(figure, (values.get(figure) ?? 0) + count);
  return values;
}

async function linesIn(db: Database, { generation, period, doubles }: Scope, id: string): Promise<readonly string[]> {
  const figure = `${generation}|${id}`;
  const month = monthsOf(period);
  const shelf = await shelfOf(db, generation);
  const came = await firstLinesOf(db).find({ figure, month }).toArray();
  const replaced = await firstLinesOf(db).find({ figure, instead: month }).toArray();
  const packed = await shelf.list(figure, { from: month.$gte, to: month.$lte });
  const left = new Set([...doubles, ...replaced].map(({ _id }) => _id));
  const standing = packed.filter(({ _id }) => !left.has(_id));
  const twice = new Set(doubles.map(({ _id }) => _id));
  return [...standing, ...came.filter(({ _id }) => !twice.has(_id))]
    .sort((a, b) => (isFirst(a, b) ? -1 : 1))
    .map(({ line }) => line);
}

/** The lines a person is shown behind a figure: of what is no sum, the one that counts. */
async function linesShown(db: Database, scope: Scope, id: string): Promise<readonly string[]> {
  const lines = await linesIn(db, scope, id);
  if (!isStanding(id)) return lines;
  const line = await standingLine(db, lines);
  return line ? [line._id] : [];
}

function figuresBy(rule: Rule, values: ReadonlyMap<string, number>): Figure[] {
  const { id, unit, counting, source, group } = rule;
  if (!group) return [{ id, title: rule.title, unit, value: values.get(id) ?? 0, counting, source }];
  const mine = [...values].filter(([figure, value]) => figure.startsWith(`${id}:`) && value !== 0).sort();
  return mine.map(([figure, value]) => {
    return { id: figure, title: group.title(figure.slice(id.length + 1)), unit, value, counting, source };
  });
}

interface Searched {
  readonly generation: string;
  readonly rules: readonly Rule[];
  readonly period: Period;
}

/** First lines of topics that became one with another which was answered earlier: they count once, for that one. */
async function doublesIn(db: Database, { generation, rules, period }: Searched): Promise<readonly FirstLine[]> {
  const { members, become } = await readMerges(db);
  const [from, to] = [period.from.slice(0, 7), period.to.slice(0, 7)];
  const found: FirstLine[] = [];
  for (const { id } of rules.filter((rule) => rule.byTopic && members.length > 0)) {
    const figure = `${generation}|${id}`;
    const wanted = members.map((topic) => ({ _id: `${figure}|${topic}`, figure }));
    const known = await findFirsts(db, await shelfOf(db, generation), wanted);
    const rows = [...known.values()].map((one) => one.first).sort((a, b) => (isFirst(a, b) ? -1 : 1));
    const first = new Map<string, FirstLine>();
    for (const row of rows) {
      const topic = become(row._id.slice(figure.length + 1));
      if (first.has(topic)) found.push(row);
      else first.set(topic, row);
    }
  }
  return found.filter(({ month }) => month >= from && month <= to);
}

function monthsOf({ from, to }: Period) {
  return { $gte: from.slice(0, 7), $lte: to.slice(0, 7) };
}
