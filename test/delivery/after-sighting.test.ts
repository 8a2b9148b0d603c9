import assert from 'node:assert/strict';
import { ChannelFailure } from '../../src/channel/failure.ts';
import { afterFailedLook, afterSighting } from '../../src/delivery/after-sighting.ts';
import { at, seenDone } from '../support/builders.ts';

const look = { looks: 1, tries: 1, ticket: 't1', now: at('09:00') };

function dueAtOf(outcome: ReturnType<typeof afterSighting>): Date {
  assert.ok('dueAt' in outcome, `${outcome.state} is not due again`);
  return outcome.dueAt;
}

describe('afterSighting', () => {
  it('is done when it was seen', () => {
    assert.deepEqual(afterSighting(seenDone('p7'), look), {
      state: 'done',
      ref: 'p7',
      url: 'https://weibo.example/p7',
    });
  });

  it("is stuck on the platform's refusal", () => {
    const outcome = afterSighting({ seen: 'refused', reason: '审核未通过' }, look);
    assert.deepEqual(outcome, { state: 'stuck', reason: '审核未通过', failure: 'refused' });
  });

  it('is sent again at once when nothing happened the first time', () => {
    const outcome = afterSighting({ seen: 'absent' }, look);
    assert.equal(outcome.state, 'waiting');
    assert.deepEqual(dueAtOf(outcome), look.now);
  });

  it('is sent again ever more seldom when nothing happens however often it is sent', () => {
    const pauses = [1, 2, 3, 4, 5, 6, 50].map((tries) => {
      const dueAt = dueAtOf(afterSighting({ seen: 'absent' }, { ...look, tries }));
      return (dueAt.getTime() - look.now.getTime()) / 1000;
    });
    assert.deepEqual(pauses, [0, 10, 30, 120, 300, 900, 900]);
  });

  it('keeps the ticket and the time of the platform while it works', () => {
    const outcome = afterSighting({ seen: 'working', lookAt: at('09:07') }, look);
    assert.ok(outcome.state === 'settling');
    assert.deepEqual([outcome.ticket, outcome.dueAt, outcome.failure], ['t1', at('09:07'), null]);
  });

  it('does not look again at once when the platform names a time that is over', () => {
    assert.ok(dueAtOf(afterSighting({ seen: 'working', lookAt: at('08:00') }, look)) > look.now);
  });

  const unknown = { seen: 'unknown', reason: '看不到当时的情况' } as const;

  it('asks a person in one sentence after another, whether the reason ended with a stop or not', () => {
    for (const reason of ['看不到当时的情况', '看不到当时的情况。']) {
      const outcome = afterSighting({ seen: 'unknown', reason }, { ...look, looks: 4 });
      assert.equal(outcome.state === 'stuck' && outcome.reason, '看不到当时的情况。请人工核实');
    }
  });
  for (const [looks, until] of [
    [1, '09:00:02'],
    [2, '09:00:05'],
    [3, '09:00:15'],
  ] as const) {
    it(`looks again at ${until} when look ${looks} proved nothing`, () => {
      const outcome = afterSighting(unknown, { ...look, looks });
      assert.deepEqual(outcome, {
        state: 'settling',
        ticket: 't1',
        dueAt: at(until),
        reason: unknown.reason,
        failure: 'uncertain',
      });
    });
  }

  for (const looks of [4, 40]) {
    it(`asks a person when look ${looks} proved nothing`, () => {
      const outcome = afterSighting(unknown, { ...look, looks });
      assert.equal(outcome.state, 'stuck');
      assert.match((outcome as { reason: string }).reason, /人工核实/);
    });
  }
});

describe('afterFailedLook', () => {
  it('looks again and never gives up, since a failed look says nothing about the order', () => {
    const pauses = [1, 2, 3, 4, 5, 6, 7, 500].map((looks) => {
      const outcome = afterFailedLook(new ChannelFailure('locked-out', '登录失效'), { ...look, looks });
      assert.ok(outcome.state === 'settling' && outcome.ticket === 't1');
      return (outcome.dueAt.getTime() - look.now.getTime()) / 1000;
    });
    assert.deepEqual(pauses, [2, 5, 15, 60, 300, 900, 3600, 3600]);
  });

  it('looks at least every minute while the platform is out of reach', () => {
    const failure = new ChannelFailure('unreachable', '连不上');
    assert.deepEqual(dueAtOf(afterFailedLook(failure, { ...look, looks: 9 })), at('09:01'));
  });

  it("waits for the platform's own time", () => {
    const failure = new ChannelFailure('limited', '今日查询次数已用完', { retryAt: at('00:00', '2026-03-03') });
    assert.deepEqual(dueAtOf(afterFailedLook(failure, look)), at('00:00', '2026-03-03'));
  });

  it('does not look again at once when that time is over', () => {
    const failure = new ChannelFailure('limited', '稍候', { retryAt: at('08:00') });
    assert.ok(dueAtOf(afterFailedLook(failure, look)) > look.now);
  });
});
