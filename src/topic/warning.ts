/**
 * Records of what was told about due times: each once, under an id made of topic, rule, due time and step, so that neither a
 * restart nor a second process tells it again. What stands now is in the topic itself (`warning`).
 */
import type { Period } from '../calendar/period.ts';
import { aLine, type Telling } from '../ledger/line.ts';
import type { Collection, Database, IndexDeclaration, Row } from '../store/collection.ts';
import { currentOf } from './assignment.ts';
import type { Told } from './deadline-rule.ts';
import type { Topic } from './topic.ts';
import type { WarningStep } from './warning-steps.ts';

export interface Warning extends Row, Telling {
  readonly topic: string;
  readonly rule: string;
  readonly name: string;
  readonly dueAt: Date;
  readonly kind: 'before' | 'after';
  readonly period: Period;
  readonly tell: Told;
  /** When it was to be told, and when it was recorded: later when the service stood still. */
  readonly at: Date;
  readonly notedAt: Date;
}

/** What stands about a topic; kept in its record to list by. */
export interface StandingWarning {
  /** 'before': its time runs out; 'after': it has. */
  readonly level: 'before' | 'after';
  readonly told: readonly Told[];
  readonly since: Date;
}

export const WARNINGS = 'warnings';

export function warningsOf(db: Database): Collection<Warning> {
  return db.collection<Warning>(WARNINGS);
}

export const warningIndexes: readonly IndexDeclaration[] = [
  { collection: WARNINGS, keys: { topic: 1, at: 1 }, serves: 'what was told about this topic?' },
  { collection: WARNINGS, keys: { 'unposted._id': 1 }, serves: 'which warnings carry lines not yet posted?' },
];

export function aWarning(topic: Topic, step: WarningStep, now: Date): Warning {
  const { rule, name, dueAt, kind, nth, period, tell, at } = step;
  const which = `${rule}:${dueAt.toISOString()}:${kind}:${nth}`;
  const facts = {
    rule,
    due: dueAt.toISOString(),
    tell,
    owner: topic.owner,
    units: currentOf(topic).map(({ unit }) => unit),
  };
  const what = kind === 'before' ? 'topic.warned' : 'topic.escalated';
  const line = aLine({ what, subject: topic._id, at: now, by: 'system', facts, nth: which });
  const record = { topic: topic._id, rule, name, dueAt, kind, period, tell, at, notedAt: now };
  return { _id: `${topic._id}:${which}`, ...record, unposted: [line] };
}
