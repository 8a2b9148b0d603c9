/**
 * The county's 2018 through the real service, on the played-back platforms with a moved clock: `npm run replay:2018`, or
 * `-- --share 0.1` for a tenth of it. Prints the annual table beside what the report says, and where the time went.
 */
import { parseArgs } from 'node:util';
import type { WeiboFake } from '../../channels/weibo/fake.ts';
import sealLedger from '../../schedules/seal-ledger.ts';
import { readCalendar } from '../../src/calendar/read-calendar.ts';
import { days, minutes, startOfDay } from '../../src/clock.ts';
import { openOffice } from '../journeys/open-office.ts';
import { answerDay } from './answer-day.ts';
import { type Desk, send, timed } from './desk.ts';
import { enterDay } from './enter-year.ts';
import { print } from './print.ts';
import { type Publication, publishDay } from './publish-day.ts';
import { ANSWERED_TWICE, ON_WEIBO, REPORTED, scaled, shareOf, workingDaysOf2018 } from './year-2018.ts';

const { values } = parseArgs({ options: { share: { type: 'string', default: '1' } } });
const share = Number(values.share);
if (!(share > 0 && share <= 1)) throw new Error('--share is above 0 and at most 1');

const calendar = await readCalendar(new URL('../../config/calendar/', import.meta.url).pathname);
const dates = workingDaysOf2018(calendar);
const wanted = scaled(REPORTED, share);
const office = await openOffice({ start: new Date(startOfDay('2018-01-01').getTime() - days(1)) });
const desk: Desk = { office, spent: new Map() };
// The played-back Weibo ends an authorisation after 30 days; the office renews it in time.
(office.fakes.weibo as WeiboFake).setTokenLife(days(400) / 1000);
const startedMs = performance.now();
try {
  for (const [nth, day] of dates.entries()) {
    await live(nth, day);
    if (process.stderr.isTTY) process.stderr.write(`\r${day}`);
  }
  office.clock.set(new Date(startOfDay('2019-01-02').getTime() + minutes(9 * 60)));
  await timed(desk, 'closing', () => send(office.staff.approver, '/api/statistics/close', { period: '2018' }));
  process.exitCode = (await print(desk, { wanted, share, tookMs: performance.now() - startedMs })) ? 0 : 1;
} finally {
  await office.close();
}

async function live(nth: number, day: string): Promise<void> {
  const of = (count: number) => shareOf(count, nth, dates.length);
  const from = (count: number) => Math.floor((nth * count) / dates.length);
  office.clock.set(new Date(startOfDay(day).getTime() + minutes(8 * 60 + 30)));
  await publishDay(desk, publicationsOf(nth));
  const messages = Math.max(0, wanted.topics - Math.round(ON_WEIBO * share));
  const imported = numbers(from(messages), of(messages));
  // Under a post, so never before the first one.
  const commented = numbers(100_000 + from(wanted.topics - messages), nth === 0 ? 0 : of(wanted.topics - messages));
  const answered = new Set(imported.filter((n) => n < Math.round(ANSWERED_TWICE * share)));
  await answerDay(desk, { imported, commented, twice: answered });
  await enterDay(desk, day, [
    { kind: 'case-received', count: of(wanted.casesReceived), title: '政务110当日受理' },
    { kind: 'case-closed', count: of(wanted.casesClosed), title: '政务110当日办结' },
    { kind: 'request-online', count: of(wanted.requestsOnline), title: '网络申请' },
    { kind: 'request-letter', count: of(wanted.requestsByLetter), title: '信函申请' },
    { kind: 'request-on-time', count: of(wanted.requestsOnline) + of(wanted.requestsByLetter), title: '按时办结' },
    { kind: 'answer-granted', count: of(wanted.requestsOnline) + of(wanted.requestsByLetter), title: '同意公开' },
    { kind: 'proposal-answered', count: of(wanted.proposals), title: '政协提案办理结果' },
    { kind: 'suggestion-answered', count: of(wanted.suggestions), title: '人大建议办理结果' },
    ...trainings(nth),
  ]);
  await timed(desk, 'seals', () => sealLedger.run(office.service.app, office.clock.now()));
}

function numbers(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => first + i);
}

/** The trainings share the people; the last one takes what is left. */
function trainings(nth: number) {
  const first = Math.floor((nth * wanted.trainings) / dates.length);
  return numbers(first, shareOf(wanted.trainings, nth, dates.length)).map((one) => ({
    ...{ kind: 'training', count: 1, title: `第${one + 1}次业务培训` },
    people: Math.max(1, shareOf(wanted.trained, one, wanted.trainings)),
  }));
}

function publicationsOf(nth: number): readonly Publication[] {
  const count = shareOf(wanted.items, nth, dates.length);
  const first = Math.floor((nth * wanted.items) / dates.length);
  const columns = [
    ...Array<string>(shareOf(wanted.press, nth, dates.length)).fill('press'),
    ...Array<string>(shareOf(wanted.interviews, nth, dates.length)).fill('interviews'),
    ...Array<string>(shareOf(wanted.interpretations, nth, dates.length)).fill('interpretations'),
  ];
  const onWechat = shareOf(wanted.wechat, nth, dates.length);
  const onWeibo = shareOf(wanted.weibo, nth, dates.length);
  return numbers(first, count).map((n, i) => ({
    ...{ n: n + 1, column: columns[i] ?? 'notices', onWechat: i < onWechat, onWeibo: i < onWeibo },
    isScheduled: i === count - 1 && nth % 5 === 0,
  }));
}
