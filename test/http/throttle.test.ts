import assert from 'node:assert/strict';
import { minutes } from '../../src/clock.ts';
import { Problem } from '../../src/errors.ts';
import { openThrottle } from '../../src/http/throttle.ts';
import { movedClock } from './start-server.ts';

const limit = { times: 2, windowMs: minutes(15) };

describe('openThrottle', () => {
  it('refuses beyond the limit and says how long to wait', () => {
    const clock = movedClock('2018-07-02T09:00:00+08:00');
    const throttle = openThrottle(limit);
    throttle.take('a', clock.now());
    clock.pass(minutes(5));
    throttle.take('a', clock.now());
    assert.throws(
      () => throttle.take('a', clock.now()),
      (error) => error instanceof Problem && error.code === 'too-many-requests' && error.retryAfterSeconds === 600,
    );
  });

  it('counts anew when the window is over', () => {
    const clock = movedClock('2018-07-02T09:00:00+08:00');
    const throttle = openThrottle(limit);
    throttle.take('a', clock.now());
    throttle.take('a', clock.now());
    clock.pass(minutes(15));
    throttle.take('a', clock.now());
    throttle.take('a', clock.now());
    assert.throws(() => throttle.take('a', clock.now()), Problem);
  });

  it('counts each key for itself', () => {
    const { now } = movedClock('2018-07-02T09:00:00+08:00');
    const throttle = openThrottle({ ...limit, times: 1 });
    throttle.take('a', now());
    throttle.take('b', now());
    assert.throws(() => throttle.take('a', now()), Problem);
  });

  it('forgets what is given back, and no more', () => {
    const { now } = movedClock('2018-07-02T09:00:00+08:00');
    const throttle = openThrottle({ ...limit, times: 1 });
    throttle.giveBack('a', now());
    throttle.take('a', now());
    throttle.giveBack('a', now());
    throttle.take('a', now());
    assert.throws(() => throttle.take('a', now()), Problem);
  });

  it('forgets the oldest keys in a flood of new ones', () => {
    const { now } = movedClock('2018-07-02T09:00:00+08:00');
    const throttle = openThrottle({ ...limit, times: 1 });
    throttle.take('first', now());
    for (let i = 0; i < 10_000; i++) throttle.take(`invented ${i}`, now());
    throttle.take('first', now());
    assert.throws(() => throttle.take('invented 9999', now()), Problem);
  });
});
