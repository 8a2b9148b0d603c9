/** What a platform pushed to /push/<account>, once the adapter has checked and read it. Kept before the push is answered. */
import type { Comment } from '../channel/contract.ts';
import type { Database } from '../store/collection.ts';
import { notePush } from './source.ts';
import { takeComments } from './take-comments.ts';
import type { Taken } from './take-signals.ts';

/** A platform that got no answer pushes again: then everything is a repetition. */
export async function takePushed(
  { db }: { readonly db: Database },
  pushed: { readonly account: string; readonly comments: readonly Comment[] },
  now: Date,
): Promise<Taken> {
  await notePush(db, pushed.account, now);
  return await takeComments(db, pushed, now);
}
