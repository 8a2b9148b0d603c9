/**
 * What needs an answer: one matter, many signals. Which signals belong to it is told by the signals themselves, and by the
 * topics merged into it (topic-family.ts); nothing is counted up here that could drift from them.
 *
 *   open → answered → closed          answered → open when something new is said, or what waits is joined (turn.ts)
 *   closed → open (reopened)
 *   open | answered → merged → back to what it was (undone)
 */
import type { Ref } from '../channel/contract.ts';
import { Problem } from '../errors.ts';
import { digestOf } from '../ids.ts';
import { aLine, type Fact, type Line, type Telling } from '../ledger/line.ts';
import type { Signal } from '../signal/signal.ts';
import type { Collection, Database, IndexDeclaration } from '../store/collection.ts';
import type { Answer } from './answer.ts';
import type { Assignment } from './assignment.ts';
import type { ClockMarks, Due } from './deadline.ts';
import type { Matter, TopicClass } from './deadline-rule.ts';
import type { Heard } from './heat-peaks.ts';
import type { Sample } from './keys-of.ts';
import type { Proposal } from './propose.ts';
import type { Renaming } from './rename-topic.ts';
import type { StandingWarning } from './warning.ts';

/** State → 界面. */
export const topicStateNames = { open: '待回应', answered: '已回应', closed: '已办结', merged: '已并入' } as const;
export type TopicState = keyof typeof topicStateNames;

/** What it was merged into, and what it was before. */
export interface Merge {
  readonly into: string;
  /**
   * 'move': signals of `splitFrom` were moved here as this topic. 'undo-split': a split or a move was taken back; that itself
   * cannot be undone, only done anew.
   */
  readonly how: 'merge' | 'move' | 'undo-split';
  readonly at: Date;
  readonly by: string;
  readonly before: 'open' | 'answered';
  /** The revision this act gave the other topic: tells which of several acts on that one was the last. */
  readonly nth: number;
}

/** A split that has been decided: the moving of the signals may still be under way. */
export interface Splitting {
  /** Id of the new topic. */
  readonly into: string;
  readonly title: string;
  readonly signals: readonly string[];
  readonly at: Date;
  readonly by: string;
  /** The revision the split gave this topic. */
  readonly nth: number;
  /** Where the new topic belongs from the start, and the revision that one got; absent for a matter of its own. */
  readonly moved?: { readonly into: string; readonly nth: number };
  /** How they stand; absent in older records: as the topic they leave. */
  readonly leaves?: { readonly state: 'open' | 'answered'; readonly answer: Answer | null };
}

/** What became of requests for disclosure: told by the closing, taken off the figures by a reopening. */
export interface RequestsDone {
  /** config/entry-choices.json. */
  readonly outcome: string;
  readonly applicant: string;
  /** How many were closed with it: those of topics that were merged as well. */
  readonly requests: number;
}

export interface Closed {
  readonly reason: string;
  readonly at: Date;
  readonly by: string;
  /** Absent where it was about no request. */
  readonly done?: RequestsDone;
}

export interface Topic extends Telling {
  /** `t-` and a digest of what it follows from: its first signal, or the split that made it. */
  readonly _id: string;
  readonly title: string;
  /** What it was called before, the latest last; absent for nothing else. */
  readonly renamings?: readonly Renaming[];
  readonly class: TopicClass;
  readonly matter: Matter;
  /** Who set or confirmed the class; null or absent while it is only what the rules propose. */
  readonly classedBy?: string | null;
  /** What the rules propose; absent in older records. */
  readonly proposal?: Proposal | null;
  /** Above 0 when it has changed since the rules were last asked; each change gives another number. See propose-stage.ts. */
  readonly stirred?: number;
  /** Log2 of its heat as of a fixed time, see heat-rule.ts; absent in older records. */
  readonly heatKey?: number;
  /** The most that was heard of it at once, see heat-peaks.ts; absent while that is one signal at a time. */
  readonly heard?: Heard;
  /** Above 0 when something new was said since its heat was taken; see heat-stage.ts. */
  readonly warmed?: number;
  /** What happened last that the hotlines of its cases may have to be told of; null or absent for nothing. See reply/report-cases.ts. */
  readonly unreported?: string | null;
  readonly state: TopicState;
  /** Staff id of whoever has taken it on, or null. */
  readonly owner: string | null;
  /** Units that handle it now, the lead first, and everything about that; absent for none. See assignment.ts. */
  readonly units?: readonly string[];
  readonly assignments?: readonly Assignment[];
  /** Rises with every act of staff: two people never act on the same reading. */
  readonly revision: number;
  /** Where its first signal was said. */
  readonly account: string;
  readonly post: Ref | null;
  /** Title keys of its samples, common ones too, for finding it. */
  readonly keys: readonly string[];
  /** What some of its signals are about, the opening one first; see sort-rule.ts. */
  readonly samples: readonly Sample[];
  /** The earliest signal since the last answer: when it arrived, when it was written. */
  readonly receivedFrom: Date;
  readonly writtenFrom: Date;
  /** When its latest signal was written. */
  readonly lastAt: Date;
  /** The soonest deadline not met; kept here to list by it, made anew by refresh-deadlines.ts. */
  readonly due: Due;
  /** When somebody is next told about it, and what stands; see warning.ts. Absent in older records. */
  readonly warnAt?: Date | null;
  readonly warning?: StandingWarning | null;
  /** What moved its clock by hand; absent for nothing. */
  readonly clock?: ClockMarks | null;
  /** The latest answer. */
  readonly answer: Answer | null;
  /** Set while it waits again only because of what was joined to it: its clock before. Absent or null for everything else. */
  readonly waitsAgain?: { readonly clock: ClockMarks | null } | null;
  readonly closing: Closed | null;
  /** Set while state is 'merged'. */
  readonly merge: Merge | null;
  /** The topic it was split from. */
  readonly splitFrom: { readonly topic: string; readonly at: Date; readonly nth: number } | null;
  readonly splitting: Splitting | null;
  readonly createdAt: Date;
}

export const TOPICS = 'topics';

export function topicsOf(db: Database): Collection<Topic> {
  return db.collection<Topic>(TOPICS);
}

export const topicIndexes: readonly IndexDeclaration[] = [
  { collection: TOPICS, keys: { state: 1, 'due.at': 1 }, serves: 'the response queue, most urgent first' },
  { collection: TOPICS, keys: { state: 1, warnAt: 1 }, serves: 'about which topics has somebody to be told?' },
  { collection: TOPICS, keys: { owner: 1, state: 1, 'due.at': 1 }, serves: 'what has this person taken on?' },
  { collection: TOPICS, keys: { units: 1 }, serves: 'what does this unit handle?' },
  { collection: TOPICS, keys: { keys: 1 }, serves: 'which topics may a new signal belong to?' },
  { collection: TOPICS, keys: { post: 1 }, serves: 'which topics are about this post?' },
  { collection: TOPICS, keys: { stirred: 1 }, serves: 'which topics have the rules to be asked about again?' },
  { collection: TOPICS, keys: { state: 1, heatKey: -1 }, serves: 'what is hottest?' },
  { collection: TOPICS, keys: { warmed: 1 }, serves: 'of which topics has the heat to be taken?' },
  { collection: TOPICS, keys: { unreported: 1 }, serves: 'of which topics have cases to be told?' },
  { collection: TOPICS, keys: { lastAt: -1 }, serves: 'the topics spoken of last, to be remembered' },
  { collection: TOPICS, keys: { createdAt: -1 }, serves: 'which topics were opened since the last look?' },
  { collection: TOPICS, keys: { 'merge.into': 1 }, serves: 'what was merged into this topic?' },
  { collection: TOPICS, keys: { 'splitFrom.topic': 1 }, serves: 'what was split from this topic?' },
  { collection: TOPICS, keys: { 'splitting.into': 1 }, serves: 'which splits are still moving signals?' },
  { collection: TOPICS, keys: { 'unposted._id': 1 }, serves: 'which lines still wait to be posted?' },
];

/** The id of a topic that follows from something: opening it twice makes one. */
export function topicIdOf(origin: string): string {
  return `t-${digestOf(origin).slice(0, 16)}`;
}

const TITLE_LENGTH = 60;

/** A title for lists: the signal's own, or its first words. */
export function titleOf({ title, text }: Pick<Signal, 'title' | 'text'>): string {
  const words = (title ?? text).trim().replace(/\s+/g, ' ');
  const characters = [...words];
  return characters.length > TITLE_LENGTH ? `${characters.slice(0, TITLE_LENGTH - 1).join('')}…` : words;
}

/** Throws 'not-found'. */
export async function getTopic(db: Database, id: string): Promise<Topic> {
  const topic = await topicsOf(db).findOne({ _id: id });
  if (!topic) throw new Problem('not-found', `没有编号为 ${id} 的事项。请从待回应列表重新进入。`);
  return topic;
}

interface TopicEvent {
  readonly what: Line['what'];
  readonly at: Date;
  readonly by: string;
  readonly facts?: Readonly<Record<string, Fact>>;
}

/** A line about a topic; `revision` is the one the change makes, so that each change has its own line. */
export function topicLine({ _id, revision }: Pick<Topic, '_id' | 'revision'>, event: TopicEvent): Line {
  return aLine({ ...event, subject: _id, nth: revision });
}
