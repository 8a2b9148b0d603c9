import assert from 'node:assert/strict';
import { lastDigits, readForm } from '../../src/interaction/form.ts';
import { forms } from '../../src/interaction/forms.ts';
import { checkCreditCode, checkIdentityNumber } from '../../src/interaction/identity-numbers.ts';
import { aLetter, aRequest } from './fill-in.ts';

const read = (id: keyof typeof forms, values: Readonly<Record<string, string>>) =>
  readForm(forms[id], new URLSearchParams(values));

const aWholeLetter = { ...aLetter, consent: 'no' };
const aWholeRequest = { ...aRequest, applicant: 'person', form: '纸质', way: '邮寄' };

describe('reading a form', () => {
  it('takes what is complete', () => {
    assert.deepEqual(read('letter', aWholeLetter).problems, []);
    assert.deepEqual(read('request', aWholeRequest).problems, []);
  });

  it('names every field that is missing, in the order of the form', () => {
    const { problems } = read('letter', {});
    assert.deepEqual(
      problems.map(({ field }) => field),
      ['mailbox', 'about', 'title', 'text', 'consent', 'name', 'phone'],
    );
  });

  const wrongs: readonly [string, keyof typeof forms, Record<string, string>, string][] = [
    ['a mailbox that is not there', 'letter', { ...aWholeLetter, mailbox: '省长信箱' }, 'mailbox'],
    ['a title too long', 'letter', { ...aWholeLetter, title: '长'.repeat(61) }, 'title'],
    ['a text too short', 'letter', { ...aWholeLetter, text: '路灯' }, 'text'],
    ['a telephone number that is none', 'letter', { ...aWholeLetter, phone: '12345' }, 'phone'],
    ['a mail address that is none', 'letter', { ...aWholeLetter, email: 'a@b' }, 'email'],
    ['an identity number with a slip', 'request', { ...aWholeRequest, identity: '110105194912310021' }, 'identity'],
    [
      'an organisation without its name',
      'request',
      { ...aWholeRequest, applicant: 'company', identity: '91350100M000100Y43' },
      'organisation',
    ],
    ['an answer by mail without an address', 'request', { ...aWholeRequest, way: '电子邮件' }, 'email'],
  ];
  for (const [title, id, values, field] of wrongs) {
    it(`turns back ${title}`, () => {
      const { problems } = read(id, values);
      assert.deepEqual(
        problems.map((problem) => problem.field),
        [field],
      );
    });
  }

  it('keeps line breaks of a text, none of a line, and nothing that no one can see', () => {
    const { values } = read('letter', {
      ...aWholeLetter,
      title: '一\r\n二\u202e',
      text: `第一行\r\n第二行${'\u0000\u200b'}。请尽快办理`,
    });
    assert.equal(values.title, '一 二');
    assert.equal(values.text, '第一行\n第二行。请尽快办理');
  });

  it('leaves out what the form does not ask', () => {
    assert.ok(!('role' in read('letter', { ...aWholeLetter, role: 'administrator' }).values));
  });
});

describe('numbers that prove who applies', () => {
  it('are checked by their check characters', () => {
    assert.equal(checkIdentityNumber('11010519491231002x'), null);
    assert.notEqual(checkIdentityNumber('110105194912310029'), null);
    assert.notEqual(checkIdentityNumber('1101051949123100'), null);
    assert.equal(checkCreditCode('91350100M000100Y43'), null);
    assert.notEqual(checkCreditCode('91350100M000100Y44'), null);
    assert.notEqual(checkCreditCode('IIIIIIIIIIIIIIIIII'), null);
  });

  it('end in four digits, however a telephone number is written', () => {
    const digits = ['138 0000 1234', '0854-7612345', '0854-7612345转12', '＋86 13800001234', '', '12'].map(lastDigits);
    assert.deepEqual(digits, ['1234', '2345', '2345', '1234', '', '']);
  });
});
