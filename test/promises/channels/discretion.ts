/** Promises about stopping when told to, and about keeping secrets. */
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { facing, publishing } from './errand.ts';
import type { World } from './open-world.ts';

export function promiseDiscretion(world: () => World): void {
  describe('stopping', () => {
    it('sends nothing when it has been told to stop', async () => {
      const failure = await publishing(world()).fails({ signal: AbortSignal.abort() });
      assert.ok(['unreachable', 'uncertain'].includes(failure.kind), failure.kind);
      assert.equal(world().fake.posts().length, 0);
    });
  });

  describe('secrets', () => {
    for (const trouble of ['lost-answer', 'no-route', 'bad-login', 'refuse', 'limit', 'hang', 'bad-gateway'] as const) {
      it(`stay out of the failure and the log after ${trouble}`, async () => {
        world().fake.spoilNext(trouble);
        const failure = await publishing(world()).fails(facing(trouble));
        const told = [inspect(failure, { depth: 10, showHidden: true }), failure.stack ?? '', ...world().logged].join(
          '\n',
        );
        for (const secret of world().secrets()) assert.ok(!told.includes(secret), `a secret in: ${told}`);
      });
    }
  });
}
