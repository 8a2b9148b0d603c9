import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { ChannelFailure } from '../../src/channel/failure.ts';
import { networkFailure } from '../../src/channel/network-failure.ts';

const coded = (code: string, cause?: unknown) =>
  Object.assign(new Error('https://api/?access_token=x', { cause }), { code });

describe('networkFailure', () => {
  for (const code of [
    'ECONNREFUSED',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'UND_ERR_CONNECT_TIMEOUT',
  ]) {
    it(`is unreachable for ${code}, which proves that nothing arrived`, () => {
      const { kind, code: told } = networkFailure(coded(code));
      assert.deepEqual([kind, told], ['unreachable', code]);
    });
  }

  for (const code of ['ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT', 'SOMETHING']) {
    it(`is uncertain for ${code}`, () => assert.equal(networkFailure(coded(code)).kind, 'uncertain'));
  }

  it('looks behind the error of fetch', () => {
    const fetchFailed = new TypeError('fetch failed', { cause: coded('ECONNREFUSED') });
    assert.equal(networkFailure(fetchFailed).kind, 'unreachable');
  });

  it('looks into the several addresses of one host', () => {
    const all = new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')]);
    assert.equal(networkFailure(all).kind, 'unreachable');
  });

  it('is uncertain for what is no error at all', () => assert.equal(networkFailure('x').kind, 'uncertain'));

  it('leaves a sorted failure as it is', () => {
    const failure = new ChannelFailure('limited', '次数用完');
    assert.equal(networkFailure(failure), failure);
  });

  it('keeps no text and no cause of the error', () => {
    assert.ok(!inspect(networkFailure(coded('ECONNRESET', coded('X'))), { depth: 10 }).includes('access_token'));
  });
});
