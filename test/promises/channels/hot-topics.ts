/** Promises about hot lists: whole, tidy, the same names every time, and never an empty one that looks like a quiet day. */
import assert from 'node:assert/strict';
import { ChannelFailure } from '../../../src/channel/failure.ts';
import { anAttempt } from '../../support/channel-tools.ts';
import { needs, type World } from './open-world.ts';

export function promiseHotTopics(world: () => World): void {
  describe('pullHotTopics', () => {
    const pull = (changes = {}) => world().channel.pullHotTopics!(anAttempt({ now: world().clock.now(), ...changes }));

    it('gives every entry once, top first, under the same name each time', async function () {
      needs(this, world(), 'pullHotTopics');
      const topics = await pull();
      world().clock.pass(3_600_000);
      const later = await pull();
      const names = topics.map(({ ref }) => ref);
      assert.ok(names.length > 0);
      assert.equal(new Set(names).size, names.length);
      assert.deepEqual(
        later.map(({ ref }) => ref),
        names,
      );
      const ranks = topics.flatMap(({ rank }) => rank ?? []);
      assert.deepEqual(
        ranks,
        ranks.map((_, i) => i + 1),
      );
    });

    it('links to nothing but web pages', async function () {
      needs(this, world(), 'pullHotTopics');
      for (const { url } of await pull()) assert.match(url ?? 'https:', /^https?:/);
    });

    it('asks nothing when it has been told to stop, and says so as a failure that only wants another look', async function () {
      needs(this, world(), 'pullHotTopics');
      const failed = await pull({ signal: AbortSignal.abort() }).then(
        () => assert.fail('expected a failure'),
        (error: unknown) => error,
      );
      assert.ok(failed instanceof ChannelFailure);
      assert.equal(failed.kind, 'unreachable');
    });
  });
}
