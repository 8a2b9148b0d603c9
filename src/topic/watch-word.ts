/** Watch words of staff as records. They hold beside those of config/watch-words.json; changing them is change-watch-words.ts. */
import { Problem } from '../errors.ts';
import { aLine, type Line, type Telling } from '../ledger/line.ts';
import type { Collection, Database, IndexDeclaration } from '../store/collection.ts';
import type { WatchRule, WatchRules } from './watch-rule.ts';

export interface WatchWord extends Telling, Omit<WatchRule, 'id'> {
  readonly _id: string;
  /** A removed one stays as a record: its lines are told of it. */
  readonly state: 'on' | 'off' | 'removed';
  /** What it was when it was removed. */
  readonly removedFrom?: 'on' | 'off';
  /** Rises with every act. */
  readonly revision: number;
  /** Staff id of whoever changed it last. */
  readonly by: string;
  readonly createdAt: Date;
}

const WATCH_WORDS = 'watch-words';

export function watchWordsOf(db: Database): Collection<WatchWord> {
  return db.collection<WatchWord>(WATCH_WORDS);
}

export const watchIndexes: readonly IndexDeclaration[] = [
  { collection: WATCH_WORDS, keys: { state: 1, createdAt: 1 }, serves: 'by which words are hot lists watched?' },
  { collection: WATCH_WORDS, keys: { 'unposted._id': 1 }, serves: 'which lines still wait to be posted?' },
];

/** All that hold now: those of the file first, then those of staff, the oldest first. */
export async function rulesInForce(db: Database, file: WatchRules): Promise<WatchRules> {
  const own = await watchWordsOf(db)
    .find({ state: 'on' }, { sort: { createdAt: 1 } })
    .toArray();
  return { places: file.places, rules: [...file.rules, ...own.map(asRule)] };
}

export function asRule({ _id, name, any, must, never, needsPlace }: WatchWord): WatchRule {
  return { id: _id, name, any, must, never, needsPlace };
}

/** Throws 'not-found', and 'wrong-state' for a rule of the file. */
export async function getWatchWord(db: Database, file: WatchRules, id: string): Promise<WatchWord> {
  if (file.rules.some((rule) => rule.id === id)) {
    throw new Problem('wrong-state', '这组关注词来自 config/watch-words.json，请在该文件中修改，几秒内生效。');
  }
  const found = await watchWordsOf(db).findOne({ _id: id });
  if (!found || found.state === 'removed') {
    throw new Problem('not-found', '没有这组关注词，可能已被删除。请从列表重新进入。');
  }
  return found;
}

export function watchLine({ _id, name, revision }: WatchWord, what: Line['what'], by: string, at: Date): Line {
  return aLine({ what, subject: _id, at, by, nth: revision, facts: { name } });
}
