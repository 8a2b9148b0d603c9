/** What a platform pushed to /push/<account>, once the push was kept and answered and the adapter has read it. */
import type { Comment } from '../channel/contract.ts';
import type { Database } from '../store/collection.ts';
import { notePush } from './source.ts';
import { takeComments } from './take-comments.ts';

export interface Pushed {
  /** When it reached us: from then on a deadline runs, however late it is worked on. */
  readonly at: Date;
  readonly comments: readonly Comment[];
}

/** Taking them twice changes nothing the second time. */
export async function takePushed(
  { db, key }: { readonly db: Database; readonly key?: Buffer },
  account: string,
  pushes: readonly Pushed[],
): Promise<void> {
  for (const [at, together] of Map.groupBy(pushes, ({ at }) => at.getTime())) {
    const comments = together.flatMap(({ comments }) => comments);
    await takeComments(db, { account, comments, ...(key && { key }) }, new Date(at));
  }
  await notePush(db, account, new Date(Math.max(...pushes.map(({ at }) => at.getTime()))));
}
