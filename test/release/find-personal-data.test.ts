import assert from 'node:assert/strict';
import { findPersonalData } from '../../src/release/find-personal-data.ts';
import { showRelease } from '../../src/release/show-release.ts';
import { aRelease, aText } from '../support/builders.ts';

// The identity number is the specimen of GB 11643-1999; the card is made up so that its check digit holds.
const identity = '11010519491231002X';
const card = '6222021234567890128';
const found = (body: string) => findPersonalData(aText({ body })).map(({ problem }) => problem);

describe('findPersonalData', () => {
  it('finds identity numbers, bank cards and mobile numbers, and shows no whole number again', () => {
    const [first, second, third, ...more] = findPersonalData(
      aText({ body: `<p>张某${identity}，卡号${card}</p><table><tr><td>13812345678</td><td>1</td></tr></table>` }),
    );
    assert.match(first?.problem ?? '', /身份证号.*11\*{13}02X/);
    assert.match(second?.problem ?? '', /银行卡号.*6222\*+0128/);
    assert.match(third?.problem ?? '', /手机号.*138\*{4}5678/);
    assert.deepEqual(more, []);
    assert.ok([first, second, third].every((one) => one?.field === 'body' && /请/.test(one.remedy)));
  });

  it('looks into title and summary as well', () => {
    const fields = findPersonalData(aText({ title: `公示${identity}`, summary: '电话13812345678' }));
    assert.deepEqual(
      fields.map(({ field }) => field),
      ['title', 'summary'],
    );
  });

  it('counts the same number once and says how many there are of a kind', () => {
    assert.match(found(`<p>13812345678、13812345678、13912345678</p>`).join(), /2 处/);
  });

  it('leaves document numbers, office telephones, amounts and masked numbers alone', () => {
    const harmless = [
      '示范府公〔2026〕8号',
      '0854-7612345',
      '110105194912310021',
      '1101051949****002X',
      '6222021234567890127',
      '138****5678',
      '统一社会信用代码11522728009663870X',
      '20261124000000123456789',
      '￥12345678901.50',
      '示范县解放路12号政务服务大厅',
      'office@example.gov.cn',
    ];
    for (const text of harmless) assert.deepEqual(found(`<p>${text}</p>`), [], text);
  });

  it('finds a home, a plate and an account, and does not repeat the home', () => {
    const [plate, account, home] = findPersonalData(
      aText({ body: '<p>贵J12345，微信号：abc_12345，解放路12号3栋2单元501室</p>' }),
    );
    assert.match(plate?.problem ?? '', /车牌号.*贵J\*{4}5/);
    assert.match(account?.problem ?? '', /社交账号/);
    assert.match(home?.problem ?? '', /住址 1 处$/);
  });

  it('is told with the release, to who writes it and to who reviews it', () => {
    const release = aRelease({ text: aText({ body: `<p>${identity}</p>` }) });
    assert.deepEqual(
      showRelease(release).warnings.map(({ field }) => field),
      ['body'],
    );
  });
});
