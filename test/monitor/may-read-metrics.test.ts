import assert from 'node:assert/strict';
import { type Asking, type MetricsDoor, refusedMetrics } from '../../src/monitor/may-read-metrics.ts';

const asked = (asking: Partial<Asking>, door: Partial<MetricsDoor> = {}) =>
  refusedMetrics(
    { bearer: null, ip: '127.0.0.1', isForwarded: false, ...asking },
    { token: null, proxies: 0, ...door },
  );

const TOKEN = 'a-token-of-16-letters';

describe('refusedMetrics', () => {
  it('admits this machine and private networks', () => {
    const near = [
      '127.0.0.1',
      '::1',
      '::ffff:127.0.0.1',
      '10.1.2.3',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.1.1',
      'fd00::1',
    ];
    for (const ip of near) assert.equal(asked({ ip }), null, ip);
  });

  it('refuses everybody else and says what to set', () => {
    for (const ip of ['8.8.8.8', '172.32.0.1', '192.169.0.1', '2001:db8::1', '::ffff:8.8.8.8', '']) {
      assert.match(asked({ ip }) ?? '', /SANWEI_METRICS_TOKEN/, ip);
    }
  });

  it('takes nobody for local whom a proxy passed on that is not configured', () => {
    assert.match(asked({ isForwarded: true }) ?? '', /SANWEI_PROXIES/);
    assert.equal(asked({ isForwarded: true, ip: '10.0.0.9' }, { proxies: 1 }), null);
    assert.ok(asked({ isForwarded: true, ip: '8.8.8.8' }, { proxies: 1 }));
  });

  it('admits the token from anywhere, and then nothing else from nowhere', () => {
    const door = { token: TOKEN };
    assert.equal(asked({ ip: '8.8.8.8', bearer: TOKEN }, door), null);
    for (const bearer of [null, '', `${TOKEN}x`, TOKEN.slice(1)]) {
      const refusal = asked({ bearer }, door) ?? '';
      assert.match(refusal, /Authorization/);
      assert.ok(!refusal.includes(TOKEN));
    }
  });
});
