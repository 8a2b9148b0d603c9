/**
 * Asks every channel that can tell for new comments. The cursor is stored after the signals: a crash in between asks for
 * the same page again and takes nothing twice. How a source is doing is kept in source.ts.
 */
import { onceOnly, type ReadingDesk } from '../channel/reading.ts';
import { findOurPosts } from './our-posts.ts';
import { noteSeenAgain } from './seen-again.ts';
import { signalIdOf } from './signal.ts';
import { findSource, noteFailure, noteLook } from './source.ts';
import { takeComments } from './take-comments.ts';

/** A source that never says "no more" must not hold up the others for ever; the rest comes with the next run. */
const MOST_PAGES = 20;

/** One look at every source. Returns how many new signals came. One broken source does not stop the others. */
export async function pullAllComments(desk: ReadingDesk, now: Date): Promise<number> {
  const taken = await Promise.all(desk.accounts.map(({ id }) => pullFrom(desk, id, now)));
  return taken.reduce((sum, one) => sum + one, 0);
}

async function pullFrom(desk: ReadingDesk, account: string, now: Date): Promise<number> {
  const doorway = desk.channels.doorway(account);
  if (!doorway?.pullComments || desk.signal.aborted) return 0;
  let taken = 0;
  try {
    const posts = await findOurPosts(desk.db, account, now);
    let { cursor } = await findSource(desk.db, account);
    for (let pages = 0; pages < MOST_PAGES; pages++) {
      const page = await doorway.pullComments(
        { cursor, posts: [...posts.keys()] },
        onceOnly({ ...desk, key: `pull:${account}`, now }),
      );
      taken += (await takeComments(desk.db, { account, comments: page.items, posts }, now)).taken;
      const again = (page.again ?? []).map(({ ref, likes }) => ({ signal: signalIdOf(account, ref), likes }));
      await noteSeenAgain(desk.db, again);
      cursor = page.cursor;
      await noteLook(desk.db, account, cursor, now);
      if (page.failed) await noteFailure(desk.db, account, page.failed, now);
      if (!page.more) break;
    }
  } catch (error) {
    // A stopping process aborts its calls: that says nothing about the source.
    if (desk.signal.aborted) return taken;
    await noteFailure(desk.db, account, error, now);
    desk.log.warn({ account, error: error instanceof Error ? error.name : typeof error }, 'comments not pulled');
  }
  return taken;
}
