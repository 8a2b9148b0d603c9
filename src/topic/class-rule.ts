/**
 * What config/classes.json says (read by read-classes.ts): by which words, sources, counts and heat a class and a kind are proposed.
 * How that is decided is propose-class.ts; a person's choice always holds (class-topic.ts).
 */
import type { Matter, TopicClass } from './deadline-rule.ts';

/** Words: each is looked for as it stands. */
export interface WordTest {
  /** One of these must be there; none named: any text will do. */
  readonly any: readonly string[];
  /** And one of these. */
  readonly also: readonly string[];
  /** Taken out of the text first: phrases in which a word means something else. */
  readonly never: readonly string[];
}

export interface ClassRule {
  readonly id: string;
  readonly class: TopicClass;
  /** What it is about, for the reason; Chinese. */
  readonly name: string;
  /** Kinds of signals and accounts it holds for; none named: all. */
  readonly kinds: readonly string[];
  readonly accounts: readonly string[];
  readonly words: WordTest;
  /** Least signals altogether, within 24 hours, and least accounts they came from. */
  readonly signals: number;
  readonly recent: number;
  readonly sources: number;
  /** It stood on a hot list at this rank or higher; 0 for no matter. */
  readonly rank: number;
  /** Least signals written within one hour. */
  readonly inHour: number;
  /** There was a jump as config/heat.json has it. */
  readonly burst: boolean;
  /** Document it follows. */
  readonly source: string;
}

export interface MatterRule {
  readonly matter: Matter;
  readonly kinds: readonly string[];
  readonly words: WordTest;
}

export interface ClassRules {
  /** In this order; the first that holds decides, without any it is 普通留言. */
  readonly classes: readonly ClassRule[];
  /** The one with most words in the title decides, with none there the one with most in the text; of equals the first. */
  readonly matters: readonly MatterRule[];
}
