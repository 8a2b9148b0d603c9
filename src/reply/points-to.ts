/** Replies that point to a release: short words where it was said, the whole answer on our own page. */
import { DELIVERIES, type Delivery } from '../delivery/delivery.ts';
import { invalid } from '../errors.ts';
import type { Database } from '../store/collection.ts';
import type { ReplyDesk } from './reply-desk.ts';
import type { Wording } from './wording.ts';

/** Whether the public can read a release: one of its posts has an address, and it was not withdrawn for good. */
export async function canBeRead(db: Database, release: string): Promise<boolean> {
  const done = { 'facts.release': release, state: 'done' };
  const posts = await db.collection<Delivery>(DELIVERIES).find(done).toArray();
  const isGone = posts.some(({ order }) => order.action === 'withdraw' && order.replacedBy === null);
  return !isGone && posts.some(({ order, url }) => order.action === 'publish' && url !== null);
}

/** Throws 'invalid-input' when some of the words do not name the address they are to point to. */
export async function refuseUnlinked(
  { addressOf }: Pick<ReplyDesk, 'addressOf'>,
  { text, variants = {} }: Wording,
  release: string,
): Promise<void> {
  const address = await addressOf(release);
  if (address === null) throw invalid('pointsTo', '没有这个发布件', '请先由此事项生成回应稿件');
  for (const [field, words] of Object.entries({ text, ...variants })) {
    if (words.includes(address)) continue;
    throw invalid(field, '没有写明全文的网址', `请在文中加上 ${address}`);
  }
}
