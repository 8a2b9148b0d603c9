/** Adding, changing, switching and removing watch words. What they catch of the last days is found by watch-stage.ts. */
import { invalid, Problem } from '../errors.ts';
import { newId } from '../ids.ts';
import type { Line } from '../ledger/line.ts';
import { type Person, requireRole } from '../staff/person.ts';
import type { Database } from '../store/collection.ts';
import { evenOut } from '../text/segment.ts';
import type { WatchRule, WatchRules } from './watch-rule.ts';
import { getWatchWord, type WatchWord, watchLine, watchWordsOf } from './watch-word.ts';

export interface WatchDesk {
  readonly db: Database;
  /** Those of the file. */
  readonly watch: WatchRules;
}

export type WatchInput = Omit<WatchRule, 'id'>;

export interface SeenWatch {
  readonly id: string;
  readonly revision: number;
}

export interface WatchChange extends SeenWatch, Partial<WatchInput> {
  readonly isOn?: boolean;
}

/** Each is looked for in every entry. */
const MOST_RULES = 200;

export function requireWatcher(by: Person): void {
  requireRole(by, 'responder', 'administrator');
}

/** It holds at once. Throws 'no-right', 'invalid-input', 'wrong-state' when there are too many. */
export async function addWatchWord(desk: WatchDesk, input: WatchInput, by: Person, now: Date): Promise<WatchWord> {
  requireWatcher(by);
  const rule = checked(desk, input);
  const words = watchWordsOf(desk.db);
  if ((await words.countDocuments({ state: { $in: ['on', 'off'] } })) >= MOST_RULES) {
    throw new Problem('wrong-state', `关注词已有 ${MOST_RULES} 组。请先删除不再需要的。`);
  }
  const fresh: WatchWord = {
    ...{ ...rule, _id: newId(now), state: 'on', revision: 1, by: by.id, createdAt: now },
    unposted: [],
  };
  const word = { ...fresh, unposted: [watchLine(fresh, 'watch-word.added', by.id, now)] };
  await words.insertOne(word);
  return word;
}

/** What is not named stays. Throws 'no-right', 'not-found', 'wrong-state', 'stale-revision', 'invalid-input'. */
export async function changeWatchWord(
  desk: WatchDesk,
  { id, revision, isOn, ...input }: WatchChange,
  by: Person,
  now: Date,
): Promise<WatchWord> {
  requireWatcher(by);
  const before = await getSeen(desk, { id, revision });
  const rule = checked(desk, { ...inputOf(before), ...input });
  const state = isOn === undefined ? before.state : isOn ? 'on' : 'off';
  const isSame = JSON.stringify(rule) === JSON.stringify(inputOf(before));
  if (isSame && state === before.state) return before;
  const switched = state === 'on' ? 'watch-word.switched-on' : 'watch-word.switched-off';
  const what = isSame ? switched : 'watch-word.changed';
  return await change(desk.db, before, { ...rule, state }, { what, by, now });
}

/** Topics it has brought stay. Throws 'no-right', 'not-found', 'wrong-state', 'stale-revision'. */
export async function removeWatchWord(desk: WatchDesk, seen: SeenWatch, by: Person, now: Date): Promise<WatchWord> {
  requireWatcher(by);
  const before = await getSeen(desk, seen);
  const removedFrom = before.state === 'on' ? 'on' : 'off';
  return await change(desk.db, before, { state: 'removed', removedFrom }, { what: 'watch-word.removed', by, now });
}

/** A removed one comes back as it was, on or off. Throws 'no-right', 'not-found', 'wrong-state', 'stale-revision'. */
export async function restoreWatchWord(desk: WatchDesk, seen: SeenWatch, by: Person, now: Date): Promise<WatchWord> {
  requireWatcher(by);
  const before = await watchWordsOf(desk.db).findOne({ _id: seen.id });
  if (!before) throw new Problem('not-found', '没有这组关注词。请从列表重新进入。');
  if (before.state !== 'removed') throw new Problem('wrong-state', '这组关注词没有被删除。请刷新后查看。');
  if (before.revision !== seen.revision) throw stale();
  const state = before.removedFrom ?? 'off';
  return await change(desk.db, before, { state }, { what: 'watch-word.restored', by, now });
}

function inputOf({ name, any, must, never, needsPlace }: WatchInput): WatchInput {
  return { name, any, must, never, needsPlace };
}

async function getSeen({ db, watch }: WatchDesk, { id, revision }: SeenWatch): Promise<WatchWord> {
  const word = await getWatchWord(db, watch, id);
  if (word.revision !== revision) throw stale();
  return word;
}

interface Act {
  readonly what: Line['what'];
  readonly by: Person;
  readonly now: Date;
}

async function change(db: Database, before: WatchWord, set: Partial<WatchWord>, act: Act): Promise<WatchWord> {
  const { what, by, now } = act;
  const fields = { ...set, by: by.id, revision: before.revision + 1 };
  const update = { $set: fields, $push: { unposted: watchLine({ ...before, ...fields }, what, by.id, now) } };
  const as = { _id: before._id, revision: before.revision };
  const after = await watchWordsOf(db).findOneAndUpdate(as, update, { returnDocument: 'after' });
  if (!after) throw stale();
  return after;
}

function stale(): Problem {
  const problem = '这组关注词刚被其他人改动';
  const remedy = '请刷新，确认最新内容后再操作';
  return new Problem('stale-revision', `${problem}。${remedy}。`, { fields: [{ field: 'revision', problem, remedy }] });
}

/** Each word once. Throws 'invalid-input' for what could never catch anything. */
export function checked({ watch }: Pick<WatchDesk, 'watch'>, input: WatchInput): WatchInput {
  const [any, must, never] = [once(input.any), once(input.must), once(input.never)];
  if (any.length + must.length === 0) throw invalid('any', '没有关注词', '请至少填写一个“任一”或“必须”的词');
  const barred = new Set(never.map(evenOut));
  const both = must.find((word) => barred.has(evenOut(word)));
  if (both) throw invalid('never', `“${both}”既必须有又不得有`, '请从其中一项去掉它');
  if (input.needsPlace && watch.places.length === 0) {
    throw invalid('needsPlace', '没有本县地名可以对照', '请在 config/watch-words.json 的 places 中填写，或不要求地点');
  }
  return { name: input.name, any, must, never, needsPlace: input.needsPlace };
}

function once(words: readonly string[]): readonly string[] {
  return [...new Map(words.map((word) => [evenOut(word), word])).values()];
}
