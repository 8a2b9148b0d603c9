import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findPersonal, maskPersonal } from '../../src/privacy/find-personal.ts';
import type { PersonalKind } from '../../src/privacy/personal-kind.ts';

// The identity number is the specimen of GB 11643-1999; the others are made up so that their check digits hold.
const identity = '11010519491231002X';

/** What is there → how it looks masked. */
const CASES: readonly (readonly [PersonalKind, string, string])[] = [
  ['identity', `证件${identity}。`, '证件11*************02X。'],
  ['identity', '证件110105 1949 1231 002x', '证件11**** **** **** *02x'],
  ['identity', '旧证110105491231002', '旧证11**********002'],
  ['identity', '身份证号码：110105194912310021（抄错一位）', '身份证号码：11*************021（抄错一位）'],
  ['card', '卡号6222021234567890128', '卡号6222***********0128'],
  ['card', '卡号6222 0212 3456 7890 128', '卡号6222 **** **** ***0 128'],
  ['card', '卡4111111111111111', '卡4111********1111'],
  ['mobile', '电话13812345678', '电话138****5678'],
  ['mobile', '电话+86 138-1234-5678', '电话+86 138-****-5678'],
  ['mobile', '电话１３８１２３４５６７８', '电话１３８****５６７８'],
  ['landline', '座机0854-7612345', '座机0854-*****45'],
  ['landline', '联系方式：7612345', '联系方式：7612*45'],
  ['plate', '贵J12345', '贵J****5'],
  ['plate', '新能源贵JD12345', '新能源贵J*****5'],
  ['plate', '贵J·F123学', '贵J·****学'],
  ['mail', '邮箱zhang.san@example.com', '邮箱z****.***@example.com'],
  ['account', 'QQ：12345678', 'QQ：1******8'],
  ['account', '微信号 abc_12345', '微信号 a**_****5'],
  ['address', '住示范县龙坪镇新村五组12号', '住示范县龙坪镇*******'],
  ['address', '在解放路12号3栋2单元501室', '在***************'],
  ['address', '住某某小区3栋二单元', '住某某小区*****'],
  ['address', '家住云贵小区13栋的老人', '家住*******的老人'],
];

const HARMLESS = [
  '地铁6号线2月19号通车，〔2018〕48号文件，第41号令',
  '13栋房屋有质量问题，12栋安置房，2、3、4、6栋',
  '村集体经济组织、村委会领导小组、村民小组，工作组3号到',
  '罗甸县龙坪镇的龙坪村',
  '138****5678，35*************123，贵J****5',
  '拨打12345、110、400-889-3333',
  '110105194912310021，6222021234567890127',
  '统一社会信用代码11522728009663870X，金额12345678901.50',
  'GB 50180-2018，20261124000000123456789',
  'QQ群里说的，关注微信公众号，微信扫码',
];

describe('maskPersonal', () => {
  for (const [kind, text, masked] of CASES) {
    it(`masks ${kind} in ${text}`, () => {
      const result = maskPersonal(text);
      assert.equal(result.text, masked);
      assert.deepEqual([...new Set(result.findings.map((one) => one.kind))], [kind]);
    });
  }

  it('leaves alone what only looks like it', () => {
    for (const text of HARMLESS) assert.deepEqual(findPersonal(text), [], text);
  });

  it('looks for the kinds it is asked for', () => {
    assert.equal(maskPersonal(`${identity}，13812345678`, ['mobile']).text, `${identity}，138****5678`);
  });

  it('hides again what it hid, wherever it stands', () => {
    assert.equal(maskPersonal('电话：7612345；即 7612345 这个号').text, '电话：7612*45；即 7612*45 这个号');
  });

  it('tells a number and the address that its rest is part of as one finding', () => {
    const { text, findings } = maskPersonal('家住卡4111111111111111');
    assert.equal(text, '家住*************1111');
    assert.deepEqual(
      findings.map(({ kind, text: words }) => [kind, words]),
      [['card', '卡4111111111111111']],
    );
  });

  it('tells a household from a building', () => {
    const exact = (text: string) => findPersonal(text).map(({ isExact }) => isExact);
    assert.deepEqual(exact('解放路12号3栋2单元501室'), [true]);
    assert.deepEqual(exact('解放路12号'), [false]);
  });
});

/** Texts in which personal data, and what nearly is, stand close together. */
const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(...CASES.map(([, text]) => text), ...HARMLESS),
      fc.stringMatching(/^[0-9Xx\- ]{0,20}$/),
      fc.stringMatching(/^[一二三0-9A-C村组号栋单元室路镇住在龙坪家，]{0,16}$/),
      fc.string({ unit: 'grapheme', maxLength: 8 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

describe('any masked text', () => {
  it('contains nothing of what was found, and nothing more is found in it', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const masked = maskPersonal(text);
        for (const finding of masked.findings) assert.ok(!masked.text.includes(finding.text), finding.text);
        assert.deepEqual(maskPersonal(masked.text), { text: masked.text, findings: [] });
      }),
      { numRuns: 500 },
    );
  });

  it('differs from the original only where something was found', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { text: masked, findings } = maskPersonal(text);
        assert.equal(masked.length, text.length);
        let rest = text;
        for (const { start, end, text: words, masked: hidden } of findings) {
          assert.equal(text.slice(start, end), words);
          assert.equal(masked.slice(start, end), hidden);
          rest = rest.slice(0, start) + hidden + rest.slice(end);
        }
        assert.equal(rest, masked);
        for (const [i, { start, end }] of findings.entries()) {
          assert.ok(start >= (findings[i - 1]?.end ?? 0) && end > start);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is made of a long text in time that grows with its length', () => {
    const text = '一'.repeat(50_000) + '路'.repeat(20_000) + '1'.repeat(20_000) + '村组号'.repeat(10_000);
    assert.ok(maskPersonal(text).text.length === text.length);
  });
});
