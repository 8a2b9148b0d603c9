/** The ground under all tests: test/support/mount.ts. */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { takeAttempts } from '../support/mount.ts';

describe('tests', () => {
  it('cannot leave this machine, neither by fetch nor by a socket', async () => {
    await assert.rejects(fetch('http://192.0.2.1/'));
    assert.throws(() => connect(80, 'api.weibo.com'), /may not leave this machine/);
    assert.throws(() => connect({ port: 443, host: '198.51.100.7' }), /may not leave this machine/);
    assert.deepEqual(takeAttempts().length, 3);
  });

  it('live in a zone that is not Beijing’s', () => {
    assert.notEqual(new Date('2026-03-02T00:30:00+08:00').getDate(), 2);
  });
});
