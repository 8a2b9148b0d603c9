/**
 * The site's side of what came in through its forms, as the website channel talks to it: answers and comments shown. Doing
 * anything twice is doing it once. Beside it, what readers see of it.
 */
import type { SiteVoices } from '../channel/kind.ts';
import type { Database } from '../store/collection.ts';
import { type Submission, submissionsOf } from './submission.ts';

/** `changed` is told when the public may see something else than before. */
export function openVoices(db: Database, changed: () => void = () => {}): SiteVoices {
  const submissions = submissionsOf(db);
  const isThere = async (_id: string) => (await submissions.countDocuments({ _id })) > 0;
  return {
    async answer(_id, { key, text, at }) {
      const open = { _id, 'answers.key': { $ne: key } };
      const { matchedCount } = await submissions.updateOne(open, { $push: { answers: { key, text, at } } });
      changed();
      return matchedCount > 0 || (await isThere(_id)) ? 'stored' : 'unknown';
    },
    hasAnswer: async (_id, key) => (await submissions.countDocuments({ _id, 'answers.key': key })) > 0,
    async moderate(_id, act) {
      const { matchedCount } = await submissions.updateOne({ _id, kind: 'comment' }, { $set: { moderation: act } });
      changed();
      return matchedCount > 0 ? 'done' : 'unknown';
    },
  };
}

/** A comment under an article, with the answers to it. */
export interface ShownComment {
  readonly author: string;
  readonly text: string;
  readonly at: Date;
  readonly answers: readonly { readonly text: string; readonly at: Date }[];
}

/** Under one article, newest first; more than anybody scrolls through. */
const MOST_COMMENTS = 100;

/** Comments shown under an article; their words are the signals'. */
export async function listComments(db: Database, page: string): Promise<readonly ShownComment[]> {
  const options = { sort: { at: -1 }, limit: MOST_COMMENTS } as const;
  const elected = await submissionsOf(db).find({ page, moderation: 'elect' }, options).toArray();
  const words = await wordsOf(db, elected);
  return elected.flatMap(({ signal, at, answers }) => {
    const said = words.get(signal);
    return said ? [{ author: said.author.name, text: said.text, at, answers }] : [];
  });
}

interface Words {
  readonly _id: string;
  readonly author: { readonly name: string };
  readonly title: string | null;
  readonly text: string;
}

async function wordsOf(db: Database, submissions: readonly Submission[]): Promise<ReadonlyMap<string, Words>> {
  const ids = submissions.map(({ signal }) => signal);
  const found = await db
    .collection<Words>('signals')
    .find({ _id: { $in: ids } }, { projection: { author: 1, title: 1, text: 1 } })
    .toArray();
  return new Map(found.map((words) => [words._id, words]));
}
