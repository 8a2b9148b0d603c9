/**
 * What sorting has learnt of the county's words, as it is kept: counts in parts, written now and then (a restart loses at most the last
 * few hundred messages' counts, which others make up for), own words one by one so that staff can look through them. What staff say
 * about a word is kept with it and holds at once, in every process.
 */
import type { Collection, Database, IndexDeclaration, Row } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import { evenOut } from '../text/segment.ts';
import type { FoundWord, WordKind } from './lexicon.ts';
import { Vocabulary } from './vocabulary.ts';

export interface CountyWord extends Row {
  /** The word itself. */
  readonly _id: string;
  readonly kind: WordKind;
  /** 'found' in the messages, 'added' by staff, 'ignored': not a word, whatever the messages say. */
  readonly state: 'found' | 'added' | 'ignored';
  /** In how many messages when it was last counted. */
  readonly count: number;
  readonly foundAt: Date;
  /** Staff id of whoever said so last, or null. */
  readonly by: string | null;
}

const WORDS = 'county-words';
const COUNTS = 'word-counts';

export function countyWordsOf(db: Database): Collection<CountyWord> {
  return db.collection<CountyWord>(WORDS);
}

export const wordIndexes: readonly IndexDeclaration[] = [
  { collection: WORDS, keys: { state: 1, count: -1 }, serves: 'the words of a state, the most frequent first' },
];

/** Lists that belong together by position; a part holds so many entries that no record becomes large. */
interface CountPart extends Row {
  /** `<what>#<n>`. */
  readonly _id: string;
  readonly messages: number;
  readonly keys: readonly string[];
  readonly counts: readonly number[];
  readonly followed?: readonly number[];
}

const PER_PART = 20_000;

export async function loadVocabulary(db: Database): Promise<Vocabulary> {
  const vocabulary = new Vocabulary();
  for (const part of await db.collection<CountPart>(COUNTS).find({}).toArray()) {
    vocabulary.messages = Math.max(vocabulary.messages, part.messages);
    const { keys, counts, followed } = part;
    keys.forEach((key, at) => {
      const count = counts[at] ?? 0;
      if (followed) vocabulary.lexicon.sequences.set(key, { count, followed: followed[at] ?? 0 });
      else vocabulary.counts.set(key, count);
    });
  }
  await heedStaff(db, vocabulary);
  return vocabulary;
}

/** Takes over what staff have said about words. */
export async function heedStaff(db: Database, { lexicon }: Vocabulary): Promise<void> {
  const said = await countyWordsOf(db)
    .find({ state: { $in: ['added', 'ignored'] } })
    .toArray();
  lexicon.heed(new Map(said.map(({ _id, kind, state }) => [_id, state === 'ignored' ? 'ignored' : kind])));
}

export async function saveVocabulary(db: Database, vocabulary: Vocabulary, now: Date): Promise<void> {
  const { counts, lexicon, messages } = vocabulary;
  const sequences = [...lexicon.sequences];
  await saveParts(db, 'key', [...counts.keys()], (from, to) => ({
    messages,
    counts: [...counts.values()].slice(from, to),
  }));
  await saveParts(
    db,
    'sequence',
    sequences.map(([sequence]) => sequence),
    (from, to) => ({
      messages,
      counts: sequences.slice(from, to).map(([, { count }]) => count),
      followed: sequences.slice(from, to).map(([, { followed }]) => followed),
    }),
  );
  await saveFound(db, vocabulary, now);
}

async function saveParts(
  db: Database,
  what: string,
  keys: readonly string[],
  more: (from: number, to: number) => Omit<CountPart, '_id' | 'keys'>,
): Promise<void> {
  const parts = db.collection<CountPart>(COUNTS);
  const count = Math.ceil(keys.length / PER_PART);
  for (let n = 0; n < count; n++) {
    const [from, to] = [n * PER_PART, (n + 1) * PER_PART];
    const set = { keys: keys.slice(from, to), ...more(from, to) };
    await parts.updateOne({ _id: `${what}#${n}` }, { $set: set }, { upsert: true });
  }
  await parts.deleteOne({ _id: `${what}#${count}` });
}

/** What the records of the words found say of their counts, as far as this process has read or written them. */
const told = new WeakMap<Vocabulary, ReadonlyMap<string, number>>();

/** New words are added, of known ones the count is brought up to date when it has grown by half. Only records of new ones are read. */
async function saveFound(db: Database, vocabulary: Vocabulary, now: Date): Promise<void> {
  const words = countyWordsOf(db);
  const found = [...new Map((await vocabulary.lexicon.found()).map((word) => [word.word, word])).values()];
  const before = told.get(vocabulary) ?? new Map<string, number>();
  const unread = found.map(({ word }) => word).filter((word) => !before.has(word));
  const read = new Map((await words.find({ _id: { $in: unread } }).toArray()).map(({ _id, count }) => [_id, count]));
  const countOf = ({ word, count }: FoundWord) => before.get(word) ?? read.get(word) ?? count;
  const isFresh = ({ word }: FoundWord) => !before.has(word) && !read.has(word);
  await insertNew(
    words,
    found
      .filter(isFresh)
      .map(({ word, kind, count }) => ({ _id: word, kind, state: 'found', count, foundAt: now, by: null })),
  );
  const grown = new Set(found.filter((one) => one.count >= countOf(one) * 1.5 + 1));
  await Promise.all([...grown].map(({ word, count }) => words.updateOne({ _id: word }, { $set: { count } })));
  told.set(vocabulary, new Map(found.map((one) => [one.word, grown.has(one) ? one.count : countOf(one)])));
}

/** As words are kept: written alike. */
export function asWord(word: string): string {
  return evenOut(word.trim());
}
