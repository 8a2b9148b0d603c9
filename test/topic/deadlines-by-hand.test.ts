/**
 * Due times counted by hand from the notices of the State Council, with the counting beside each. Nothing here was taken from
 * the code: where the two differ, one of them is wrong, and the notice decides. Times are Beijing time; a day means its end.
 * Weekdays are those of the civil calendar: 1 January 2018 was a Monday.
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { readCalendar } from '../../src/calendar/read-calendar.ts';
import type { Calendar, CalendarYear } from '../../src/calendar/working-days.ts';
import { toMinute } from '../../src/clock.ts';
import { type ClockMarks, duesOf, type Waiting } from '../../src/topic/deadline.ts';
import type { Deadlines, Matter, TopicClass } from '../../src/topic/deadline-rule.ts';
import { readDeadlines } from '../../src/topic/read-deadlines.ts';

const config = join(import.meta.dirname, '../../config');

interface Case {
  readonly what: string;
  readonly is: TopicClass | `${'message' | 'case'} ${Matter}`;
  /** Id of the rule looked at. */
  readonly rule: string;
  /** Beijing time, or UTC with a Z. */
  readonly from: string;
  /** 'YYYY-MM-DD HH:MM'; a day alone is its end, 23:59. */
  readonly due: string;
  readonly clock?: Partial<ClockMarks>;
  /** Another year than the one in config/calendar. */
  readonly year?: CalendarYear;
  readonly provisional?: true;
}

const at = (time: string) => new Date(time.endsWith('Z') ? time : `${time}+08:00`);

/** 国办发明电〔2019〕16号 as it stood before 国办发明电〔2020〕1号 made the Spring Festival longer. */
const FIRST_2020: CalendarYear = {
  year: 2020,
  source: '国办发明电〔2019〕16号',
  holidays: new Set(['24', '25', '26', '27', '28', '29', '30'].map((day) => `2020-01-${day}`)),
  workdays: new Set(['2020-01-19', '2020-02-01']),
};

const major = { is: 'major' } as const;
const opinion = { is: 'opinion', rule: 'opinion' } as const;
const general = { is: 'message general', rule: 'message' } as const;
const consultation = { is: 'message consultation', rule: 'message-consultation' } as const;
const investigation = { is: 'message investigation', rule: 'message-investigation' } as const;
const correction = { is: 'message correction', rule: 'message-correction' } as const;
const request = { is: 'request', rule: 'request-reply' } as const;
const sign = { is: 'case', rule: 'case-sign' } as const;

const cases: readonly Case[] = [
  // --- clock hours: nights, weekends and holidays count like any other hour
  // 14 Feb 10:00 + 48 h = 16 Feb 10:00, the second day of the Spring Festival.
  { what: 'opinion on the eve of the Spring Festival', ...opinion, from: '2018-02-14T10:00', due: '2018-02-16 10:00' },
  // 31 Dec 23:59 + 24 h = 1 Jan 23:59, + 24 h = 2 Jan 23:59.
  { what: 'opinion over New Year', ...opinion, from: '2018-12-31T23:59', due: '2019-01-02 23:59' },
  // 2020 is a leap year: 28 Feb, 29 Feb, 1 Mar.
  { what: 'opinion over 29 February', ...opinion, from: '2020-02-28T12:00', due: '2020-03-01 12:00' },
  // 2019 is none: 28 Feb, 1 Mar, 2 Mar.
  { what: 'opinion over the end of a short February', ...opinion, from: '2019-02-28T00:00', due: '2019-03-02 00:00' },
  // 16:30 UTC on 30 June is 00:30 on 1 July in Beijing; + 48 h.
  { what: 'opinion written in UTC', ...opinion, from: '2018-06-30T16:30:00Z', due: '2018-07-03 00:30' },
  // 20:00 + 5 h passes midnight into National Day.
  {
    what: 'first word on an emergency',
    ...major,
    rule: 'major-information',
    from: '2018-09-30T20:00',
    due: '2018-10-01 01:00',
  },
  // 20:00 + 24 h.
  {
    what: 'press conference on it',
    ...major,
    rule: 'major-conference',
    from: '2018-09-30T20:00',
    due: '2018-10-01 20:00',
  },

  // --- working days: the day of arrival is left out, the last one counts to its end
  // Mon 2 July. Tue 3, Wed 4, Thu 5, Fri 6, Mon 9 = 5.
  { what: 'message in a plain week', ...general, from: '2018-07-02T09:00', due: '2018-07-09' },
  // Fri 6 July, last second. Mon 9 to Fri 13 = 5.
  { what: 'message in the last second of a Friday', ...general, from: '2018-07-06T23:59:59', due: '2018-07-13' },
  // Sat 7 July is no working day and is left out anyway: the same Mon 9 to Fri 13.
  { what: 'message on a Saturday', ...general, from: '2018-07-07T00:00', due: '2018-07-13' },
  // 16:00 UTC on the 5th is midnight of Fri 6 in Beijing: Mon 9 to Fri 13.
  { what: 'message at midnight in Beijing', ...general, from: '2018-07-05T16:00:00Z', due: '2018-07-13' },
  // One second earlier it is still Thu 5: Fri 6, Mon 9, Tue 10, Wed 11, Thu 12.
  { what: 'message one second before midnight', ...general, from: '2018-07-05T15:59:59Z', due: '2018-07-12' },
  // Free 15–21 Feb. Thu 22, Fri 23, Sat 24 (made up) = 3.
  { what: 'consultation before the Spring Festival', ...consultation, from: '2018-02-14T10:00', due: '2018-02-24' },
  // Sat 10 Feb. Sun 11 (made up) 1, Mon 12, Tue 13, Wed 14 = 4, free 15–21, Thu 22 = 5.
  { what: 'message the day before a made-up Sunday', ...general, from: '2018-02-10T12:00', due: '2018-02-22' },
  // Sun 11 Feb is worked, but it is the day of arrival: Mon 12, Tue 13, Wed 14, Thu 22, Fri 23.
  { what: 'message on a made-up Sunday', ...general, from: '2018-02-11T10:00', due: '2018-02-23' },
  // Free Thu 5 – Sat 7 April, Sun 8 made up. Wed 4, Sun 8, Mon 9 = 3.
  { what: 'consultation over Qingming', ...consultation, from: '2018-04-03T15:00', due: '2018-04-09' },
  // Sat 28 April made up, free Sun 29 – Tue 1 May. Sat 28, Wed 2, Thu 3 = 3.
  { what: 'correction over Labour Day and a month’s end', ...correction, from: '2018-04-27T09:00', due: '2018-05-03' },
  // Mon 18 June is free: the one working day after Fri 15 is Tue 19.
  {
    what: 'passing a correction on over Dragon Boat',
    ...correction,
    rule: 'message-correction-assign',
    from: '2018-06-15T17:00',
    due: '2018-06-19',
  },
  // Free Mon 24 Sept. Tue 25, Wed 26, Thu 27, Fri 28, Sat 29 (made up) = 5.
  { what: 'message between two holidays', ...general, from: '2018-09-21T11:00', due: '2018-09-29' },
  // Sat 29 is worked and left out. Sun 30 (made up) 1, free 1–7 Oct, Mon 8, Tue 9, Wed 10, Thu 11 = 5.
  { what: 'message on a made-up Saturday', ...general, from: '2018-09-29T08:00', due: '2018-10-11' },
  // Sat 29 Dec made up, free Sun 30, Mon 31, Tue 1. Sat 29, Wed 2, Thu 3 = 3.
  { what: 'consultation over the year’s end', ...consultation, from: '2018-12-28T10:00', due: '2019-01-03' },
  // Tue 22 – Fri 25 Jan = 4, Mon 28 – Fri 1 Feb = 9, Sat 2 and Sun 3 (made up) = 11, free 4–10, Mon 11 – Thu 14 = 15.
  { what: 'investigation over two made-up days', ...investigation, from: '2019-01-21T10:00', due: '2019-02-14' },
  // Sun 28 April (made up) 1, Mon 29, Tue 30 = 3, free 1–4 May, Sun 5 (made up) 4, Mon 6 = 5.
  { what: 'message over the lengthened Labour Day', ...general, from: '2019-04-26T10:00', due: '2019-05-06' },
  // Free 1–7 Oct. Tue 8, Wed 9, Thu 10, Fri 11, Sat 12 (made up) = 5.
  { what: 'message before National Day', ...general, from: '2019-09-30T18:00', due: '2019-10-12' },
  // Thu 23 Jan 1, free 24 Jan – 2 Feb, Mon 3, Tue 4, Wed 5, Thu 6 = 5.
  { what: 'message before the lengthened holiday', ...general, from: '2020-01-22T10:00', due: '2020-02-06' },
  // By the notice before: Thu 23, Fri 31, Sat 1 Feb (made up), Mon 3, Tue 4 = 5.
  {
    what: 'the same by the notice before',
    ...general,
    from: '2020-01-22T10:00',
    due: '2020-02-04',
    year: FIRST_2020,
  },
  // Wed 21, Thu 22, Fri 23 = 3, Mon 26 – Fri 30 = 8, free Sat 31 – Mon 2 Jan, Tue 3 – Fri 6 = 12, Mon 9, Tue 10, Wed 11 = 15.
  { what: 'investigation over a holiday of two years', ...investigation, from: '2022-12-20T10:00', due: '2023-01-11' },
  // Sun 4 Feb (made up) 1, Mon 5, Tue 6, Wed 7, Thu 8 = 5.
  { what: 'message before a made-up Sunday in 2024', ...general, from: '2024-02-02T10:00', due: '2024-02-08' },
  // New Year's Eve, Fri 9 Feb 2024, was no public holiday: Fri 9 1, free 10–17, Sun 18 (made up) 2, Mon 19 = 3.
  { what: 'consultation before New Year’s Eve of 2024', ...consultation, from: '2024-02-08T10:00', due: '2024-02-19' },
  // Sun 26 Jan (made up) 1, Mon 27 = 2, free 28 Jan – 4 Feb, Wed 5, Thu 6, Fri 7 = 5.
  { what: 'message before the Spring Festival of 2025', ...general, from: '2025-01-24T10:00', due: '2025-02-07' },
  // Free 1–3 Jan. Sun 4 (made up), Mon 5, Tue 6 = 3.
  { what: 'consultation before New Year 2026', ...consultation, from: '2025-12-31T10:00', due: '2026-01-06' },
  // Sat 14 Feb (made up) 1, free 15–23, Tue 24, Wed 25, Thu 26, Fri 27 = 5.
  { what: 'message before the nine days of 2026', ...general, from: '2026-02-13T10:00', due: '2026-02-27' },
  // Fri 1 Jan 2027 is free by law; the notice is still to come. Mon 4 – Fri 8 = 5.
  {
    what: 'message into a year whose notice is to come',
    ...general,
    from: '2026-12-31T10:00',
    due: '2027-01-08',
    provisional: true,
  },
  // No data for 2031. Tue 30 Sept, Wed 1, Thu 2, Fri 3 Oct, Mon 6 = 5.
  {
    what: 'message in a year without data',
    ...general,
    from: '2031-09-29T10:00',
    due: '2031-10-06',
    provisional: true,
  },

  // --- hotline cases
  // Sun 20 Sept (made up) 1, Mon 21 = 2.
  {
    what: 'consultation by hotline',
    is: 'case consultation',
    rule: 'case-consultation',
    from: '2026-09-18T16:00',
    due: '2026-09-21',
  },
  // Sun 28 Sept (made up) 1, Mon 29, Tue 30 = 3, free 1–8 Oct, Thu 9, Fri 10 = 5, Sat 11 (made up) 6, Mon 13 – Fri 17 = 11, Mon 20 = 12.
  {
    what: 'complaint by hotline over eight free days',
    is: 'case complaint',
    rule: 'case-complaint',
    from: '2025-09-26T10:00',
    due: '2025-10-20',
  },

  // --- working hours: 8:30–12:00 and 14:30–18:00 on working days; 4 hours to sign for a case
  // 9:00–12:00 = 3 h, 14:30–15:30 = 1 h.
  { what: 'case in the morning', ...sign, from: '2018-07-02T09:00', due: '2018-07-02 15:30' },
  // Fri 17:00–18:00 = 1 h, Mon 8:30–11:30 = 3 h.
  { what: 'case on a Friday evening', ...sign, from: '2018-07-06T17:00', due: '2018-07-09 11:30' },
  // Mon 8:30–12:00 = 3.5 h, 14:30–15:00 = 0.5 h.
  { what: 'case on a Saturday', ...sign, from: '2018-07-07T10:00', due: '2018-07-09 15:00' },
  // The same, from the opening of the same day.
  { what: 'case at night', ...sign, from: '2018-07-02T02:00', due: '2018-07-02 15:00' },
  // 11:30–12:00 = 0.5 h, 14:30–18:00 = 3.5 h: the end of the day, not the next morning.
  { what: 'case that is to be signed by closing time', ...sign, from: '2018-07-02T11:30', due: '2018-07-02 18:00' },
  // Sun 30 Sept is worked: 16:00–18:00 = 2 h, free 1–7 Oct, Mon 8 8:30–10:30 = 2 h.
  { what: 'case on a made-up Sunday before a holiday', ...sign, from: '2018-09-30T16:00', due: '2018-10-08 10:30' },

  // --- disclosure requests: 15 working days under 令492号, 20 under 令711号 from 15 May 2019
  // Wed 15 – Fri 17 = 3, 20–24 = 8, 27–31 = 13, Mon 3, Tue 4 June = 15.
  {
    what: 'request on the last day of the old regulations',
    is: 'request',
    rule: 'request-reply-before-2019',
    from: '2019-05-14T10:00',
    due: '2019-06-04',
  },
  // Thu 16, Fri 17 = 2, 20–24 = 7, 27–31 = 12, Mon 3 – Thu 6 June = 16, free Fri 7, Mon 10 – Thu 13 = 20.
  { what: 'request on the first day of the new ones', ...request, from: '2019-05-15T10:00', due: '2019-06-13' },
  // Tue 14 – Fri 17 = 4, Sat 18 (made up) 5, free 19–21, Wed 22 – Fri 24 = 8, Sun 26 (made up) 9, Mon 27 – Thu 30 = 13,
  // free 1–7 Oct, Fri 8 = 14, Sat 9 (made up) 15, Mon 11 – Fri 15 = 20.
  { what: 'request over two holidays', ...request, from: '2021-09-13T10:00', due: '2021-10-15' },
  // On from Fri 15 Oct: 18–22 = 25, 25–29 = 30, 1–5 Nov = 35, 8–12 Nov = 40.
  {
    what: 'the same, extended by 20 working days',
    ...request,
    from: '2021-09-13T10:00',
    clock: { extended: { at: at('2021-10-11T10:00'), by: 'head', reason: '样例' } },
    due: '2021-11-12',
  },
  // From Fri 18 March: 21–25 = 5, 28 – 1 April = 10, Sat 2 (made up) 11, free 3–5, Wed 6 – Fri 8 = 14, 11–15 = 19, Mon 18 = 20.
  {
    what: 'request completed on a Friday afternoon',
    ...request,
    from: '2022-03-01T10:00',
    clock: { restartedAt: at('2022-03-18T16:00') },
    due: '2022-04-18',
  },
  // Fri 2, Mon 5 – Thu 8 June = 5 (asked on the 8th, which counts); 9–20 do not; Wed 21 = 6, free 22–24, Sun 25 (made up) 7,
  // Mon 26 – Fri 30 = 12, 3–7 July = 17, Mon 10, Tue 11, Wed 12 = 20.
  {
    what: 'request on which a third party was heard',
    ...request,
    from: '2023-06-01T10:00',
    clock: { pauses: [{ from: at('2023-06-08T09:00'), to: at('2023-06-20T15:00'), reason: '征求第三方意见' }] },
    due: '2023-07-12',
  },

  // --- what a change of class makes of the same start
  // Thu 22, Fri 23, Sat 24 (made up), Mon 26, Tue 27 Feb = 5.
  { what: 'message that was public opinion', ...general, from: '2018-02-14T10:00', due: '2018-02-27' },
  // 10:00 + 5 h.
  {
    what: 'message that became a major topic',
    ...major,
    rule: 'major-information',
    from: '2018-02-14T10:00',
    due: '2018-02-14 15:00',
  },
  // Fri 1, Mon 4, Tue 5 June = 3.
  { what: 'consultation at a month’s end', ...consultation, from: '2018-05-31T10:00', due: '2018-06-05' },
  // Fri 1 = 1, 4–8 = 6, 11–15 = 11, free Mon 18, Tue 19 – Fri 22 = 15.
  { what: 'the same once it needs an investigation', ...investigation, from: '2018-05-31T10:00', due: '2018-06-22' },
];

describe('due times counted by hand', () => {
  let calendar: Calendar;
  let deadlines: Deadlines;
  before(async () => {
    calendar = await readCalendar(join(config, 'calendar'));
    deadlines = await readDeadlines(join(config, 'deadlines.json'));
  });

  it('are more than forty, and no two are the same', () => {
    assert.ok(cases.length >= 40, `${cases.length}`);
    assert.equal(new Set(cases.map(({ what }) => what)).size, cases.length);
  });

  const clear: ClockMarks = { restartedAt: null, extended: null, pauses: [], waiting: null };
  function waiting({ is, from, clock }: Case): Waiting {
    const [topicClass, matter = 'general'] = is.split(' ') as [TopicClass, Matter?];
    const marks = clock ? { ...clear, ...clock } : null;
    return { class: topicClass, matter, receivedFrom: at(from), writtenFrom: at('2018-01-01T00:00'), clock: marks };
  }

  for (const [i, one] of cases.entries()) {
    const { what, rule, due, year, provisional = false } = one;
    it(`${i + 1}. ${what}: ${due}`, () => {
      const days = year ? new Map([...calendar, [year.year, year] as const]) : calendar;
      const found = duesOf(waiting(one), deadlines, days).find((each) => each.rule === rule);
      assert.ok(found, `no due time by ${rule}`);
      assert.equal(toMinute(found.at), due.length === 10 ? `${due} 23:59` : due);
      assert.equal(found.provisional, provisional);
      if (due.length === 10) assert.equal(found.at.getTime() % 1000, 999);
    });
  }

  it('are explained with every free day that was skipped and every made-up day that counted', () => {
    const one = cases.find(({ what }) => what === 'request on which a third party was heard')!;
    const { explanation } = duesOf(waiting(one), deadlines, calendar).find(({ rule }) => rule === one.rule)!;
    for (const part of [
      '政府信息公开申请：答复，20 个工作日内',
      '自 2023-06-01 10:00（最早一条待回应线索收到）起算',
      '当日不计',
      '跳过放假的 2023-06-22、2023-06-23',
      '计入调休上班的 2023-06-25',
      '2023-06-08 次日至 2023-06-20 不计：征求第三方意见',
      '至 2023-07-12 24:00 前',
      '依据：《政府信息公开条例》（国务院令第711号）第三十三条',
    ]) {
      assert.ok(explanation.includes(part), `${part} is missing in ${explanation}`);
    }
  });

  it('say that they are provisional while a notice is to come', () => {
    const one = cases.find(({ what }) => what === 'message into a year whose notice is to come')!;
    const [{ explanation }] = duesOf(waiting(one), deadlines, calendar);
    assert.match(explanation, /2027 年的放假调休通知尚未公布.*暂定.*重算/);
  });
});
