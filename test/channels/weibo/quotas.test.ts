import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ChannelFailure } from '../../../src/channel/failure.ts';
import { anAttempt } from '../../support/channel-tools.ts';
import { closeAll, openBare, sendJson } from './open-weibo.ts';

afterEach(closeAll);

describe('quotasLeft of a weibo account', () => {
  const TOLD = {
    user_limit: 150,
    remaining_user_hits: '12',
    limit_time_unit: 'HOURS',
    reset_time: '2026-03-02 10:00:00',
  };

  it('reads numbers given as text, and the unit', async () => {
    const { channel, asked } = await openBare((_asked, response) => sendJson(response, TOLD));
    const [quota] = await channel.quotasLeft!(anAttempt());
    assert.deepEqual([quota?.left, quota?.limit, quota?.per], [12, 150, 'hour']);
    assert.equal(asked[0]?.path, '/2/account/rate_limit_status.json');
  });

  it('is numbers or a failure whatever the platform answers, and tells no token', async () => {
    let body: unknown = '';
    const { channel } = await openBare((_asked, response) => sendJson(response, body));
    const field = fc.oneof(fc.jsonValue(), fc.constantFrom('', '9'.repeat(40), '<html>'));
    const answers = fc.oneof(
      fc.record({ user_limit: field, remaining_user_hits: field, limit_time_unit: field }, { requiredKeys: [] }),
      fc.string(),
      fc.constantFrom('', '<html>502</html>', '{"user_limit":1', 'null', '[]'),
    );
    await fc.assert(
      fc.asyncProperty(answers, async (answer) => {
        body = answer;
        const told = await channel.quotasLeft!(anAttempt()).catch((error: unknown) => error);
        if (told instanceof ChannelFailure) return assert.ok(!told.message.includes('2.00secret'));
        for (const { left, limit } of told as { left: number; limit: number }[]) {
          assert.ok(Number.isFinite(left) && Number.isFinite(limit));
        }
      }),
      { numRuns: 100 },
    );
  });
});
