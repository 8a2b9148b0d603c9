import assert from 'node:assert/strict';
import fc from 'fast-check';
import { drawReceiptNumber, readReceiptNumber } from '../../src/signal/receipt-number.ts';

const now = new Date('2018-07-01T16:30:00Z'); // 00:30 next day in Beijing
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const drawn = fc.array(fc.nat(30), { minLength: 6, maxLength: 6 }).map((values) => {
  const rest = [...values];
  return drawReceiptNumber(now, () => rest.shift() ?? 0);
});
const bareOf = (number: string) => number.replaceAll('-', '');

describe('receipt number', () => {
  it('carries the Beijing day and reads back as it is', () => {
    fc.assert(
      fc.property(drawn, (number) => {
        assert.match(number, /^20180702-[0-9A-HJ-NP-RTUWXY]{4}-[0-9A-HJ-NP-RTUWXY]{3}$/);
        assert.equal(readReceiptNumber(number), number);
      }),
    );
  });

  it('checks as 统一社会信用代码 do', () => {
    // By hand: digits 2 0 1 8 0 7 0 2 0 0 0 0 0 0, weights 3^i mod 31: 2·1 + 1·9 + 8·27 + 7·26 + 2·17 = 443 = 9 mod 31; 31 − 9 = 22.
    assert.equal(
      drawReceiptNumber(now, () => 0),
      `20180702-0000-00${ALPHABET[22]}`,
    );
  });

  it('takes what people type for it', () => {
    const number = drawReceiptNumber(now, () => 0);
    const bare = bareOf(number);
    for (const typed of [bare, bare.toLowerCase(), ` ${bare} `, number.replaceAll('-', '—'), bare.replaceAll('0', 'O')])
      assert.equal(readReceiptNumber(typed), number, typed);
    assert.equal(readReceiptNumber('２０１８０７０２－００００－００Ｎ'), number);
  });

  it('notices every wrong character and every two neighbours exchanged', () => {
    fc.assert(
      fc.property(drawn, fc.nat(14), fc.constantFrom(...ALPHABET), (number, place, other) => {
        const bare = bareOf(number);
        const wrong = bare.slice(0, place) + other + bare.slice(place + 1);
        if (wrong !== bare) assert.throws(() => readReceiptNumber(wrong), { code: 'invalid-input' });
        const [one = '', next = ''] = bare.slice(place);
        const exchanged = bare.slice(0, place) + next + one + bare.slice(place + 2);
        if (next && exchanged !== bare) assert.throws(() => readReceiptNumber(exchanged), { code: 'invalid-input' });
      }),
    );
  });

  it('draws without repeating itself', () => {
    assert.equal(new Set(Array.from({ length: 2000 }, () => drawReceiptNumber(now))).size, 2000);
  });
});
