/** Who is told what, when something changes: together, without content, and after a break without a gap. */
import assert from 'node:assert/strict';
import { type Change, openChangeFeed } from '../../src/console/change-feed.ts';
import { LEDGER, ledgerIndexes } from '../../src/ledger/ledger.ts';
import { aLine } from '../../src/ledger/line.ts';
import { aClock } from '../support/channel-tools.ts';
import { openStore } from '../support/open-store.ts';

const untilNext = (feed: ReturnType<typeof openChangeFeed>) =>
  new Promise<Change>((resolve) => {
    const end = feed.follow((change) => {
      end();
      resolve(change);
    });
  });

describe('the feed of changes', () => {
  const store = openStore(ledgerIndexes);

  it('tells what was written within a moment as one change, and nothing of what no page shows', async () => {
    const { db } = store();
    const feed = openChangeFeed(() => db, aClock());
    const next = untilNext(feed);
    for (const collection of ['releases', 'secrets', 'deliveries', 'releases']) feed.note(collection);
    assert.deepEqual((await next).topics, ['release', 'delivery']);
    feed.close();
  });

  it('says what was missed since a change, and everything when it does not know', async () => {
    const { db } = store();
    const feed = openChangeFeed(() => db, aClock());
    feed.note('releases');
    const first = await untilNext(feed);
    feed.note('topics');
    await untilNext(feed);
    assert.deepEqual(feed.since(first.id).topics, ['topic']);
    assert.deepEqual(feed.since('of-another-process-7').topics, ['all']);
    feed.close();
  });

  it('hears of what another process wrote by its line in the ledger, once', async () => {
    const { db } = store();
    const clock = aClock();
    const feed = openChangeFeed(() => db, clock);
    const next = untilNext(feed);
    await new Promise((resolve) => setImmediate(resolve));
    await db.collection(LEDGER).findOne({}); // the first look is over
    const line = aLine({ what: 'delivery.done', subject: 'r:1:site:publish', at: clock.now(), by: 'system' });
    await db.collection(LEDGER).insertOne(line);
    assert.deepEqual((await next).topics, ['delivery']);
    feed.close();
  }).timeout(10_000);
});
