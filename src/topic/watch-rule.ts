/**
 * Which entries of hot lists concern us: by words and places. Pure. Hundreds come a day from all over the country, and a word such as
 * 校车 says nothing about where: a rule may therefore ask for a place of ours beside its words. The rules come from
 * config/watch-words.json (read-watch-words.ts) and from staff (watch-word.ts).
 */
import { evenOut } from '../text/segment.ts';

export interface WatchRule {
  readonly id: string;
  /** What it watches, for the reason; Chinese. */
  readonly name: string;
  /** One of these must be there; none named: any text will do. */
  readonly any: readonly string[];
  /** And all of these. */
  readonly must: readonly string[];
  /** And none of these. */
  readonly never: readonly string[];
  /** And one of our places. */
  readonly needsPlace: boolean;
}

export interface WatchRules {
  /** Names of the county and its townships. */
  readonly places: readonly string[];
  /** In this order; the first that holds gives the reason. */
  readonly rules: readonly WatchRule[];
}

export interface Caught {
  readonly rule: WatchRule;
  /** Words that were there, as the rule writes them. */
  readonly words: readonly string[];
  readonly places: readonly string[];
}

interface Said {
  readonly title: string | null;
  readonly text: string;
}

/** The first rule that holds, or null. Width and case of letters make no difference. */
export function watch(said: Said, { rules, places }: WatchRules): Caught | null {
  // No word reaches from the title into the text.
  const text = evenOut(`${said.title ?? ''}\n${said.text}`);
  for (const rule of rules) {
    const caught = catchBy(rule, text, places);
    if (caught) return caught;
  }
  return null;
}

/** `text` is evened out already. A rule without any word to look for holds for nothing. */
function catchBy(rule: WatchRule, text: string, places: readonly string[]): Caught | null {
  const { any, must, never, needsPlace } = rule;
  if (any.length === 0 && must.length === 0) return null;
  const said = (words: readonly string[]) => words.filter((word) => text.includes(evenOut(word)));
  const [some, all, where] = [said(any), said(must), said(places)];
  if (all.length < must.length || (any.length > 0 && some.length === 0) || said(never).length > 0) return null;
  if (needsPlace && where.length === 0) return null;
  return { rule, words: [...new Set([...all, ...some])], places: longest(where) };
}

/** Of 城关 and 城关镇 the one that says more. */
function longest(names: readonly string[]): readonly string[] {
  return names.filter((name) => !names.some((other) => other !== name && other.includes(name)));
}

/** In words staff can check; `rank` is null where the list gives none. */
export function watchReason({ rule, words, places }: Caught, rank: number | null): string {
  const where = rank === null ? '热榜条目' : `热榜第 ${rank} 位`;
  const names = places.length > 0 ? `；地点：${places.join('、')}` : '';
  return `${where}，关注词“${rule.name}”命中：${words.join('、')}${names}`;
}
