import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseJson } from '../../src/channel/parse-json.ts';

describe('parseJson', () => {
  it('keeps an integer beyond 2^53 as its digits', () => {
    assert.deepEqual(parseJson('{"id":9007199254740993,"list":[-9007199254740993]}'), {
      id: '9007199254740993',
      list: ['-9007199254740993'],
    });
  });

  it('keeps an integer that a double holds as a number', () => {
    assert.deepEqual(parseJson('[9007199254740991, -1, 1.5, 1e300]'), [9007199254740991, -1, 1.5, 1e300]);
  });

  it('leaves digits in text alone', () => {
    assert.deepEqual(parseJson('{"id":"9007199254740993"}'), { id: '9007199254740993' });
  });

  it('keeps every int64', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (id) => {
        assert.equal(String(parseJson(String(id))), String(id));
      }),
    );
  });

  it('is JSON.parse for everything else', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        fc.pre(!/\d{16}/.test(text)); // integers that large are the exception above
        assert.deepEqual(parseJson(text), JSON.parse(text));
      }),
    );
  });

  it('throws on anything but JSON', () => {
    for (const text of ['', '<html>', '{"a":']) assert.throws(() => parseJson(text), SyntaxError);
  });
});
