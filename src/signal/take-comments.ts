/** Comments as a channel tells them → signals. They come by pull-comments.ts or take-pushed.ts. */
import type { Comment, Ref } from '../channel/contract.ts';
import type { Database } from '../store/collection.ts';
import { noteCases } from './case.ts';
import { noteMessage } from './conversation.ts';
import { findOurPosts } from './our-posts.ts';
import { type IncomingSignal, signalIdOf, signalsOf } from './signal.ts';
import { noteNews } from './source.ts';
import { type Taken, takeSignals } from './take-signals.ts';

/** `posts` saves looking them up again. */
export async function takeComments(
  db: Database,
  {
    account,
    comments,
    posts,
    key,
  }: { account: string; comments: readonly Comment[]; posts?: ReadonlyMap<Ref, string | null>; key?: Buffer },
  now: Date,
): Promise<Taken> {
  if (comments.length === 0) return { taken: 0, repeated: 0 };
  const isUnderPost = comments.some(({ post }) => post !== null);
  const releases = posts ?? (isUnderPost ? await findOurPosts(db, account, now) : new Map());
  const incoming = comments.map((comment) => toIncoming(account, comment, releases));
  const taken = await takeSignals(db, incoming, { now, by: 'system', import: null, ...(key && { key }) });
  if (taken.taken > 0) await noteNews(db, account, now);
  const cases = comments.flatMap(({ ref, case: steps }) =>
    steps ? [{ signal: signalIdOf(account, ref), account, steps }] : [],
  );
  await noteCases(db, cases, now);
  await noteMessages(db, account, comments);
  await noteAnswered(db, account, comments);
  return taken;
}

async function noteMessages(db: Database, account: string, comments: readonly Comment[]): Promise<void> {
  const messages = comments.filter(({ kind, author }) => kind === 'message' && author.id !== '');
  for (const [person, theirs] of Map.groupBy(messages, ({ author }) => author.id)) {
    const lastAt = new Date(Math.max(...theirs.map(({ writtenAt }) => writtenAt.getTime())));
    await noteMessage(db, { account, person }, lastAt);
  }
}

/** Somebody may have answered on the platform itself, or taken an answer back there. */
async function noteAnswered(db: Database, account: string, comments: readonly Comment[]): Promise<void> {
  for (const isAnswered of [true, false]) {
    const ids = comments.flatMap((one) => (one.isAnswered === isAnswered ? [signalIdOf(account, one.ref)] : []));
    if (ids.length === 0) continue;
    const changed = { _id: { $in: ids }, isAnswered: isAnswered ? { $ne: true } : true };
    await signalsOf(db).updateMany(changed, { $set: { isAnswered } });
  }
}

function toIncoming(account: string, comment: Comment, posts: ReadonlyMap<Ref, string | null>): IncomingSignal {
  const { ref, kind, post, author, title = null, text, writtenAt, likes, raw, contact } = comment;
  const release = post === null ? null : (posts.get(post) ?? null);
  const more = { ...(likes !== undefined && { likes }), ...(raw && { raw }), ...(contact && { contact }) };
  return { account, ref, kind, author, title, text, writtenAt, post, release, ...more };
}
