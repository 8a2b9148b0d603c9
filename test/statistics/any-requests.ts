/** Any lines about requests for disclosure, entered by hand and taken by the site, for properties of the annual tables. */
import fc from 'fast-check';
import { startOfDay } from '../../src/clock.ts';
import { entryChoices } from '../../src/entry/entry-choices.ts';
import { aLine, type Line } from '../../src/ledger/line.ts';
import { on } from './on-ledger.ts';

const id = fc.integer({ min: 1, max: 30 }).map((n) => `e${n}`);
const day = fc
  .record({
    year: fc.integer({ min: 2019, max: 2023 }),
    month: fc.integer({ min: 1, max: 12 }),
    date: fc.integer({ min: 1, max: 28 }),
  })
  .map(({ year, month, date }) => `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`);
const applicant = fc.constantFrom(...entryChoices.applicant.options.map((option) => option.id));
const outcome = fc.constantFrom(...entryChoices.outcome.options.map((option) => option.id));
const way = fc.constantFrom('request-in-person', 'request-fax', 'request-online', 'request-letter');
const count = fc.integer({ min: 1, max: 4 });

type Facts = Line['facts'];

export const entered = (subject: string, when: string, facts: Facts, isTakenBack = false): Line =>
  aLine({
    ...{ what: isTakenBack ? 'entry.taken-back' : 'entry.made', subject, by: 'p1' },
    ...{ at: startOfDay(when), facts: { people: null, ...facts } },
  });

export const requested = (signal: string, when: string, facts: Facts = {}): Line =>
  aLine({ what: 'signal.taken', subject: signal, at: on(when), by: 'system', facts: { kind: 'request', ...facts } });

export const closed = (topic: string, when: string, facts: Facts, nth: number): Line =>
  aLine({ what: 'topic.closed', subject: topic, at: on(when), by: 'p1', facts: { reason: '已答复', ...facts }, nth });

export const reopened = (topic: string, when: string, facts: Facts, nth: number): Line =>
  aLine({ what: 'topic.reopened', subject: topic, at: on(when), by: 'p1', facts: { reason: '更正', ...facts }, nth });

const anArrival = fc
  .record({ id, day, kind: way, applicant, count })
  .map(({ id: subject, day: when, ...facts }) => entered(subject, when, facts));
const carriedIn = fc
  .record({ id, applicant, count })
  .map(({ id: subject, ...facts }) => entered(`c-${subject}`, '2018-12-31', { kind: 'request-carried-in', ...facts }));
const anAnswer = fc
  .record({ id, day, applicant, outcome, count, isTakenBack: fc.boolean() })
  .map(({ id: subject, day: when, isTakenBack, ...facts }) =>
    entered(`a-${subject}`, when, { kind: 'request-answered', ...facts }, isTakenBack),
  );
const aSignal = fc
  .record({ id, day, applicant: fc.option(applicant, { nil: null }) })
  .map(({ id: signal, day: when, ...facts }) => requested(`website:${signal}`, when, facts));
const anEnd = fc
  .record({ id, day, applicant, outcome, isReopened: fc.boolean(), nth: fc.integer({ min: 2, max: 5 }) })
  .map(({ id: topic, day: when, isReopened, nth, ...facts }) =>
    (isReopened ? reopened : closed)(`t-${topic}`, when, facts, nth),
  );

/** Each line once, by its id; nothing says that what is answered was ever asked. */
export const requestLines = fc.uniqueArray<Line, string>(fc.oneof(anArrival, carriedIn, anAnswer, aSignal, anEnd), {
  selector: ({ _id }) => _id,
  maxLength: 40,
});
