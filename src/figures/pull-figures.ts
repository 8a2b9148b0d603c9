/**
 * Asks every platform that counts for the figures of our posts of the last 30 days. What came is kept page by page: a round
 * that breaks off, or is out of calls, loses nothing, and the next one goes on.
 */
import type { Doorway, Ref } from '../channel/contract.ts';
import { ChannelFailure } from '../channel/failure.ts';
import type { FiguresPage, PostFigures, WantedFigures } from '../channel/post-figures.ts';
import { onceOnly, type ReadingDesk } from '../channel/reading.ts';
import { after, days, startOfDay, toDay } from '../clock.ts';
import { DELIVERIES, type Delivery } from '../delivery/delivery.ts';
import { titlesOf } from '../delivery/piece.ts';
import type { Database } from '../store/collection.ts';
import { callsToday, countCall, type FigureSource, findFigureSource, noteBroken, noteRound } from './figure-source.ts';
import { keepFigures, type Subject } from './observation.ts';

/** Platforms follow a post that long (getarticletotaldetail: 30 days). */
const FOLLOWED_MS = days(30);
const MOST_POSTS = 300;
/** A day that is not complete after a week is asked for no more. */
const ASKED_DAYS = 7;
/**
 * Calls a day and account. What the statistics allow is published nowhere; it is as much as the tightest of the limits that
 * are (freepublish, 100 a day; Weibo, 100 for all calls together).
 */
const MOST_CALLS = 100;
/** A round of some forty calls. */
const PATIENCE_MS = 300_000;

/** One round. One platform that fails does not stop the others. */
export async function pullAllFigures(desk: ReadingDesk, now: Date): Promise<void> {
  await Promise.all(desk.accounts.map(({ id }) => pullFrom(desk, id, now)));
}

async function pullFrom(desk: ReadingDesk, account: string, now: Date): Promise<void> {
  const doorway = desk.channels.doorway(account);
  if (!doorway?.pullFigures || desk.signal.aborted) return;
  const source = await findFigureSource(desk.db, account);
  if (source.failure?.retryAt && source.failure.retryAt > now) return;
  if (callsToday(source, now) >= MOST_CALLS) return;
  try {
    const posts = await findPosts(desk.db, account, now);
    const wanted = { posts: posts.map(({ wanted }) => wanted), days: openDays(source, now) };
    await round(
      { desk, account, doorway, now, subjects: new Map(posts.map((post) => [post.wanted.ref, post])) },
      wanted,
    );
  } catch (error) {
    // A stopping process aborts its calls: that says nothing about the platform.
    if (desk.signal.aborted) return;
    if (error instanceof ChannelFailure) await countCall(desk.db, account, now);
    await noteBroken(desk.db, account, error, now);
    desk.log.warn({ account, error: error instanceof Error ? error.name : typeof error }, 'figures not pulled');
  }
}

interface Post extends Subject {
  readonly wanted: WantedFigures['posts'][number];
}

interface Round {
  readonly desk: ReadingDesk;
  readonly account: string;
  readonly doorway: Doorway;
  readonly now: Date;
  readonly subjects: ReadonlyMap<Ref, Post>;
}

async function round(running: Round, wanted: WantedFigures): Promise<void> {
  const { desk, account, doorway, now } = running;
  const settled: string[] = [];
  const notes: string[] = [];
  for await (const page of doorway.pullFigures?.(
    wanted,
    onceOnly({ ...desk, key: `figures:${account}`, now, patienceMs: PATIENCE_MS }),
  ) ?? []) {
    const calls = await countCall(desk.db, account, now);
    await keepPage(running, page);
    settled.push(...page.settled);
    if (page.note !== null) notes.push(page.note);
    if (calls < MOST_CALLS) continue;
    notes.push(`今日已调用 ${calls} 次，其余明日再取`);
    break;
  }
  await noteRound(desk.db, account, { settled, notes }, now);
}

async function keepPage({ desk, account, now, subjects }: Round, { figures, refs }: FiguresPage): Promise<void> {
  const subjectOf = ({ post }: PostFigures) => (post === null ? whole(account) : subjects.get(post));
  const told = figures.flatMap((one) => {
    const subject = subjectOf(one);
    return subject ? [{ subject, figures: one }] : [];
  });
  await keepFigures(desk.db, told, now);
  for (const { post, ref } of refs) {
    const _id = subjects.get(post)?.delivery;
    await desk.db.collection<Delivery>(DELIVERIES).updateOne({ _id, state: 'done', ref: post }, { $set: { ref } });
    desk.log.info({ account, delivery: _id }, 'post named in full');
  }
}

const whole = (account: string): Subject => ({ account, delivery: null, release: null });

/** Our posts of the last 30 days, newest first, withdrawn ones too: they were read while they stood. */
async function findPosts(db: Database, account: string, now: Date): Promise<readonly Post[]> {
  const done = { account, state: 'done', doneAt: { $gte: after(now, -FOLLOWED_MS) }, 'order.action': 'publish' };
  const rows = await db
    .collection<Delivery>(DELIVERIES)
    .find(done, { sort: { doneAt: -1 }, limit: MOST_POSTS })
    .toArray();
  const titles = await titlesOf(
    db,
    rows.map(({ _id }) => _id),
  );
  return rows.flatMap(({ _id, ref, url, latest, doneAt, facts: { release } }) => {
    if (ref === null || doneAt === null) return [];
    const sentOn = toDay(latest?.at ?? doneAt);
    const wanted = { ref, url, title: titles.get(_id) ?? '', sentOn, outOn: toDay(doneAt) };
    return [{ account, delivery: _id, release: typeof release === 'string' ? release : null, wanted }];
  });
}

/** The days of the last week about which not all was told, oldest first. */
function openDays({ settled }: FigureSource, now: Date): readonly string[] {
  const today = startOfDay(toDay(now));
  const past = Array.from({ length: ASKED_DAYS }, (_, i) => toDay(after(today, -days(ASKED_DAYS - i))));
  return past.filter((day) => !settled.includes(day));
}
