import assert from 'node:assert/strict';
import { sortCode } from '../../../channels/wechat/errors.ts';

const now = new Date('2026-03-02T23:30:00+08:00');
const sort = (code: number, path = '/cgi-bin/draft/get', message = '') => sortCode({ code, message, path, now });

describe('sortCode', () => {
  for (const [kind, codes] of Object.entries({
    'locked-out': [
      40001, 40014, 42001, 41001, 40013, 40125, 40164, 40243, 48001, 48004, 50004, 50007, 61007, 89503, 89507,
    ],
    refused: [45003, 45004, 45110, 45166, 41039, 40007, 40005, 53503, 53504, 53600, 88000, 88007, 88008, 47009, 45015],
    limited: [45009, 45011, 42010, 45028, 45047],
  })) {
    it(`calls ${codes.join(', ')} ${kind}, in Chinese, with the code`, () => {
      for (const code of codes) {
        const failure = sort(code);
        assert.equal(failure.kind, kind, String(code));
        assert.equal(failure.code, String(code));
        assert.match(failure.message, /\p{Script=Han}/u);
        assert.ok(failure.message.includes(String(code)));
      }
    });
  }

  it('waits for the next Beijing day when the day’s calls are used up', () => {
    assert.deepEqual(sort(45009).retryAt, new Date('2026-03-03T00:00:00+08:00'));
  });

  it('waits a minute when calls came too fast', () => {
    assert.deepEqual(sort(45011).retryAt, new Date('2026-03-02T23:31:00+08:00'));
  });

  it('leaves an order in doubt when the platform is busy, and repeats a read soon', () => {
    for (const code of [-1, 268487001, 9500001]) {
      assert.equal(sort(code, '/cgi-bin/freepublish/submit').kind, 'uncertain');
      assert.equal(sort(code, '/cgi-bin/freepublish/get').kind, 'limited');
      assert.equal(sort(code, '/cgi-bin/stable_token').kind, 'limited');
    }
  });

  it('counts a code nobody sorted as lost', () => assert.equal(sort(99999).kind, 'uncertain'));

  it('locks out on any complaint about the log-in itself', () => {
    for (const code of [40001, 40002, 40013, 40125, 41002, 43002]) {
      assert.equal(sort(code, '/cgi-bin/stable_token').kind, 'locked-out');
    }
  });

  it('tells the address that is missing from the white list, and nothing else of the platform’s text', () => {
    const message = 'invalid ip 1.2.3.4 ipv6 ::ffff:1.2.3.4, not in whitelist rid: 64a-1 access_token=SECRET';
    const failure = sort(40164, '/cgi-bin/stable_token', message);
    assert.ok(failure.message.includes('1.2.3.4'));
    assert.ok(!failure.message.includes('SECRET'));
  });
});
