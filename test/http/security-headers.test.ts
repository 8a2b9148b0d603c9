import assert from 'node:assert/strict';
import { isOwnSite } from '../../src/http/guard-cross-site.ts';
import { etagOf, readIfMatch } from '../../src/http/read-if-match.ts';
import { securityHeaders } from '../../src/http/security-headers.ts';

describe('securityHeaders', () => {
  it('allows scripts, styles and frames from nowhere else', () => {
    const policy = securityHeaders('http://sanwei.test')['Content-Security-Policy'] ?? '';
    const named = ["default-src 'self'", "style-src 'self'", "img-src 'self' data:", "frame-ancestors 'none'"];
    for (const part of [...named, "form-action 'self'", "base-uri 'none'"]) assert.ok(policy.includes(part), part);
    assert.doesNotMatch(policy, /unsafe/);
  });

  it('asks for https only where the site has it', () => {
    assert.equal(securityHeaders('http://sanwei.test')['Strict-Transport-Security'], undefined);
    assert.match(securityHeaders('https://sanwei.test')['Strict-Transport-Security'] ?? '', /^max-age=31536000$/);
  });
});

describe('isOwnSite', () => {
  const own = 'https://www.luodian.gov.cn';
  const cases: readonly [string, { fetchSite?: string; origin?: string }, boolean][] = [
    ['a program', {}, true],
    ['our page', { fetchSite: 'same-origin', origin: own }, true],
    ['an address typed in', { fetchSite: 'none' }, true],
    ['our page in an old browser', { origin: own }, true],
    ['our page under the name the proxy uses', { origin: 'http://127.0.0.1:8080' }, true],
    ['another site', { fetchSite: 'cross-site', origin: 'https://evil.example' }, false],
    ['a sibling subdomain', { fetchSite: 'same-site', origin: 'https://blog.luodian.gov.cn' }, false],
    ['another site in an old browser', { origin: 'https://evil.example' }, false],
    ['a sandboxed frame', { origin: 'null' }, false],
    ['another scheme', { origin: 'http://www.luodian.gov.cn' }, false],
  ];
  for (const [name, { fetchSite = '', origin = '' }, expected] of cases) {
    it(`is ${expected} for ${name}`, () => {
      assert.equal(isOwnSite({ fetchSite, origin, host: '127.0.0.1:8080' }, own), expected);
    });
  }
});

describe('readIfMatch', () => {
  it('reads a strong and a weak revision', () => {
    assert.equal(readIfMatch('"3"'), 3);
    assert.equal(readIfMatch('W/"12"'), 12);
  });

  it('takes nothing and the star for no condition', () => {
    assert.equal(readIfMatch(''), null);
    assert.equal(readIfMatch('*'), null);
  });

  for (const bad of ['3', '"x"', '"3", "4"', '"-1"']) {
    it(`refuses ${bad}`, () => assert.throws(() => readIfMatch(bad), { code: 'invalid-input' }));
  }
});

describe('etagOf', () => {
  it('is the integer revision in quotes, or none', () => {
    assert.equal(etagOf({ revision: 3 }), '"3"');
    for (const none of [{ revision: '3' }, { revision: 1.5 }, {}, null, 'x']) assert.equal(etagOf(none), null);
  });
});
