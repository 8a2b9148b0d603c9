import assert from 'node:assert/strict';
import { ChannelFailure, type FailureKind, toFailure } from '../../src/channel/failure.ts';
import { afterFailure } from '../../src/delivery/after-failure.ts';
import { at } from '../support/builders.ts';

const now = at('09:00');
const failed = (kind: FailureKind, details: { code?: string; retryAt?: Date } = {}) =>
  new ChannelFailure(kind, '平台的话', details);

describe('afterFailure', () => {
  it('is stuck on a refusal: a person changes the content', () => {
    assert.deepEqual(afterFailure(failed('refused'), 1, now), {
      state: 'stuck',
      reason: '平台的话',
      failure: 'refused',
    });
  });

  it('looks for it first when it may have arrived', () => {
    const outcome = afterFailure(failed('uncertain'), 1, now);
    assert.deepEqual(outcome, {
      state: 'settling',
      ticket: null,
      dueAt: at('09:00:02'),
      reason: '平台的话',
      failure: 'uncertain',
    });
  });

  it('settles an error nobody sorted, whatever it is', () => {
    for (const error of [new TypeError('x of undefined'), 'thrown text', null]) {
      assert.equal(afterFailure(toFailure(error), 1, now).state, 'settling');
    }
  });

  const waits: readonly (readonly [kind: FailureKind, tries: number, until: string])[] = [
    ['unreachable', 1, '09:00:02'],
    ['unreachable', 2, '09:00:10'],
    ['unreachable', 3, '09:00:30'],
    ['unreachable', 4, '09:02:00'],
    ['unreachable', 5, '09:05:00'],
    ['unreachable', 6, '09:15:00'],
    ['unreachable', 7, '09:15:00'],
    ['unreachable', 1000, '09:15:00'],
    ['locked-out', 1, '09:05:00'],
    ['locked-out', 1000, '09:05:00'],
    ['limited', 1, '09:01:00'],
  ];
  for (const [kind, tries, until] of waits) {
    it(`waits until ${until} after try ${tries} was ${kind}`, () => {
      const outcome = afterFailure(failed(kind), tries, now);
      assert.deepEqual(outcome, { state: 'waiting', dueAt: at(until), reason: '平台的话', failure: kind });
    });
  }

  it("waits until the platform's own time when it names one", () => {
    const outcome = afterFailure(failed('limited', { retryAt: at('10:00') }), 1, now);
    assert.equal(outcome.state === 'waiting' && outcome.dueAt.getTime(), at('10:00').getTime());
  });

  it('does not knock again at once when the time the platform names is over already', () => {
    const outcome = afterFailure(failed('limited', { retryAt: at('08:59') }), 1, now);
    assert.ok(outcome.state === 'waiting' && outcome.dueAt > now);
  });

  it("tells the platform's code once", () => {
    const told = (reason: string) => afterFailure(new ChannelFailure('refused', reason, { code: '48001' }), 1, now);
    assert.equal((told('没有权限') as { reason: string }).reason, '没有权限（48001）');
    assert.equal((told('没有权限（48001）') as { reason: string }).reason, '没有权限（48001）');
  });
});
