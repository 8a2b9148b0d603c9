import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCalendar } from '../../src/calendar/read-calendar.ts';
import type { Calendar } from '../../src/calendar/working-days.ts';
import { toMinute } from '../../src/clock.ts';
import { duesOf, type Waiting } from '../../src/topic/deadline.ts';
import type { Deadlines } from '../../src/topic/deadline-rule.ts';
import { readDeadlines } from '../../src/topic/read-deadlines.ts';

const config = join(import.meta.dirname, '../../config');

describe('duesOf', () => {
  let calendar: Calendar;
  let deadlines: Deadlines;
  before(async () => {
    calendar = await readCalendar(join(config, 'calendar'));
    deadlines = await readDeadlines(join(config, 'deadlines.json'));
  });

  const waiting = (given: Partial<Waiting>, from = '2018-02-14T10:00:00+08:00'): Waiting => ({
    class: 'message',
    matter: 'general',
    receivedFrom: new Date(from),
    writtenFrom: new Date('2018-01-01T00:00:00+08:00'),
    ...given,
  });
  const dues = (given: Partial<Waiting>, from?: string) =>
    duesOf(waiting(given, from), deadlines, calendar).map(({ rule, at }) => [rule, toMinute(at)]);

  it('gives a major topic 5 and 24 clock hours, over night and holidays', () => {
    assert.deepEqual(dues({ class: 'major' }, '2018-02-14T22:30:00+08:00'), [
      ['major-information', '2018-02-15 03:30'],
      ['major-conference', '2018-02-15 22:30'],
    ]);
  });

  it('gives other public opinion 48 clock hours', () => {
    assert.deepEqual(dues({ class: 'opinion' }), [['opinion', '2018-02-16 10:00']]);
  });

  const messages: [Waiting['matter'], string, string][] = [
    ['general', 'message', '2018-02-27 23:59'],
    ['consultation', 'message-consultation', '2018-02-24 23:59'],
    ['complaint', 'message-complaint', '2018-02-27 23:59'],
    ['investigation', 'message-investigation', '2018-03-13 23:59'],
    ['correction', 'message-correction', '2018-02-24 23:59'],
  ];
  for (const [matter, rule, end] of messages) {
    it(`gives a message of kind ${matter} its working days, past the Spring Festival`, () => {
      assert.deepEqual(dues({ matter }).at(-1), [rule, end]);
    });
  }

  it('explains how it was counted, with source and doubt', () => {
    const [{ explanation, doubtful }] = duesOf(waiting({}), deadlines, calendar);
    for (const part of [
      '5 个工作日',
      '2018-02-14 10:00',
      '当日不计',
      '2018-02-15',
      '计入调休上班的 2018-02-24',
      '2018-02-27 24:00',
      '依据：',
    ]) {
      assert.ok(explanation.includes(part), `${part} is missing in ${explanation}`);
    }
    assert.ok(doubtful && explanation.includes(doubtful));
  });

  it('says when a year has no holiday data', () => {
    const [{ explanation }] = duesOf(waiting({}, '2031-09-29T10:00:00+08:00'), deadlines, calendar);
    assert.match(explanation, /2031 年的放假安排尚未录入/);
  });

  it('moves when the calendar changes', () => {
    const [{ at }] = duesOf(waiting({}), deadlines, new Map());
    assert.equal(toMinute(at), '2018-02-21 23:59');
  });

  it('starts with the writing where the configuration says so', () => {
    const [{ at, explanation }] = duesOf(
      waiting({ class: 'opinion' }),
      { ...deadlines, startsAt: 'written' },
      calendar,
    );
    assert.equal(toMinute(at), '2018-01-03 00:00');
    assert.match(explanation, /发表/);
  });

  it('falls back to the general rule for a kind of message without one', () => {
    const some = { ...deadlines, rules: deadlines.rules.filter(({ matter }) => matter !== 'complaint') };
    assert.equal(duesOf(waiting({ matter: 'complaint' }), some, calendar)[0].rule, 'message');
  });
});

describe('readDeadlines', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deadlines-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const rule = (id: string, given: object = {}) => ({
    ...{ id, class: 'message', matter: null, name: '答复', scope: '样例', amount: 5, unit: 'working-days' },
    ...{ source: '样例', doubtful: null, ...given },
  });
  const others = ['opinion', 'major', 'case', 'request'].map((one) => rule(`for-${one}`, { class: one }));
  const whole = [rule('a'), ...others];

  async function read(rules: readonly object[]): Promise<Deadlines> {
    const file = join(folder, 'deadlines.json');
    await writeFile(file, JSON.stringify({ startsAt: 'received', rules }));
    return await readDeadlines(file);
  }

  it('reads a rule for every class', async () => assert.equal((await read(whole)).rules.length, 5));

  const broken: [string, readonly object[], RegExp][] = [
    ['a class without a rule', whole.slice(1), /without a rule/],
    [
      'a class whose only rule is for one kind',
      [...whole.slice(1), rule('a', { matter: 'complaint' })],
      /without a rule/,
    ],
    ['a class whose rules leave a time out', [...whole.slice(1), rule('a', { from: '2019-05-15' })], /without a rule/],
    [
      'a class whose only rule is for taking it on',
      [...whole.slice(1), rule('a', { until: 'taken' })],
      /without a rule/,
    ],
    ['one id twice', [...whole, rule('a')], /twice/],
    ['no hours at all', [...whole, rule('d', { amount: 0 })], /amount/],
    ['an unknown unit', [...whole, rule('d', { unit: 'days' })], /unit/],
    ['no source', [...whole, rule('d', { source: '' })], /source/],
  ];
  for (const [what, rules, message] of broken) {
    it(`refuses a file with ${what}`, () => assert.rejects(read(rules), message));
  }
});
