/** Promises about render: pure, plain, explained. */
import assert from 'node:assert/strict';
import { Errand } from './errand.ts';
import { announcement, pieceOf, standing, type World } from './open-world.ts';

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
    for (const part of Object.values(value)) deepFreeze(part);
    Object.freeze(value);
  }
  return value;
}

export function promiseRendering(world: () => World): void {
  describe('render', () => {
    it('gives the same piece for the same announcement and changes nothing', () => {
      const told = deepFreeze(announcement());
      assert.deepEqual(world().channel.render(told), world().channel.render(told));
    });

    it('makes plain JSON, so that a signed piece can be kept', () => {
      const rendered = world().channel.render(announcement());
      assert.deepEqual(JSON.parse(JSON.stringify(rendered)), rendered);
    });

    it('says why an over-long title cannot go, or shortens it to what the platform takes', async () => {
      const rendered = world().channel.render(announcement({ title: '关于停水的公告'.repeat(100) }));
      if (!rendered.fits) {
        for (const misfit of rendered.misfits) assert.ok(misfit.field && misfit.problem && misfit.remedy);
        assert.notEqual(rendered.misfits.length, 0);
        return;
      }
      await new Errand({ action: 'publish', piece: rendered.piece }, world()).done();
      assert.equal(standing(world()).length, 1);
    });

    it('escapes the title in the preview', () => {
      const { preview } = pieceOf(world().channel, { title: '<script>alert(1)</script>公告' });
      assert.ok(!preview.html.includes('<script'), preview.html);
    });
  });
}
