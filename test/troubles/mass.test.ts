/** Sending to followers cannot be taken back from their phones: under every trouble it happens once, or not at all. */
import assert from 'node:assert/strict';
import { type Trouble, troubles } from '../../src/channel/fake.ts';
import { aDraft, ok } from '../journeys/publish.ts';
import type { Body } from '../support/api.ts';
import { openStage, type Stage } from './open-stage.ts';

const OTHERWISE: Readonly<Partial<Record<Trouble, string>>> = {
  refuse: 'stuck refused',
  'false-duplicate': 'stuck uncertain', // the platform names no job: a person looks
};

describe('troubles of sending to followers', () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage('wechat');
  });
  after(() => stage.close());

  async function send(trouble: Trouble): Promise<Body> {
    const { drafter, checker, app, wechat } = stage;
    const accounts = ['website', 'wechat'];
    const draft = aDraft({ title: `群发遇到${trouble}`, accounts, choices: { wechat: { notify: 'all' } } });
    const { id, revision } = (await ok(drafter.post('/api/releases', draft))).body;
    await ok(drafter.post(`/api/releases/${id}/submit`, { revision }));
    await ok(checker.post(`/api/releases/${id}/review`, { revision }));
    stage.platform.spoilNext(trouble);
    await ok(checker.post(`/api/releases/${id}/approve`, { revision }));
    await app.idle();
    await stage.settle();
    await wechat.pushed();
    await app.idle();
    const { deliveries } = (await ok(checker.get(`/api/releases/${id}`))).body;
    return deliveries.find(({ account }: Body) => account === 'wechat');
  }

  for (const trouble of troubles) {
    it(`${trouble}: ends ${OTHERWISE[trouble] ?? 'done, sent once'}`, async () => {
      const { wechat, platform } = stage;
      stage.nextDay();
      const before = { sent: wechat.sent().length, posts: wechat.posts().length };
      try {
        const { state, failure, reason } = await send(trouble);
        assert.equal(failure ? `${state} ${failure}` : state, OTHERWISE[trouble] ?? 'done', reason);
      } finally {
        platform.mend();
      }
      const once = OTHERWISE[trouble] ? 0 : 1;
      assert.deepEqual([wechat.sent().length - before.sent, wechat.posts().length - before.posts], [once, once]);
      assert.deepEqual(platform.troubles(), [], 'a trouble was ordered and not met');
    });
  }
});
