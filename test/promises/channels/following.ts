/** Promises about what follows a post: revise, withdraw, reply. */
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { ChannelFailure } from '../../../src/channel/failure.ts';
import { Errand, publishing, withdrawing } from './errand.ts';
import { needs, pieceOf, standing, type World } from './open-world.ts';

export function promiseFollowing(world: () => World): void {
  describe('revise', () => {
    it('changes the post in place and never makes a second one', async function () {
      needs(this, world(), 'revise');
      const { ref: post } = await publishing(world()).done();
      const piece = pieceOf(world().channel, { revision: 2, title: '关于恢复供水的公告' });
      await new Errand({ action: 'revise', post, piece }, world()).done();
      const posts = standing(world());
      assert.equal(posts.length, 1);
      assert.ok(`${posts[0]?.title}${posts[0]?.text}`.includes('恢复供水'));
    });
  });

  describe('withdraw', () => {
    it('is done, and done again when it is gone already', async function () {
      needs(this, world(), 'withdraw');
      const { ref } = await publishing(world()).done();
      await withdrawing(world(), ref).done();
      assert.equal(standing(world()).length, 0);
      await withdrawing(world(), ref).done();
    });

    it('is uncertain after a lost answer, and find sees that the post is gone', async function () {
      needs(this, world(), 'withdraw');
      const { ref } = await publishing(world()).done();
      const errand = withdrawing(world(), ref);
      world().fake.spoilNext('lost-answer');
      assert.equal((await errand.fails()).kind, 'uncertain');
      assert.equal((await errand.look()).seen, 'done');
      assert.equal(standing(world()).length, 0);
    });
  });

  describe('reply', () => {
    async function askedOnce() {
      const { ref } = await publishing(world()).done();
      const comment = world().fake.comment(ref, '王小明', '建设路几点来水？');
      return new Errand({ action: 'reply', comment, text: '您好，预计今晚18时恢复供水。' }, world());
    }

    const replies = () =>
      world()
        .fake.comments()
        .flatMap((comment) => comment.replies);

    it('answers once, and a second try shows no second answer', async function () {
      needs(this, world(), 'reply');
      const errand = await askedOnce();
      await errand.done();
      await errand.try().then(
        (receipt) => assert.equal(receipt.state, 'done'),
        // A platform may call the second one a repetition, which is one more reason to look.
        (failure: ChannelFailure) => assert.ok(['refused', 'uncertain'].includes(failure.kind), failure.kind),
      );
      assert.equal(replies().length, 1);
      assert.ok(replies()[0]?.includes('您好，预计今晚18时恢复供水。'));
    });

    it('is uncertain after a lost answer, and find sees the one answer', async function () {
      needs(this, world(), 'reply');
      const errand = await askedOnce();
      world().fake.spoilNext('lost-answer');
      assert.equal((await errand.fails()).kind, 'uncertain');
      const sighting = await errand.look();
      assert.equal(sighting.seen, 'done', inspect(sighting));
      assert.equal(replies().length, 1);
    });
  });
}
