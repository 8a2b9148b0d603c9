/** Promises about publish and the look after it: one post, whatever happens to the answer. */
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { FailureKind } from '../../../src/channel/failure.ts';
import { SITE_URL } from '../../support/channel-tools.ts';
import { facing, publishing } from './errand.ts';
import { announcement, standing, type World } from './open-world.ts';

export function promisePublishing(world: () => World): void {
  describe('publish', () => {
    it('puts out one post that carries the canonical link', async () => {
      const { ref } = await publishing(world()).done();
      const posts = standing(world());
      assert.equal(posts.length, 1);
      assert.equal(posts[0]?.ref, ref);
      assert.equal(posts[0]?.links, announcement().url);
    });

    it('tells the address that the public opens', async () => {
      const { url } = await publishing(world()).done();
      assert.equal(url, standing(world())[0]?.url);
    });

    it('is known again by that address, and by no other, when a person confirms it by hand', async () => {
      const { url } = await publishing(world()).done();
      const { channel } = world();
      assert.ok(url && channel.refOfAddress, 'staff have the address only');
      assert.ok(channel.refOfAddress(url));
      assert.equal(channel.refOfAddress(`${url}?from=copied`), channel.refOfAddress(url));
      for (const other of [
        'https://example.com/',
        'https://example.com/p/r1.html',
        url.replace('://', '://x.'),
        '%',
        '',
      ]) {
        assert.equal(channel.refOfAddress(other), null, other);
      }
    });

    for (const trouble of ['lost-answer', 'hang-after', 'bad-gateway'] as const) {
      it(`is uncertain after ${trouble}, and find sees the one post`, async () => {
        const errand = publishing(world());
        world().fake.spoilNext(trouble);
        const failure = await errand.fails(facing(trouble));
        assert.equal(failure.kind, 'uncertain' satisfies FailureKind);
        const sighting = await errand.look();
        assert.equal(sighting.seen, 'done', inspect(sighting));
        const posts = standing(world());
        assert.deepEqual([posts.length, sighting.seen === 'done' && sighting.ref], [1, posts[0]?.ref]);
      });
    }

    it('is uncertain after hang, find proves absence, and trying again makes one post', async () => {
      const errand = publishing(world());
      world().fake.spoilNext('hang');
      assert.equal((await errand.fails(facing('hang'))).kind, 'uncertain');
      assert.deepEqual(await errand.look(), { seen: 'absent' });
      await errand.done();
      assert.equal(standing(world()).length, 1);
    });

    it('is unreachable without a route, leaves no post, and goes out once when the route is back', async () => {
      const errand = publishing(world());
      world().fake.spoilNext('no-route');
      assert.equal((await errand.fails()).kind, 'unreachable');
      assert.equal(world().fake.posts().length, 0);
      await errand.done();
      assert.equal(standing(world()).length, 1);
    });

    for (const [trouble, kind] of [
      ['refuse', 'refused'],
      ['bad-login', 'locked-out'],
      ['limit', 'limited'],
    ] as const) {
      it(`is ${kind} after ${trouble} and leaves no post`, async () => {
        world().fake.spoilNext(trouble);
        const failure = await publishing(world()).fails();
        assert.equal(failure.kind, kind);
        assert.match(failure.message, /\p{Script=Han}/u, 'the reason is for staff');
        assert.equal(standing(world()).length, 0);
        if (kind === 'limited') assert.ok(failure.retryAt && failure.retryAt > world().clock.now());
      });
    }

    it('does not take an earlier post with the same words for its own', async () => {
      const earlier = await publishing(world()).done();
      const { channel, fake } = world();
      const errand = publishing(world(), { release: 'r2', url: `${SITE_URL}/p/r2.html` });
      fake.spoilNext('hang');
      await errand.fails(facing('hang'));
      const trace = { ...errand.trace(), known: [earlier.ref] };
      const sighting = await channel.find(trace, errand.attempt());
      assert.notEqual(sighting.seen, 'done');
    });
  });
}
