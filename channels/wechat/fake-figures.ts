/**
 * The platform's statistics (datacube): computed from what was published and commented, up to yesterday, from 08:00 on. The
 * old calls answer that they are offline.
 */
import { after, days, hours, isDay, startOfDay, toDay } from '../../src/clock.ts';
import { type FakeBody, type FakeHandler, FakeRefusal, textIn } from './fake-call.ts';
import { post } from './fake-draft.ts';
import { articleUrl } from './fake-publish.ts';
import type { FakePlatform, FakePublication } from './fake-state.ts';

/** Switches for tests of what the statistics do at times. */
export interface FakeFigureKnobs {
  /** Whether the account may call them. */
  allowed: boolean;
  /** Yesterday is not complete: half of it is told, with is_delay. */
  delayed: boolean;
  /** Names of calls that are given up, such as 'getarticleread'. */
  offline: string[];
  /** 61503 for yesterday, whatever the time. */
  notReady: boolean;
  /** Added to every count of readers, as a restatement does. */
  correction: number;
}

export function newFigureKnobs(): FakeFigureKnobs {
  return { allowed: true, delayed: false, offline: [], notReady: false, correction: 0 };
}

const FIRST_DAY = '2025-11-01';
const FOLLOWED_DAYS = 30;
const OLD = [
  'getarticlesummary',
  'getarticletotal',
  'getuserread',
  'getuserreadhour',
  'getusershare',
  'getusersharehour',
];

export const figureHandlers: Readonly<Record<string, FakeHandler>> = {
  '/datacube/getarticleread': cube(1, (platform, day) =>
    articles(platform).flatMap(({ publication, place }) => {
      const detail = dayOf(platform, publication, place, day);
      if (detail === null) return [];
      const read_user_source = [{ user_count: detail.read_user, scene_desc: '全部' }];
      return [
        { ref_date: day, msgid: msgid(publication, place), detail: { read_user: detail.read_user, read_user_source } },
      ];
    }),
  ),
  '/datacube/getarticletotaldetail': cube(
    1,
    (platform, day) =>
      articles(platform)
        .filter(({ publication }) => toDay(new Date(publication.at)) === day)
        .map(({ publication, place }) => ({
          ref_date: day,
          msgid: msgid(publication, place),
          publish_type: 1,
          title: publication.items[place]?.article.title,
          content_url: articleUrl(platform, publication.msg_data_id, place),
          detail_list: totalsOf(platform, publication, place),
        })),
    true,
  ),
  '/datacube/getbizsummary': cube(30, (platform, day) => {
    const told = articles(platform).flatMap(({ publication, place }) => dayOf(platform, publication, place, day) ?? []);
    return [{ ref_date: day, detail: told.reduce(add, { ...NOTHING }) }];
  }),
  ...Object.fromEntries(OLD.map((name) => [`/datacube/${name}`, post(() => offline())])),
};

function offline(): never {
  throw new FakeRefusal(47009, 'this api is offline, please use the new api');
}

/** A call that takes a span of at most so many days and tells rows by day; some tell of yesterday whatever they are asked. */
function cube(
  most: number,
  rowsOf: (platform: FakePlatform, day: string) => readonly FakeBody[],
  tellsYesterday = false,
): FakeHandler {
  const handler: FakeHandler = post((platform, body) => {
    const { figures } = platform.knobs;
    if (!figures.allowed) throw new FakeRefusal(48001, 'api unauthorized');
    if (figures.offline.some((name) => figureHandlers[`/datacube/${name}`] === handler)) offline();
    const asked = spanOf(body, most);
    const yesterday = lastDay(platform);
    if (asked.includes(yesterday) && (figures.notReady || isEarly(platform))) {
      throw new FakeRefusal(61503, 'data not ready, please try later');
    }
    if (asked.some((day) => day > yesterday)) throw new FakeRefusal(61501, 'date range error');
    const list = asked.filter((day) => day >= FIRST_DAY).flatMap((day) => rowsOf(platform, day));
    return { list, is_delay: figures.delayed && (tellsYesterday || asked.includes(yesterday)) };
  });
  return handler;
}

function spanOf(body: FakeBody, most: number): readonly string[] {
  const [begin, end] = [textIn(body, 'begin_date'), textIn(body, 'end_date')];
  if (!isDay(begin) || !isDay(end)) throw new FakeRefusal(61500, 'date format error');
  const count = (startOfDay(end).getTime() - startOfDay(begin).getTime()) / days(1) + 1;
  if (count < 1 || count > most) throw new FakeRefusal(61501, 'date range error');
  return Array.from({ length: count }, (_, nth) => toDay(after(startOfDay(begin), days(nth))));
}

function lastDay({ clock }: FakePlatform): string {
  return toDay(after(startOfDay(toDay(clock.now())), -days(1)));
}

function isEarly({ clock }: FakePlatform): boolean {
  return clock.now().getTime() - startOfDay(toDay(clock.now())).getTime() < hours(8);
}

/** Every article ever published; `place` from 0. */
function articles({ state }: FakePlatform) {
  return state.publications.flatMap((publication) => publication.items.map((_, place) => ({ publication, place })));
}

function msgid({ msg_data_id }: FakePublication, place: number): string {
  return `${msg_data_id}_${place + 1}`;
}

const NOTHING = { read_user: 0, share_user: 0, zaikan_user: 0, like_user: 0, comment_count: 0, collection_user: 0 };
type Counts = typeof NOTHING;

function add(one: Counts, other: Counts): Counts {
  const names = Object.keys(NOTHING) as (keyof Counts)[];
  return Object.fromEntries(names.map((name) => [name, one[name] + other[name]])) as Counts;
}

/** What came about on one day; fewer people read an article each day. Null before it came out and after thirty days. */
function dayOf(platform: FakePlatform, publication: FakePublication, place: number, day: string): Counts | null {
  const age = (startOfDay(day).getTime() - startOfDay(toDay(new Date(publication.at))).getTime()) / days(1);
  if (age < 0 || age >= FOLLOWED_DAYS) return null;
  const { state, knobs } = platform;
  const half = knobs.figures.delayed && day === lastDay(platform) ? 2 : 1;
  const readers = Math.floor((1200 / (age + 1) / (place + 1) + knobs.figures.correction) / half);
  const said = state.remarks.filter(
    ({ msg_data_id, index, at }) =>
      msg_data_id === publication.msg_data_id && index === place && toDay(new Date(at)) === day,
  );
  const share = (of: number) => Math.floor(readers / of);
  return {
    read_user: readers,
    share_user: share(20),
    zaikan_user: share(50),
    like_user: share(30),
    comment_count: said.length,
    collection_user: share(100),
  };
}

/** How it stood at the end of each day since it came out. */
function totalsOf(platform: FakePlatform, publication: FakePublication, place: number): readonly FakeBody[] {
  const first = startOfDay(toDay(new Date(publication.at)));
  const all = Array.from({ length: FOLLOWED_DAYS }, (_, nth) => toDay(after(first, days(nth))));
  let total = { ...NOTHING };
  return all
    .filter((day) => day <= lastDay(platform))
    .map((stat_date) => {
      total = add(total, dayOf(platform, publication, place, stat_date) ?? NOTHING);
      return { stat_date, ...total, praise_money: 0, read_finish_rate: 0.4, read_avg_time: 31.5 };
    });
}
