/** Promises about what is read from the platform: comments and the state of the account. */
import assert from 'node:assert/strict';
import type { Ref } from '../../../src/channel/contract.ts';
import { anAttempt } from '../../support/channel-tools.ts';
import { publishing } from './errand.ts';
import { needs, type World } from './open-world.ts';

export function promisePulling(world: () => World): void {
  describe('pullComments', () => {
    const MANY = 120; // more than two pages of any platform

    /** All that a caller gets who goes on from page to page. */
    async function pullAll(cursor: string | null, posts: readonly Ref[]) {
      const items = [];
      for (let calls = 0; calls < 30; calls++) {
        const attempt = anAttempt({ now: world().clock.now() });
        const page = await world().channel.pullComments!({ cursor, posts }, attempt);
        items.push(...page.items);
        cursor = page.cursor;
        if (!page.more) return { items, cursor };
      }
      return assert.fail('never says that there is no more');
    }

    it('gives each comment once, oldest first, across pages, and later only what is new', async function () {
      needs(this, world(), 'pullComments');
      const { ref: post } = await publishing(world()).done();
      const written: Ref[] = [];
      for (let nth = 0; nth < MANY; nth++) {
        world().clock.pass(1_000);
        written.push(world().fake.comment(post, `网友${nth}`, `第${nth}条`));
      }
      const first = await pullAll(null, [post]);
      assert.deepEqual(
        first.items.map(({ ref }) => ref),
        written,
      );
      assert.equal((await pullAll(first.cursor, [post])).items.length, 0);
      world().clock.pass(60_000);
      const late = world().fake.comment(post, '王小明', '几点来水？');
      const [found, ...others] = (await pullAll(first.cursor, [post])).items;
      assert.deepEqual([found?.ref, found?.text, found?.post, others.length], [late, '几点来水？', post, 0]);
      assert.equal(found?.writtenAt.getTime(), Math.floor(world().clock.now().getTime() / 1000) * 1000);
    });
  });

  describe('check', () => {
    it('finds nothing wrong with a healthy account', async function () {
      needs(this, world(), 'check');
      const findings = await world().channel.check!(anAttempt({ now: world().clock.now() }));
      assert.deepEqual(
        findings.filter(({ ok }) => !ok),
        [],
      );
    });
  });
}
