/** Posts and answers on the platforms beside our records: what is out once, what is missing, what is doubled. */
import type { FakePost } from '../../src/channel/fake.ts';
import type { Delivery } from '../../src/delivery/delivery.ts';
import type { Left } from './compare.ts';

export interface OnPlatforms {
  readonly missing: readonly string[];
  readonly doubled: readonly string[];
  readonly expected: number;
}

const KINDS = ['wechat', 'weibo'] as const;

export function comparePlatforms(left: Left): OnPlatforms {
  const all = [...KINDS.map((kind) => posts(kind, left)), answers(left)];
  return {
    missing: all.flatMap(({ missing }) => missing),
    doubled: all.flatMap(({ doubled }) => doubled),
    expected: all.reduce((sum, { expected }) => sum + expected, 0),
  };
}

/** Every post ever taken, gone or not, belongs to one delivery that published it; each such delivery has one post. */
function posts(kind: (typeof KINDS)[number], { deliveries, world }: Left): OnPlatforms {
  const own = deliveries.filter(({ account, order }) => account === kind && order.action === 'publish');
  const out = own.filter(({ state }) => state === 'done');
  const taken = world.fakes[kind].posts();
  const byRef = new Map(taken.map((post) => [post.ref, post]));
  const missing = out.filter(({ ref }) => ref === null || !byRef.has(ref));
  const known = new Set(out.map(({ ref }) => ref));
  const extra = taken.filter(({ ref }) => !known.has(ref));
  // One that a person must look at may be out, once.
  const doubtful = own.filter(isDoubtful);
  const doubled = extra.filter((post) => {
    const at = doubtful.findIndex(({ facts }) => post.links.includes(String(facts.release)));
    if (at !== -1) doubtful.splice(at, 1);
    return at === -1;
  });
  const sharing = out.length - new Set(out.map(({ ref }) => ref)).size;
  return {
    missing: [
      ...missing.map(({ _id }) => `${_id} is done, ${kind} has no such post`),
      ...standing(kind, { deliveries, byRef }),
    ],
    doubled: [
      ...doubled.map(({ ref, title, gone }) => `${kind} has ${ref} 《${title}》${gone ? ' (gone)' : ''}, nobody's`),
      ...(sharing > 0 ? [`${kind}: ${sharing} deliveries share a post with another`] : []),
    ],
    expected: out.length,
  };
}

/** Withdrawn posts are gone, all others stand. */
function standing(
  kind: string,
  { deliveries, byRef }: { deliveries: readonly Delivery[]; byRef: ReadonlyMap<string, FakePost> },
): string[] {
  const withdrawals = deliveries.filter(({ account, order }) => account === kind && order.action === 'withdraw');
  const doneOf = (state: (one: Delivery) => boolean) =>
    new Set(withdrawals.filter(state).flatMap(({ order }) => (order.action === 'withdraw' ? [order.of] : [])));
  const withdrawn = doneOf(({ state }) => state === 'done');
  const asked = doneOf(({ state }) => state !== 'cancelled');
  const published = deliveries.filter(({ account, order }) => account === kind && order.action === 'publish');
  return published.flatMap(({ _id, ref }) => {
    const post = byRef.get(ref ?? '');
    if (!post) return [];
    if (withdrawn.has(_id) && !post.gone) return [`${_id} is withdrawn, its post still stands on ${kind}`];
    if (!asked.has(_id) && post.gone) return [`${_id} is gone from ${kind}, nobody asked for that`];
    return [];
  });
}

/** One answer to each comment that was answered. */
function answers({ deliveries, world }: Left): OnPlatforms {
  const replies = deliveries.filter(({ order }) => order.action === 'reply');
  const missing: string[] = [];
  const doubled: string[] = [];
  for (const one of replies) {
    const count = heard(one, world);
    const least = one.state === 'done' ? 1 : 0;
    const most = one.state === 'done' || isDoubtful(one) ? 1 : 0;
    if (count < least) missing.push(`${one._id} is done, nobody was answered`);
    if (count > most) doubled.push(`${one._id} is ${one.state}, answered ${count} times`);
  }
  return { missing, doubled, expected: replies.filter(({ state }) => state === 'done').length };
}

function heard({ account, order }: Delivery, { fakes }: Left['world']): number {
  if (order.action !== 'reply') return 0;
  const fake = fakes[account as keyof typeof fakes];
  const comment = fake.comments().find(({ ref }) => ref === order.comment);
  if (comment) return comment.replies.length;
  const { answersTo } = fake as unknown as { answersTo(name: string): readonly string[] };
  return answersTo('来信人').length;
}

function isDoubtful({ state, failure }: Delivery): boolean {
  return (state === 'stuck' || state === 'settling') && failure === 'uncertain';
}
