/**
 * Which deliveries an approved revision needs. Pure. A first publication is a publish; what a correction becomes depends
 * on the channel:
 *
 *   revise() exists              the post is changed in place
 *   limits.correction replace    a new post, and when it is out the old one is withdrawn
 *   limits.correction follow-up  the old post stays (with the public's comments), a correcting post follows
 */

import type { Channel, Piece } from '../channel/contract.ts';
import type { Account } from '../channel/kind.ts';
import type { Delivery, PlannedOrder } from '../delivery/delivery.ts';
import type { Announcement } from '../release/announcement.ts';
import type { Release } from '../release/release.ts';

export interface PlannedDelivery {
  readonly id: string;
  readonly account: string;
  readonly revision: number;
  readonly order: PlannedOrder;
  /** What it carries; null for a withdrawal. */
  readonly piece: Piece | null;
  readonly after: readonly string[];
  /** Why the account gets this act and no other; Chinese, shown on the board and kept in the ledger. */
  readonly why: string;
}

/** 各渠道为何这样办. */
const WHY = {
  first: '首次发布',
  revise: '本渠道可以原地更正，地址不变',
  replace: '本渠道不能修改已发布的内容，重新发布更正后的全文，再删除旧文',
  replaced: '更正后的全文已重新发布，删除旧文',
  followUp: '本渠道不能修改已发布的内容，删除会连同公众评论一起消失，故保留原文、另发更正',
  dropped: '更正后不再在此渠道发布',
  withdrawn: '发布件已撤回',
} as const;

export interface Publication {
  readonly release: Release;
  readonly announcement: Announcement;
  /** Deliveries of this release so far. */
  readonly existing: readonly Delivery[];
  readonly accounts: readonly Account[];
  readonly channelOf: (id: string) => Channel;
}

/**
 * The deliveries of the approved revision; those of other accounts wait for the canonical page they link to. The same
 * however much of it was planned already.
 */
export function planPublication(whole: Publication): readonly PlannedDelivery[] {
  const publication = { ...whole, existing: earlier(whole) };
  const chosen = publication.release.approved?.text.accounts ?? [];
  const dropped = [...new Set(publication.existing.map(({ account }) => account))].filter((id) => !chosen.includes(id));
  const planned = [
    ...chosen.flatMap((id) => planAccount(id, publication)),
    ...dropped.flatMap((id) => drop(id, publication)),
  ];
  const canonical = publication.accounts.find((account) => account.canonical)?.id;
  const page = planned.find(({ account }) => account === canonical);
  return planned.map((one) => (page && one !== page ? { ...one, after: [...one.after, page.id] } : one));
}

/**
 * Without what an earlier attempt at this very plan left, before a crash or in another process: a post of this revision is
 * nothing to correct or to withdraw.
 */
function earlier({ announcement: { release, revision }, existing }: Publication): readonly Delivery[] {
  const mine = `${release}:${revision}:`;
  return existing.filter(({ _id, after }) => !_id.startsWith(mine) && !after.some((id) => id.startsWith(mine)));
}

function planAccount(account: string, publication: Publication): PlannedDelivery[] {
  const { announcement, existing } = publication;
  const { release, revision } = announcement;
  const channel = publication.channelOf(account);
  const posts = livePosts(existing, account);
  const last = posts.at(-1);
  const id = (action: string) => `${release}:${revision}:${account}:${action}`;
  // Order within a release: nothing overtakes what was asked of this account before, withdrawals included.
  const before = existing.filter((one) => one.account === account && one.state !== 'cancelled');
  const base = { account, revision, after: before.map(({ _id }) => _id) };
  const piece = pieceOf(channel, last ? announcement : { ...announcement, correction: null });
  const publish = { ...base, id: id('publish'), order: { action: 'publish' }, piece } as const;
  if (!last) return [{ ...publish, why: WHY.first }];
  if (channel.revise) {
    return [{ ...base, id: id('revise'), order: { action: 'revise', of: last._id }, piece, why: WHY.revise }];
  }
  if (channel.limits.correction === 'follow-up') return [{ ...publish, why: WHY.followUp }];
  const fresh = { ...publish, why: WHY.replace };
  const reason = `内容已更正：${announcement.correction?.note ?? ''}`;
  return [
    fresh,
    ...posts.map((post) => withdrawalOf(post, { reason, why: WHY.replaced, existing, replacedBy: fresh.id })),
  ];
}

/** The correction leaves out an account the text had gone to: the uncorrected post must not stay there. */
function drop(account: string, { existing, announcement }: Publication): PlannedDelivery[] {
  const reason = `内容已更正，不再在此渠道发布：${announcement.correction?.note ?? ''}`;
  return livePosts(existing, account).map((post) => withdrawalOf(post, { reason, why: WHY.dropped, existing }));
}

/** Publishing deliveries of an account whose post is (or may be) out and is not being withdrawn, oldest first. */
export function livePosts(existing: readonly Delivery[], account: string): readonly Delivery[] {
  const withdrawn = new Set(
    existing.flatMap(({ order, state }) => (order.action === 'withdraw' && state !== 'cancelled' ? [order.of] : [])),
  );
  return existing
    .filter((one) => one.account === account && one.order.action === 'publish' && one.state !== 'cancelled')
    .filter(({ _id }) => !withdrawn.has(_id))
    .sort((a, b) => Number(a.facts.revision) - Number(b.facts.revision));
}

interface Withdrawing {
  /** Told to the public where the channel shows it. */
  readonly reason: string;
  readonly why?: string;
  readonly existing: readonly Delivery[];
  /** What must be out first, in its place. */
  readonly replacedBy?: string;
}

/** Takes one post back, when it is known to be out and what replaces it is, too. A revision on its way goes first: nothing comes after. */
export function withdrawalOf(
  post: Delivery,
  { reason, why = WHY.withdrawn, existing, replacedBy }: Withdrawing,
): PlannedDelivery {
  const aboutPost = existing.filter(({ order }) => 'of' in order && order.of === post._id);
  const revisions = aboutPost.filter(({ order }) => order.action === 'revise').map(({ _id }) => _id);
  // One that was cancelled or given up keeps its id: the next needs another.
  const nth = aboutPost.filter(({ order }) => order.action === 'withdraw').length + 1;
  const id = post._id.replace(/:(publish|revise)(?=:|$)/, ':withdraw'); // a rider's goes on with its lead
  return {
    id: nth === 1 ? id : `${id}:${nth}`,
    account: post.account,
    revision: Number(post.facts.revision),
    order: { action: 'withdraw', of: post._id, reason, replacedBy: replacedBy ?? null },
    piece: null,
    after: [post._id, ...revisions, ...(replacedBy ? [replacedBy] : [])],
    why,
  };
}

function pieceOf(channel: Channel, announcement: Announcement): Piece {
  const rendered = channel.render(announcement);
  if (rendered.fits) return rendered.piece;
  // Approval asked the same question of the same pure function; only a changed configuration can lead here.
  throw new Error(`${channel.id} no longer takes ${announcement.release}: ${rendered.misfits[0]?.problem ?? ''}`);
}
