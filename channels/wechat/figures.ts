/**
 * What the platform counts about our articles (datacube): by day of publication, by day, and of the whole account. Data exist
 * from 2025-11-01, up to yesterday, and are asked for after 08:00. `is_delay` says that a day is not complete yet.
 */
import type { Attempt } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import type { FiguresPage, WantedFigures } from '../../src/channel/post-figures.ts';
import { after, days, hours, startOfDay, toDay } from '../../src/clock.ts';
import type { Door } from './door.ts';
import { openPosts, type Posts } from './known-posts.ts';
import { cubeAnswer, type Read, readDetails, readReads, readSummary } from './read-figures.ts';

const FIRST_DAY = '2025-11-01'; // getarticletotaldetail and its siblings: "2025-11-01 起"
const READY = hours(8); // of the morning after
const FOLLOWED = days(30); // getarticletotaldetail: figures of the first 30 days
const SPAN = days(29); // getbizsummary: 30 days at most, first and last included

interface Asking {
  readonly door: Door;
  readonly attempt: Attempt;
  readonly posts: Posts;
  /** Calls the platform has given up. */
  readonly offline: Set<string>;
  /** Days about which something is still missing. */
  readonly missing: Set<string>;
}

interface Question {
  /** Of the call, under /datacube/. */
  readonly name: string;
  readonly begin: string;
  readonly end: string;
  readonly read: Read;
}

/** Throws ChannelFailure. */
export async function* pullFigures(door: Door, wanted: WantedFigures, attempt: Attempt): AsyncGenerator<FiguresPage> {
  const last = lastDay(attempt.now);
  const asked = wanted.days.filter((day) => day >= FIRST_DAY && day <= last);
  const [first] = asked;
  if (first === undefined) return;
  const asking: Asking = { door, attempt, posts: openPosts(wanted.posts), offline: new Set(), missing: new Set() };
  // First, since these may tell by which number an article is known.
  for (const day of publicationDays(wanted, last)) {
    yield* ask(asking, { name: 'getarticletotaldetail', begin: day, end: day, read: readDetails }, last);
  }
  for (const day of asked) yield* ask(asking, { name: 'getarticleread', begin: day, end: day, read: readReads }, day);
  const begin = later(first, toDay(after(startOfDay(last), -SPAN)));
  for await (const page of ask(asking, { name: 'getbizsummary', begin, end: last, read: readSummary }, last)) {
    yield { ...page, settled: asked.filter((day) => !asking.missing.has(day)) };
  }
}

/** One call and its page; none when the platform has given the call up. `day` is not complete when the answer is not. */
async function* ask(asking: Asking, { name, begin, end, read }: Question, day: string): AsyncGenerator<FiguresPage> {
  const { door, attempt, posts, offline, missing } = asking;
  if (offline.has(name)) return;
  const body = { begin_date: begin, end_date: end };
  try {
    const answer = await door.weixin.call({ path: `/datacube/${name}`, body, answer: cubeAnswer }, attempt);
    if (answer.is_delay) missing.add(day);
    const refs = posts.learnFrom(answer.list);
    yield { figures: read(answer.list, posts, !answer.is_delay), refs, settled: [], note: null };
  } catch (error) {
    const note = error instanceof ChannelFailure ? noteFor(error, name, end) : null;
    if (note === null) throw error;
    missing.add(day);
    if (error instanceof ChannelFailure && error.code === '47009') offline.add(name);
    yield { figures: [], refs: [], settled: [], note };
  }
}

/** What is missing when one call cannot be answered and the others may. */
function noteFor({ code }: ChannelFailure, name: string, day: string): string | null {
  if (code === '61503') return `平台还没有生成 ${day} 的统计，稍后再取`;
  if (code === '47009') return `平台已停用统计接口 ${name}，这部分数字取不到`;
  return null;
}

/** The last day that may be asked for: yesterday's figures are there from 08:00 on. */
function lastDay(now: Date): string {
  const today = toDay(now);
  const isReady = now.getTime() - startOfDay(today).getTime() >= READY;
  return toDay(after(startOfDay(today), -days(isReady ? 1 : 2)));
}

/** The days on which our articles may have come out, as far back as they are followed. */
function publicationDays({ posts }: WantedFigures, last: string): readonly string[] {
  const from = later(FIRST_DAY, toDay(after(startOfDay(last), -FOLLOWED)));
  const all: string[] = [];
  for (let day = from; day <= last; day = toDay(after(startOfDay(day), days(1)))) all.push(day);
  return all.filter((day) => posts.some(({ sentOn, outOn }) => sentOn <= day && day <= outOn));
}

function later(one: string, other: string): string {
  return one > other ? one : other;
}
