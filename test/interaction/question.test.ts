import assert from 'node:assert/strict';
import { hours, after as plus, seconds } from '../../src/clock.ts';
import { askAgain, askQuestion, checkAnswer, toNumber } from '../../src/interaction/question.ts';
import { solve } from './fill-in.ts';

const key = Buffer.alloc(32, 5);
const now = new Date('2026-03-02T09:00:00+08:00');
const later = plus(now, seconds(20));

describe('the question of a form', () => {
  it('is right when a person who reads it answers, whatever it asks', () => {
    for (let i = 0; i < 300; i++) {
      const { text, token } = askQuestion(key, 'letter', now);
      const checked = checkAnswer(key, { form: 'letter', token, answer: solve(text) }, later);
      assert.equal(checked.is, 'right', text);
    }
  });

  it('gives each form shown a name of its own', () => {
    const ids = Array.from({ length: 50 }, () => {
      const { text, token } = askQuestion(key, 'letter', now);
      const checked = checkAnswer(key, { form: 'letter', token, answer: solve(text) }, later);
      return checked.is === 'right' ? checked.id : '';
    });
    assert.equal(new Set(ids).size, 50);
  });

  const { text, token } = askQuestion(key, 'letter', now);
  const answer = solve(text);
  const wrongs: readonly [string, Parameters<typeof checkAnswer>[1], Date, RegExp][] = [
    ['a wrong answer', { form: 'letter', token, answer: `${answer}0` }, later, /没有答对/],
    ['no answer', { form: 'letter', token, answer: '' }, later, /没有答对/],
    ['the question of another form', { form: 'request', token, answer }, later, /失效/],
    ['a token that was changed', { form: 'letter', token: `A${token.slice(1)}x`, answer }, later, /失效/],
    ['no token', { form: 'letter', token: '', answer }, later, /失效/],
    ['a form sent within two seconds', { form: 'letter', token, answer }, plus(now, 1900), /太快/],
    ['a form left open for three hours', { form: 'letter', token, answer }, plus(now, hours(3)), /失效/],
  ];
  for (const [title, sent, at, problem] of wrongs) {
    it(`turns back ${title}`, () => {
      const checked = checkAnswer(key, sent, at);
      assert.ok(checked.is === 'wrong' && problem.test(checked.problem), JSON.stringify(checked));
    });
  }

  it('stays the same after another mistake, and is a new one when it was too old', () => {
    assert.deepEqual(askAgain(key, 'letter', token, later), { text, token });
    assert.notEqual(askAgain(key, 'letter', token, plus(now, hours(4))).token, token);
  });

  it('says nothing of the answer in what travels with the form', () => {
    assert.ok(!Buffer.from(token, 'base64').toString('latin1').includes('answer'));
  });

  it('takes digits of either width and Chinese numerals', () => {
    assert.deepEqual(
      ['12', '１２', '十二', '二十', '七', '八十一', '两', ' 9 '].map(toNumber),
      [12, 12, 12, 20, 7, 81, 2, 9],
    );
    for (const text of ['', 'x', '1234', '一百', '-1', '1e3']) assert.ok(Number.isNaN(toNumber(text)), text);
  });
});
