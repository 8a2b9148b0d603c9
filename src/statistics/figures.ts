/**
 * The figures of the month and the year. Strict counts (once per item, once per topic) stand beside gross ones (each post,
 * each reply); neither is derived from the other.
 *
 * Doubtful: which period a topic belongs to that is answered in two (no document says); counted in that of its first
 * answer, so that months add up to the year.
 */
import type { Rule } from './figure.ts';
import type { Names } from './names.ts';
import { accountFigures } from './rules-of-accounts.ts';
import { cases, casesOnTime } from './rules-of-cases.ts';
import { amounts, entries, entriesByChoice, people, standing } from './rules-of-entries.ts';
import { answeredByKind, hoursByKind, lettersShown, receivedByKind } from './rules-of-letters.ts';
import { items, itemsByColumn, itemsByKind, posts } from './rules-of-releases.ts';
import { received, replies, repliesByMeans, topics } from './rules-of-replies.ts';
import { requestOutcomes, requests, requestsDone, requestsFrom } from './rules-of-requests.ts';

/** Raised with every change of what a rule counts, of its key or of how packs are written: then everything is folded anew (fold-ledger.ts). */
export const RULES_VERSION = 5;

export function figureRules(names: Names): readonly Rule[] {
  return [
    ...[items(), itemsByColumn(names), itemsByKind(names), posts(names)],
    ...[topics(), replies(), repliesByMeans(), received(names)],
    ...[receivedByKind(names), answeredByKind(names), hoursByKind(names), lettersShown()],
    ...accountFigures(names),
    ...[entries(names), entriesByChoice(names), people(names), amounts(names), standing(names)],
    ...[cases(), casesOnTime()],
    ...[requests(), requestsFrom(names), requestOutcomes(names), requestsDone(names)],
  ];
}
