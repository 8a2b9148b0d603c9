import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Problem } from '../../src/errors.ts';
import { readJson } from '../../src/http/read-json.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

function placeIn(text: string): string {
  try {
    readJson(bytes(text));
  } catch (error) {
    assert.ok(error instanceof Problem);
    assert.equal(error.code, 'not-json');
    const [, line, column] = /第 (\d+) 行第 (\d+) 个字符/.exec(error.message) ?? [];
    return `${line}:${column}`;
  }
  return 'is JSON';
}

describe('readJson', () => {
  const cases: readonly [string, string][] = [
    ['{"a": }', '1:7'],
    ['[1,]', '1:4'],
    ['[,1]', '1:2'],
    ['{"a": abc}', '1:7'],
    ['{"a":1,}', '1:8'],
    ['{a:1}', '1:2'],
    ["{'a':1}", '1:2'],
    ['{"a":1', '1:7'],
    ['{"a" 1}', '1:6'],
    ['[tru]', '1:2'],
    ['[+1]', '1:2'],
    ['[[], {}, "x]", NaN]', '1:16'],
    ['{\n  "a": 1,\n  "b": nul\n}', '3:8'],
    ['1 2', '1:3'],
    ['{"a":', '1:6'],
    ['[1,\n', '2:1'],
    [`{"a":"${'长'.repeat(60)}", "b": ?}`, '1:75'],
  ];
  for (const [text, place] of cases) {
    it(`finds where ${JSON.stringify(text).slice(0, 30)} breaks`, () => assert.equal(placeIn(text), place));
  }

  it('never quotes what was sent', () => {
    assert.throws(
      () => readJson(bytes('{"name": 张三}')),
      (error: Error) => !error.message.includes('张'),
    );
  });

  it('refuses bytes that are not UTF-8', () => {
    assert.throws(() => readJson(new Uint8Array([0x22, 0xd6, 0xd0, 0x22])), /UTF-8/);
  });

  it('reads what JSON.stringify writes, with or without a byte order mark', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('', '\uFEFF'), (value, mark) => {
        const text = JSON.stringify(value);
        assert.deepEqual(readJson(bytes(mark + text)), JSON.parse(text));
      }),
      { numRuns: 50 },
    );
  });

  it('names a place in every broken text', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.nat(),
        fc.constantFrom('}', ',', ']', 'x', '"', ':', '\u0001'),
        (value, n, junk) => {
          const text = JSON.stringify(value);
          const at = n % (text.length + 1);
          const place = placeIn(text.slice(0, at) + junk + text.slice(at));
          assert.match(place, /^(?:\d+:\d+|is JSON)$/);
        },
      ),
      { numRuns: 200 },
    );
  });
});
