/**
 * After the load, with the service stopped: what was approved, what stands on the platforms, what the deliveries say and
 * what the ledger says, each against the others. Every number but `expected` and `there` should be 0.
 */
import { DELIVERIES, type Delivery } from '../../../src/delivery/delivery.ts';
import { ledgerOf } from '../../../src/ledger/ledger.ts';
import { RELEASES } from '../../../src/release/release.ts';
import { PAGES, type PageRow } from '../../../src/site/page-store.ts';
import type { Database, Row } from '../../../src/store/collection.ts';
import type { Fakes } from '../../journeys/open-office.ts';
import type { Wanted } from './one-release.ts';
import { PLATFORMS } from './platforms.ts';

export interface Account {
  readonly what: string;
  readonly expected: number;
  readonly there: number;
  readonly missing: number;
  readonly doubled: number;
  /** There, and nobody asked for it. */
  readonly foreign: number;
  /** The keys that are not as they should be. */
  readonly odd: readonly string[];
}

/** Compares two lists of keys: each expected one should be there once. */
export function account(what: string, expected: readonly string[], there: readonly string[]): Account {
  const wanted = new Set(expected);
  const found = new Set(there);
  const missing = [...wanted].filter((key) => !found.has(key));
  const doubled = there.filter((key, at) => there.indexOf(key) !== at);
  const foreign = [...found].filter((key) => !wanted.has(key));
  const counts = { missing: missing.length, doubled: doubled.length, foreign: foreign.length };
  const odd = [...missing, ...doubled, ...foreign];
  return { ...{ what, expected: expected.length, there: there.length }, ...counts, odd };
}

export interface World {
  readonly db: Database;
  readonly fakes: Fakes;
  readonly siteUrl: string;
  readonly releases: readonly Wanted[];
}

export async function reconcile({ db, fakes, siteUrl, releases }: World): Promise<readonly Account[]> {
  const deliveries = await db.collection<Delivery>(DELIVERIES).find({}).toArray();
  const done = deliveries.filter(({ state }) => state === 'done');
  const lines = await ledgerOf(db).find({}).toArray();
  const approvals = releases.flatMap(({ id, approvals }) => Array.from({ length: approvals }, (_, i) => `${id}#${i}`));
  const approved = counted(lines.flatMap(({ what, subject }) => (what === 'release.approved' ? [subject] : [])));
  return [
    account('approvals → ledger lines', approvals, approved),
    account('deliveries open', [], idsOf(deliveries.filter(({ state }) => OPEN.has(state)))),
    account('done deliveries → ledger lines', idsOf(done), subjectsOf(lines, 'delivery.done')),
    account('lines not posted', [], await untold(db)),
    ...PLATFORMS.flatMap((name) => onPlatform(name, { db, fakes, siteUrl, releases }, done)),
    await onSite(db, releases),
    ...PLATFORMS.map((name) => answersOn(name, fakes, done)),
  ];
}

const OPEN: ReadonlySet<string> = new Set(['waiting', 'sending', 'settling', 'stuck']);

const idsOf = (rows: readonly Row[]) => rows.map(({ _id }) => _id);
const subjectsOf = (lines: readonly { what: string; subject: string }[], wanted: string) =>
  lines.flatMap(({ what, subject }) => (what === wanted ? [subject] : []));

/** The nth of the same gets the number n, so that a second approval is not a double of the first. */
function counted(subjects: readonly string[]): readonly string[] {
  const times = new Map<string, number>();
  return subjects.map((subject) => {
    const nth = times.get(subject) ?? 0;
    times.set(subject, nth + 1);
    return `${subject}#${nth}`;
  });
}

async function untold(db: Database): Promise<readonly string[]> {
  const waiting = { 'unposted._id': { $gt: '' } };
  const names = [DELIVERIES, RELEASES, 'topics', 'replies', 'signals'];
  return (
    await Promise.all(names.map(async (name) => idsOf(await db.collection(name).find(waiting).toArray())))
  ).flat();
}

function onPlatform(name: (typeof PLATFORMS)[number], world: World, done: readonly Delivery[]): readonly Account[] {
  const posts = world.fakes[name].posts();
  const mine = done.filter(({ account: on, order }) => on === name && order.action === 'publish');
  const linkOf = (id: string) => `${world.siteUrl}/p/${id}.html`;
  const wanted = world.releases.filter(({ isWithdrawn }) => !isWithdrawn).map(({ id }) => linkOf(id));
  const standing = posts.filter(({ gone }) => !gone).map(({ links }) => links);
  return [
    account(
      `${name}: done publications → posts ever made`,
      mine.map(({ ref }) => ref ?? ''),
      posts.map(({ ref }) => ref),
    ),
    // Where a correction follows as a post of its own, a release may rightly stand there twice.
    account(`${name}: approved releases → standing`, wanted, name === 'weibo' ? [...new Set(standing)] : standing),
  ];
}

/** The page shows the last approved title, or that it was withdrawn; withdrawn before it was out, there is none. */
async function onSite(db: Database, releases: readonly Wanted[]): Promise<Account> {
  const pages = await db.collection<PageRow>(PAGES).find({}).toArray();
  const shown = pages.map(({ _id, state, article }) => `${_id} ${state === 'shown' ? article.title : ''}`);
  const known = new Set(idsOf(pages));
  const wanted = releases.filter(({ id, isWithdrawn }) => !isWithdrawn || known.has(id));
  const titles = wanted.map(({ id, title, isWithdrawn }) => `${id} ${isWithdrawn ? '' : title}`);
  return account('website: approved releases → pages', titles, shown);
}

/**
 * One answer of ours under each comment that a delivery says it answered. An answer that was lost, and whose post was withdrawn
 * before anybody could look for it, is gone from every list: no platform tells, and no reader sees it.
 */
function answersOn(name: (typeof PLATFORMS)[number], fakes: Fakes, done: readonly Delivery[]): Account {
  const said = done.flatMap(({ account: on, order }) =>
    on === name && order.action === 'reply' ? [order.comment] : [],
  );
  const gone = new Set(fakes[name].posts().flatMap((post) => (post.gone ? [post.ref] : [])));
  const asked = new Set(said);
  const readable = fakes[name].comments().filter(({ ref, post }) => asked.has(ref) || !gone.has(post));
  const there = readable.flatMap(({ ref, replies }) => replies.map(() => ref));
  return account(`${name}: done replies → answers under comments`, said, there);
}
