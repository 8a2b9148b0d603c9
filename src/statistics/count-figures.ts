/**
 * Counts the figures of a period from the ledger alone, and names the lines behind each. A key that was met in an earlier
 * period is not counted again, so the earliest line of a key decides where it belongs.
 */

import { ledgerOf } from '../ledger/ledger.ts';
import type { Line } from '../ledger/line.ts';
import type { Database } from '../store/collection.ts';
import type { Figure, Rule } from './figure.ts';
import type { Period } from './period.ts';
import { readMerges } from './read-merges.ts';

export interface Counted {
  readonly figure: Figure;
  /** The line that each counted key is counted by. */
  readonly lines: readonly Line[];
}

/** All figures of the period; a rule that splits into groups gives one figure per group met. */
export async function countFigures(db: Database, rules: readonly Rule[], period: Period): Promise<readonly Counted[]> {
  const merged = await readMerges(db);
  const counted = await Promise.all(rules.map((rule) => countRule(db, rule, { period, merged })));
  return counted.flat();
}

interface Scope {
  readonly period: Period;
  readonly merged: (topic: string) => string;
}

async function countRule(db: Database, rule: Rule, { period, merged }: Scope): Promise<readonly Counted[]> {
  const groups = new Map<string, { title: string; first: Map<string, Line> }>();
  if (!rule.group) groups.set('', { title: rule.title, first: new Map() });
  for await (const line of linesUntil(db, rule, period)) {
    if (!rule.counts(line)) continue;
    const { id, title } = rule.group?.(line) ?? { id: '', title: rule.title };
    const group = groups.get(id) ?? { title, first: new Map() };
    groups.set(id, group);
    const key = rule.key(line, merged);
    const first = group.first.get(key);
    if (!first || line.at < first.at || (line.at.getTime() === first.at.getTime() && line._id < first._id)) {
      group.first.set(key, line);
    }
  }
  return [...groups].flatMap(([id, group]) => toFigure(rule, id, group, period));
}

/** Everything up to the end of the period: earlier lines tell which keys are not new. */
function linesUntil(db: Database, rule: Rule, period: Period): AsyncIterable<Line> {
  return ledgerOf(db).find({ what: { $in: rule.of }, on: { $lte: period.to } });
}

function toFigure(
  rule: Rule,
  id: string,
  group: { readonly title: string; readonly first: ReadonlyMap<string, Line> },
  period: Period,
): Counted[] {
  const lines = [...group.first.values()].filter(({ on }) => on >= period.from).sort(byTime);
  if (id !== '' && lines.length === 0) return [];
  const { unit, counting, source } = rule;
  const figure = { id: id === '' ? rule.id : `${rule.id}:${id}`, title: group.title, unit, counting, source };
  return [{ figure: { ...figure, value: lines.length }, lines }];
}

function byTime(a: Line, b: Line): number {
  return a.at.getTime() - b.at.getTime() || (a._id < b._id ? -1 : 1);
}
