import assert from 'node:assert/strict';
import { ChannelFailure, toFailure } from '../../src/channel/failure.ts';

describe('ChannelFailure', () => {
  it('carries what to do next, the platform’s code and when to try again', () => {
    const retryAt = new Date('2026-03-02T02:00:00Z');
    const failure = new ChannelFailure('limited', '次数用完', { code: '10023', retryAt });
    assert.deepEqual(
      [failure.kind, failure.message, failure.code, failure.retryAt],
      ['limited', '次数用完', '10023', retryAt],
    );
  });

  it('has neither code nor time unless told', () => {
    const failure = new ChannelFailure('refused', '内容违规');
    assert.deepEqual([failure.code, failure.retryAt], ['', null]);
  });
});

describe('toFailure', () => {
  it('leaves a sorted failure as it is', () => {
    const failure = new ChannelFailure('refused', '内容违规');
    assert.equal(toFailure(failure), failure);
  });

  it('takes an error nobody sorted for lost, and keeps only its name', () => {
    const failure = toFailure(new TypeError('https://api/?access_token=secret'));
    assert.equal(failure.kind, 'uncertain');
    assert.match(failure.message, /TypeError/);
    assert.doesNotMatch(failure.message, /secret/);
  });

  it('takes anything thrown', () => assert.equal(toFailure('secret').message.includes('secret'), false));
});
