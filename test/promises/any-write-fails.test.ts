/**
 * A release goes its whole way, and one write of it fails: each in turn, until there are none left. Whatever was acknowledged
 * is there afterwards, the text is out once on every channel, and the ledger tells each event once.
 */
import assert from 'node:assert/strict';
import website from '../../channels/website/index.ts';
import type { Channel } from '../../src/channel/contract.ts';
import { after, days, minutes, seconds } from '../../src/clock.ts';
import { DELIVERIES, type Delivery } from '../../src/delivery/delivery.ts';
import { carryOn, dueOn, nextDueOn } from '../../src/delivery/lane.ts';
import { letAllFollow } from '../../src/delivery/let-follow.ts';
import type { Sending } from '../../src/delivery/sending.ts';
import { allIndexes, tellingCollections } from '../../src/indexes.ts';
import { openVoices } from '../../src/interaction/voices.ts';
import { ledgerOf } from '../../src/ledger/ledger.ts';
import { postLines } from '../../src/ledger/post-lines.ts';
import { planReleases } from '../../src/plan/plan-release.ts';
import { openMediaStore } from '../../src/release/media-store.ts';
import { type Release, releasesOf } from '../../src/release/release.ts';
import { approveRelease, reviewRelease, submitRelease } from '../../src/release/review-release.ts';
import { draftRelease } from '../../src/release/write-release.ts';
import { openSite } from '../../src/site/page-store.ts';
import type { Database } from '../../src/store/collection.ts';
import { isUnavailable } from '../../src/store/is-unavailable.ts';
import { aChannel, aClock, accounts, aPerson, aText, channelsOf, seenDone, silentLog } from '../support/builders.ts';
import { aTools } from '../support/channel-tools.ts';
import { type FailingDatabase, openFailing, type Trouble, troubles } from '../support/failing-database.ts';
import { openStore } from '../support/open-store.ts';

const ACCOUNTS = accounts('website', 'wechat', 'weibo');
const SITE_URL = 'https://www.luodian.example';
const [drafter, reviewer, approver] = [aPerson('drafter'), aPerson('reviewer'), aPerson('approver')];
/** More than a release's way has; a test that comes here does not count any more. */
const MOST_WRITES = 60;

/** A platform that keeps its posts, whatever becomes of our record of them. */
function aPlatform(id: string) {
  const posts: string[] = [];
  const channel = aChannel({
    id,
    publish: async (_piece, { key }) => {
      const ref = `${key}/${posts.push(key)}`;
      return { state: 'done', ref, url: null };
    },
    find: async (_trace, { key }) => (posts.includes(key) ? seenDone(`${key}/1`) : { seen: 'absent' }),
  });
  return { channel, posts };
}

function openWorld(failing: FailingDatabase, clock: ReturnType<typeof aClock>) {
  const { db } = failing;
  const platforms = { wechat: aPlatform('wechat'), weibo: aPlatform('weibo') };
  const tools = aTools({ site: { ...openSite(db, clock), ...openVoices(db) }, siteUrl: SITE_URL });
  const [site] = accounts('website');
  const channels: Record<string, Channel> = {
    website: website.open(site as NonNullable<typeof site>, {}, tools),
    wechat: platforms.wechat.channel,
    weibo: platforms.weibo.channel,
  };
  const signal = new AbortController().signal;
  const sending: Sending = {
    ...{ db, clock, log: silentLog, processId: 'here', leaseMs: seconds(30), signal },
    channels: channelsOf(channels),
  };
  return { db, clock, platforms, sending };
}

type World = ReturnType<typeof openWorld>;

/** What staff do about a 503: they look, and do it again when it was not saved. */
async function insist(act: () => Promise<Release>, look: () => Promise<Release | null>): Promise<Release> {
  for (let tries = 0; tries < 20; tries++) {
    try {
      return (await look()) ?? (await act());
    } catch (error) {
      if (!isUnavailable(error)) throw error;
    }
  }
  throw new Error('the database does not come back');
}

async function approveOne({ db, clock }: World, title: string): Promise<Release> {
  const knowledge = () => ({
    accounts: ACCOUNTS.map(({ id }) => id),
    canonical: 'website',
    media: openMediaStore(db),
    source: '县政府办公室',
    isRelease: async () => false,
    choiceProblems: () => [],
    isTopic: async () => false,
  });
  const desk = { db, knowledge, misfits: () => [] };
  const { pictures: _none, ...text } = aText({ title });
  const find = (states: readonly string[]) => () =>
    releasesOf(db).findOne({ 'text.title': title, state: { $in: states } });
  const step = ({ _id, revision }: Release) => ({ id: _id, revision });
  const now = () => clock.now();
  const draft = await insist(() => draftRelease(desk, text, drafter, now()), find(['draft']));
  await insist(() => submitRelease(desk, step(draft), drafter, now()), find(['submitted']));
  const passed = { ...step(draft), verdict: 'pass', comment: '' } as const;
  await insist(() => reviewRelease(desk, passed, reviewer, now()), find(['reviewed']));
  return await insist(() => approveRelease(desk, step(draft), approver, now()), find(['approved']));
}

/** What runs by itself: every failure is met again at the next round, a little later. */
async function runToTheEnd({ db, clock, sending }: World): Promise<void> {
  const desk = { db, siteUrl: SITE_URL, channels: sending.channels, accounts: ACCOUNTS, log: silentLog };
  let quiet = 0;
  for (let rounds = 0; rounds < 100 && quiet < 2; rounds++) {
    const works = [
      () => planReleases(desk, clock.now()),
      ...ACCOUNTS.map(
        ({ id }) =>
          () =>
            carryOnAll(id, sending),
      ),
      () => letAllFollow(db),
      () => postLines(db, tellingCollections),
    ];
    let done = 0;
    for (const work of works) done += await work().catch(orWait);
    quiet = done === 0 ? quiet + 1 : 0;
    clock.set(done === 0 ? await nextTurn(sending) : after(clock.now(), seconds(1)));
  }
  assert.equal(quiet, 2, 'it comes to an end');
}

function orWait(error: unknown): number {
  if (!isUnavailable(error)) throw error;
  return 1;
}

async function carryOnAll(account: string, sending: Sending): Promise<number> {
  const due = await dueOn(account, { inHand: [], room: 10, pause: null }, sending);
  for (const delivery of due) await carryOn(delivery, sending).catch(orWait);
  return due.length;
}

/** When something is due next, if that is soon; a lease runs out in half a minute. */
async function nextTurn(sending: Sending): Promise<Date> {
  const now = sending.clock.now();
  const due = await Promise.all(ACCOUNTS.map(({ id }) => nextDueOn(id, now, sending).catch(() => null)));
  const soon = due.filter((at) => at !== null).sort((a, b) => a.getTime() - b.getTime())[0];
  return soon && soon <= after(now, minutes(60)) ? soon : after(now, minutes(1));
}

async function check(db: Database, { platforms }: World, release: Release): Promise<void> {
  const id = release._id;
  const stored = await releasesOf(db).find({ 'text.title': release.text.title }).toArray();
  assert.deepEqual(
    stored.map(({ _id, state, planned }) => ({ _id, state, planned })),
    [{ _id: id, state: 'approved', planned: true }],
  );
  const deliveries = await db.collection<Delivery>(DELIVERIES).find({ 'facts.release': id }).toArray();
  const states = deliveries.map(({ account, state }) => `${account} ${state}`).sort();
  assert.deepEqual(states, ['website done', 'wechat done', 'weibo done']);
  for (const account of ['wechat', 'weibo'] as const)
    assert.deepEqual(platforms[account].posts, [`${id}:1:${account}:publish`], 'out, and out once');
  const page = await openSite(db, aClock()).find(id);
  assert.deepEqual(page, { revision: 1, withdrawn: false });
  const lines = await ledgerOf(db)
    .find({ $or: [{ subject: id }, { 'facts.release': id }] })
    .toArray();
  const told = lines.map(({ what, facts }) => `${what} ${facts.account ?? ''}`.trim());
  const steps = ['release.approved', 'release.drafted', 'release.reviewed', 'release.submitted'];
  const out = ['website', 'wechat', 'weibo'].map((account) => `delivery.done ${account}`);
  assert.deepEqual(told.filter((what) => !what.startsWith('delivery.lost')).sort(), [...out, ...steps]);
  for (const name of tellingCollections)
    assert.equal(await db.collection(name).countDocuments({ 'unposted._id': { $gt: '' } }), 0, `${name} has told all`);
}

describe('a release of which any one write fails', function () {
  this.timeout(60_000);
  const store = openStore(allIndexes);

  const orders = { 'in order': (db: Database) => db, 'each by itself': ({ collection }: Database) => ({ collection }) };
  for (const [order, ordered] of Object.entries(orders)) {
    for (const trouble of troubles) {
      it(`is out once and told once: ${trouble}, writes ${order}`, async () => {
        const { db } = store();
        let n = 1;
        for (; n <= MOST_WRITES; n++) if (!(await tryFailing(ordered(db), n, trouble))) break;
        assert.ok(n > 10 && n < MOST_WRITES, `${n} writes were tried`);
      });
    }
  }
});

/** Returns whether anything failed: a release's way has fewer writes when nothing did. */
async function tryFailing(db: Database, n: number, trouble: Trouble): Promise<boolean> {
  const failing = openFailing(db);
  const world = openWorld(failing, aClock(after(aClock().now(), days(n))));
  failing.failAt(n, trouble);
  try {
    const release = await approveOne(world, `第${n}号公告：关于停水的安排`);
    await runToTheEnd(world);
    await check(db, world, release);
  } catch (cause) {
    throw new Error(`write ${n} (${failing.failed().join(', ')}): ${(cause as Error).message}`, { cause });
  }
  return failing.failed().length > 0;
}
