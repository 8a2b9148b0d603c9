/** What is not as it should be, with all that the platform and our records say about it: what a person needs to find out why. */
import { DELIVERIES, type Delivery } from '../../../src/delivery/delivery.ts';
import { triesMade } from '../../../src/delivery/try.ts';
import type { Database } from '../../../src/store/collection.ts';
import type { Fakes } from '../../journeys/open-office.ts';
import { PLATFORMS } from './platforms.ts';
import type { Account } from './reconcile.ts';

const MOST = 12;

export interface Odd {
  readonly db: Database;
  readonly fakes: Fakes;
  readonly accounts: readonly Account[];
}

export async function tellOdd({ db, fakes, accounts }: Odd): Promise<readonly string[]> {
  const stories: string[] = [];
  for (const { what, odd } of accounts) {
    for (const key of odd.slice(0, MOST)) stories.push(`\n${what}: ${key}`, ...(await tell(db, fakes, key)));
  }
  return stories;
}

async function tell(db: Database, fakes: Fakes, key: string): Promise<readonly string[]> {
  const posts = PLATFORMS.flatMap((name) =>
    fakes[name].posts().filter(({ ref, links }) => ref === key || links === key),
  );
  const comments = PLATFORMS.flatMap((name) => fakes[name].comments().filter(({ ref }) => ref === key));
  const releases = new Set(posts.map(({ links }) => /([^/]+)\.html$/.exec(links)?.[1] ?? ''));
  const subject = [{ _id: key }, { 'facts.release': { $in: [...releases] } }, { 'order.comment': key }];
  const deliveries = await db.collection<Delivery>(DELIVERIES).find({ $or: subject }).toArray();
  return [
    ...posts.map((post) => `  post ${JSON.stringify({ ...post, text: '' })}`),
    ...comments.map((comment) => `  comment ${JSON.stringify(comment)}`),
    ...(await Promise.all(deliveries.map((one) => showDelivery(db, one)))),
  ];
}

async function showDelivery(db: Database, delivery: Delivery): Promise<string> {
  const { _id, state, ref, looks, reason, failure, createdAt, doneAt } = delivery;
  const tries = (await triesMade(db, delivery)).map(({ number, at, endedAt, steps, outcome }) =>
    JSON.stringify({ number, at, endedAt, steps: steps.map(({ name }) => name), outcome }),
  );
  return [
    `  ${_id} ${JSON.stringify({ state, ref, looks, reason, failure, createdAt, doneAt })}`,
    ...tries.map((one) => `    ${one}`),
  ].join('\n');
}
