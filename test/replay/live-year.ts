/** A year of the county, or some months of it, day by day through the service; each month and the year closed by name. */
import type { WeiboFake } from '../../channels/weibo/fake.ts';
import { days, minutes, startOfDay } from '../../src/clock.ts';
import { answerDay } from './answer-day.ts';
import { type Desk, once, read, send, timed } from './desk.ts';
import { enterDay } from './enter-year.ts';
import { type Kill, Killer } from './kills.ts';
import { type Publication, publishDay } from './publish-day.ts';
import { ANSWERED_TWICE, ON_WEIBO, type Reported, shareOf } from './year-2018.ts';

export interface Year {
  /** Working days, in order. */
  readonly dates: readonly string[];
  /** What must come out, all of it spread over these days. */
  readonly wanted: Reported;
  /** Of the whole year's; scales what the report does not tell. */
  readonly share: number;
  readonly kills: readonly Kill[];
  readonly tell?: (day: string) => void;
}

export async function liveYear(desk: Desk, year: Year): Promise<void> {
  const { office } = desk;
  // The played-back Weibo ends an authorisation after 30 days; the office renews it in time.
  (office.fakes.weibo as WeiboFake).setTokenLife(days(400) / 1000);
  const killer = new Killer(office.lives, year.kills);
  try {
    for (const [nth, day] of year.dates.entries()) {
      const before = year.dates[nth - 1];
      await killer.during(nth, async () => {
        await office.setClock(new Date(startOfDay(day).getTime() + minutes(8 * 60 + 30)));
        if (before && monthOf(before) !== monthOf(day)) await close(desk, monthOf(before));
        await liveDay(desk, year, { nth, day });
      });
      year.tell?.(day);
    }
    await Promise.all([killer.strikeLeft(), closeLast(desk, year.dates.at(-1) ?? '')]);
  } finally {
    killer.stop();
  }
}

/** The month of the last day, and the year with its December. */
async function closeLast(desk: Desk, last: string): Promise<void> {
  await desk.office.setClock(new Date(startOfDay(last).getTime() + days(40)));
  await close(desk, monthOf(last));
  if (monthOf(last).endsWith('-12')) await close(desk, last.slice(0, 4));
}

const monthOf = (day: string) => day.slice(0, 7);

async function close(desk: Desk, period: string): Promise<void> {
  const { approver } = desk.office.staff;
  await timed(desk, 'closing', () =>
    once(desk, {
      act: () => send(approver, '/api/statistics/close', { period }),
      look: async () => (await read(approver, `/api/statistics?period=${period}`)).closing,
    }),
  );
}

async function liveDay(
  desk: Desk,
  { dates, wanted, share }: Year,
  { nth, day }: { readonly nth: number; readonly day: string },
): Promise<void> {
  const of = (count: number) => shareOf(count, nth, dates.length);
  const from = (count: number) => Math.floor((nth * count) / dates.length);
  await publishDay(desk, publicationsOf(wanted, nth, dates.length));
  const messages = Math.max(0, wanted.topics - Math.round(ON_WEIBO * share));
  const imported = numbers(from(messages), of(messages));
  // Under a post, so never before the first one.
  const commented = numbers(100_000 + from(wanted.topics - messages), nth === 0 ? 0 : of(wanted.topics - messages));
  const answered = new Set(imported.filter((n) => n < Math.round(ANSWERED_TWICE * share)));
  await answerDay(desk, { imported, commented, twice: answered });
  const requests = of(wanted.requestsOnline) + of(wanted.requestsByLetter);
  await enterDay(desk, day, [
    { kind: 'case-received', count: of(wanted.casesReceived), title: '政务110当日受理' },
    { kind: 'case-closed', count: of(wanted.casesClosed), title: '政务110当日办结' },
    { kind: 'request-online', count: of(wanted.requestsOnline), title: '网络申请' },
    { kind: 'request-letter', count: of(wanted.requestsByLetter), title: '信函申请' },
    { kind: 'request-on-time', count: requests, title: '按时办结' },
    { kind: 'answer-granted', count: requests, title: '同意公开' },
    { kind: 'proposal-answered', count: of(wanted.proposals), title: '政协提案办理结果' },
    { kind: 'suggestion-answered', count: of(wanted.suggestions), title: '人大建议办理结果' },
    ...trainings(wanted, nth, dates.length),
  ]);
  await timed(desk, 'seals', desk.office.sealLedger);
}

function numbers(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => first + i);
}

/** The trainings share the people; the last one takes what is left. */
function trainings(wanted: Reported, nth: number, slots: number) {
  const first = Math.floor((nth * wanted.trainings) / slots);
  return numbers(first, shareOf(wanted.trainings, nth, slots)).map((one) => ({
    ...{ kind: 'training', count: 1, title: `第${one + 1}次业务培训` },
    people: Math.max(1, shareOf(wanted.trained, one, wanted.trainings)),
  }));
}

function publicationsOf(wanted: Reported, nth: number, slots: number): readonly Publication[] {
  const count = shareOf(wanted.items, nth, slots);
  const first = Math.floor((nth * wanted.items) / slots);
  const columns = (['press', 'interviews', 'interpretations'] as const).flatMap((column) =>
    Array<string>(shareOf(wanted[column], nth, slots)).fill(column),
  );
  const onWechat = shareOf(wanted.wechat, nth, slots);
  const onWeibo = shareOf(wanted.weibo, nth, slots);
  return numbers(first, count).map((n, i) => ({
    ...{ n: n + 1, column: columns[i] ?? 'notices', onWechat: i < onWechat, onWeibo: i < onWeibo },
    isScheduled: i === count - 1 && nth % 5 === 0,
  }));
}
