/** The person the board asks: repairs the account, looks on the platform, sends again or gives up, and says why. */
import type { FakePost } from '../../../src/channel/fake.ts';
import { minutes } from '../../../src/clock.ts';
import type { Fakes } from '../../journeys/open-office.ts';
import type { Body } from '../../support/api.ts';
import { ask, type Office } from './office.ts';
import { isCorrected } from './one-release.ts';

const MOST_RETRIES = 3;
/** As long as a platform may take to publish before somebody looks. */
const PATIENCE_MS = minutes(3);

export interface Hand {
  readonly office: Office;
  readonly fakes: Fakes;
  /** Delivery → retries by hand so far. */
  readonly retried: Map<string, number>;
  /** Act → how often. */
  readonly acts: Map<string, number>;
}

/** One look at what does not move by itself, or not soon. */
export async function actByHand(hand: Hand): Promise<void> {
  const { administrator } = hand.office;
  const stuck = await ask(administrator.get('/api/deliveries?state=stuck&limit=50'));
  for (const delivery of (stuck?.body.items ?? []) as readonly Body[]) await actOn(delivery, hand);
  const settling = await ask(administrator.get('/api/deliveries?state=settling&limit=50'));
  for (const delivery of (settling?.body.items ?? []) as readonly Body[]) await confirmOld(delivery, hand);
  const waiting = await ask(administrator.get('/api/deliveries?state=waiting&limit=200'));
  for (const delivery of (waiting?.body.items ?? []) as readonly Body[]) {
    if (delivery.failure === 'locked-out') await act(hand, delivery, 'retry', { proof: '令牌已更换' });
    // Or it would wait for the next hour, or the next day, which the soak does not live to see.
    if (delivery.failure === 'limited') await act(hand, delivery, 'retry', { proof: '平台已放宽额度' });
  }
}

/** At this load a lost article is soon not among the newest the adapter looks through; a person turns more pages. */
async function confirmOld(delivery: Body, hand: Hand): Promise<void> {
  const isOld = Date.now() - Date.parse(delivery.createdAt) > PATIENCE_MS;
  const post = isOld && delivery.action === 'publish' ? await findPost(delivery, hand) : null;
  if (post) await act(hand, delivery, 'confirm', { proof: '在发表记录中看到', ref: post.ref, url: post.url });
}

async function actOn(delivery: Body, hand: Hand): Promise<void> {
  const retries = hand.retried.get(delivery.id) ?? 0;
  if (delivery.failure === 'uncertain') {
    const post = delivery.action === 'publish' ? await findPost(delivery, hand) : null;
    if (post) return await act(hand, delivery, 'confirm', { proof: '平台上可见', ref: post.ref, url: post.url });
  }
  // A comment under a withdrawn post cannot be answered, however often it is tried.
  if (delivery.action === 'reply' || retries >= MOST_RETRIES)
    return await act(hand, delivery, 'give-up', { proof: '多次被拒，改用其他方式' });
  hand.retried.set(delivery.id, retries + 1);
  await act(hand, delivery, 'retry', { proof: '已到平台核实，没有发出' });
}

/** Looks where the public looks: a post with our page's address that no delivery is known to have made. */
async function findPost({ account, facts }: Body, { office, fakes }: Hand): Promise<FakePost | null> {
  const known = await ask(office.administrator.get(`/api/deliveries?release=${facts.release}&account=${account}`));
  const refs = new Set(known?.body.items?.map(({ ref }: Body) => ref));
  const posts = fakes[account as keyof Fakes].posts();
  const isOurs = ({ links, title, ref }: FakePost) =>
    links.endsWith(`/p/${facts.release}.html`) && isCorrected(title) === facts.revision > 1 && !refs.has(ref);
  return posts.findLast(isOurs) ?? null;
}

async function act({ office, acts }: Hand, { id, account, failure }: Body, name: string, body: object): Promise<void> {
  const answer = await ask(office.administrator.post(`/api/deliveries/${encodeURIComponent(id)}/${name}`, body));
  if (answer === null || answer.status >= 300) return;
  const what = `${name} (${account} ${failure})`;
  acts.set(what, (acts.get(what) ?? 0) + 1);
}
