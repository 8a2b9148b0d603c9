import assert from 'node:assert/strict';
import { claimTopic } from '../../src/topic/claim-topic.ts';
import { getTopic, type Topic, topicsOf } from '../../src/topic/topic.ts';
import { unclaimTopic } from '../../src/topic/unclaim-topic.ts';
import { administrator, colleague, drafter, lineOf, now, openDesk, responder, type TestDesk } from './open-desk.ts';

const seen = ({ _id, revision }: Topic) => ({ id: _id, revision });

describe('who has a topic', () => {
  let desk: TestDesk;
  let topic: Topic;
  beforeEach(async () => {
    desk = await openDesk();
    topic = await desk.hear({ ref: 'a' });
  });
  afterEach(() => desk.close());

  const again = () => getTopic(desk.db, topic._id);

  describe('claimTopic', () => {
    it('makes it the responder’s, with one line', async () => {
      const claimed = await claimTopic(desk, seen(topic), responder, now);
      assert.deepEqual([claimed.owner, claimed.revision], ['responder', 2]);
      assert.equal(lineOf(claimed, 'topic.claimed').by, 'responder');
    });

    it('lets one of two win who claim at once, and tells the other', async () => {
      const both = [responder, colleague].map((by) => claimTopic(desk, seen(topic), by, now));
      const outcomes = await Promise.allSettled(both);
      const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
      assert.deepEqual(
        refused.map(({ code, status }) => [code, status]),
        [['stale-revision', 409]],
      );
      lineOf(await again(), 'topic.claimed');
    });

    it('refuses what somebody else has, whatever the revision', async () => {
      const claimed = await claimTopic(desk, seen(topic), responder, now);
      await desk.refusesCleanly('wrong-state', () => claimTopic(desk, seen(claimed), colleague, now));
      await desk.refusesCleanly('stale-revision', () => claimTopic(desk, seen(topic), colleague, now));
    });

    it('refuses who has no right and what is not there', async () => {
      await desk.refusesCleanly('no-right', () => claimTopic(desk, seen(topic), drafter, now));
      await desk.refusesCleanly('not-found', () => claimTopic(desk, { id: 't-none', revision: 1 }, responder, now));
    });
  });

  describe('unclaimTopic', () => {
    it('gives it back, by its owner or an administrator, with one line', async () => {
      const mine = await claimTopic(desk, seen(topic), responder, now);
      const free = await unclaimTopic(desk, seen(mine), responder, now);
      assert.equal(free.owner, null);
      assert.equal(lineOf(free, 'topic.released').facts.from, 'responder');
      const theirs = await claimTopic(desk, seen(free), colleague, now);
      assert.equal((await unclaimTopic(desk, seen(theirs), administrator, now)).owner, null);
    });

    it('refuses others, and what nobody has', async () => {
      await desk.refusesCleanly('wrong-state', () => unclaimTopic(desk, seen(topic), responder, now));
      const mine = await claimTopic(desk, seen(topic), responder, now);
      await desk.refusesCleanly('no-right', () => unclaimTopic(desk, seen(mine), colleague, now));
    });
  });

  it('numbers the lines of a topic by its revisions, so that none is lost for another', async () => {
    let last = topic;
    for (let i = 0; i < 3; i++) {
      last = await claimTopic(desk, seen(last), responder, now);
      last = await unclaimTopic(desk, seen(last), responder, now);
    }
    const ids = (await topicsOf(desk.db).findOne({ _id: topic._id }))?.unposted.map(({ _id }) => _id) ?? [];
    assert.equal(new Set(ids).size, 7);
  });
});
