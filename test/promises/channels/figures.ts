/** Promises about what is counted: of posts that were asked for, by day, each once, and plain numbers. */
import assert from 'node:assert/strict';
import type { FiguresPage } from '../../../src/channel/post-figures.ts';
import { days, toDay } from '../../../src/clock.ts';
import { anAttempt } from '../../support/channel-tools.ts';
import { publishing } from './errand.ts';
import { needs, type World } from './open-world.ts';

export function promiseFigures(world: () => World): void {
  describe('pullFigures', () => {
    it('tells figures of the posts asked for, no day later than today and each once', async function () {
      needs(this, world(), 'pullFigures');
      const { ref, url } = await publishing(world()).done();
      const day = toDay(world().clock.now());
      world().clock.pass(days(1));
      const now = world().clock.now();
      const told: FiguresPage[] = [];
      const wanted = { posts: [{ ref, url, title: '', sentOn: day, outOn: day }], days: [day] };
      for await (const page of world().channel.pullFigures!(wanted, anAttempt({ now }))) told.push(page);
      const figures = told.flatMap((page) => page.figures);
      assert.ok(figures.some(({ post }) => post === ref));
      const names = figures.map((one) => `${one.post} ${one.day} ${one.basis}`);
      assert.equal(new Set(names).size, names.length);
      for (const one of figures) {
        assert.ok(one.post === ref || one.post === null);
        assert.ok(one.day >= day && one.day <= toDay(now), one.day);
        assert.ok(Object.values(one.values).every((count) => Number.isSafeInteger(count) && count >= 0));
        assert.ok(!one.final || one.day < toDay(now), 'a day that is not over is not final');
      }
    });
  });
}
