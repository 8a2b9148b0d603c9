/**
 * The whole service, wired: store, channels, stages, dispatcher. Only *-routes.ts, schedules and main.ts see all of it;
 * every operation is given the few things it needs.
 */
import type { Config } from '../config/read-config.ts';
import { openRounds } from './app-rounds.ts';
import type { Finding } from './channel/contract.ts';
import { type Inbox, openInbox } from './channel/inbox.ts';
import type { Account } from './channel/kind.ts';
import type { Registry } from './channel/registry.ts';
import type { Clock } from './clock.ts';
import { type ChangeFeed, openChangeFeed } from './console/change-feed.ts';
import { DELIVERIES } from './delivery/delivery.ts';
import { openDispatcher } from './delivery/dispatch.ts';
import { letAllFollow } from './delivery/let-follow.ts';
import type { Sending } from './delivery/sending.ts';
import { takeOver } from './delivery/take-over.ts';
import { type PauseWatch, watchPause } from './delivery/watch-pause.ts';
import { allIndexes, tellingCollections } from './indexes.ts';
import { postLines } from './ledger/post-lines.ts';
import type { Logger } from './log.ts';
import { openRegistry, platformsOf } from './open-registry.ts';
import { canonicalUrl } from './release/canonical-url.ts';
import { followUnits } from './release/columns.ts';
import { type MediaStore, openMediaStore } from './release/media-store.ts';
import { RELEASES, releasesOf } from './release/release.ts';
import { AUTO_RULES } from './reply/auto-rule.ts';
import { guardMessages } from './reply/guard-message.ts';
import { openSayings, type RuledSayings } from './reply/say-at-once.ts';
import { putFirstTemplates } from './reply/template.ts';
import type { FloodGate } from './schedule/flood-gate.ts';
import { openRightOfWay, type RightOfWay } from './schedule/right-of-way.ts';
import { whenQuiet } from './schedule/when-quiet.ts';
import { openSearch, type Search } from './search/open-search.ts';
import { sourceFindings } from './signal/source-states.ts';
import { type SiteVersion, watchSiteVersion } from './site/site-version.ts';
import type { Database } from './store/collection.ts';
import { ensureIndexes } from './store/ensure-indexes.ts';
import { openDatabase } from './store/open-database.ts';
import { watchDatabase } from './store/watch-database.ts';
import { catchUpWithRules } from './topic/heed-rules.ts';
import { openRulebook, type Rulebook, type Rules } from './topic/rulebook.ts';

/** What the service runs on; tests move the clock. */
export interface Ground {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
  /** Names this process in tries and runs. */
  readonly processId: string;
  /** Whether a process that left something in hand is certainly gone. */
  isGone(processId: string): boolean;
  /** Encrypts stored secrets; 32 bytes. */
  readonly key: Buffer;
  /** Puts something around the store: the crash proof kills the process at its writes. The service itself has nothing there. */
  readonly around?: (db: Database) => Database;
  /** Makes no page before it is asked for: for whoever measures what that costs. */
  readonly isCold?: true;
}

export interface App extends Ground, Sending, Rules {
  readonly siteUrl: string;
  readonly accounts: readonly Account[];
  readonly channels: Registry;
  readonly media: MediaStore;
  readonly search: Search;
  /** The address a release has or will have on our own site; null for none of ours. */
  addressOf(release: string): Promise<string | null>;
  readonly rulebook: Rulebook;
  readonly pause: PauseWatch;
  readonly sayings: RuledSayings;
  readonly inbox: Inbox;
  /** Told of messages that come in; while many do, work on them waits. */
  readonly flood: FloodGate;
  /** Of releases before files of messages. */
  readonly way: RightOfWay;
  /** What changes, for pages that are open. */
  readonly changes: ChangeFeed;
  /** Rises with what the public sees. */
  readonly siteVersion: SiteVersion;
  ping(): Promise<void>;
  /** What is wrong with an account as a source of signals. */
  findingsOf(account: string): Promise<readonly Finding[]>;
  /** Something may be waiting for a stage. Shortens the wait, nothing depends on it. */
  nudge(): void;
  /** As nudge(), once a flood of pushes is over: answering them goes before working on them. */
  nudgeSoon(): void;
  /** Brings the ledger up to date. */
  postLines(): Promise<number>;
  /** Resolves when nothing is left to do at the clock's present time. */
  idle(): Promise<void>;
  /** Lets running calls end and closes everything. */
  close(): Promise<void>;
}

/** Opens everything but HTTP and schedules. Throws ConfigProblems or the store's own sentence when it cannot. */
export async function openApp(ground: Ground): Promise<App> {
  const { config, clock, log, around = (db) => db } = ground;
  const store = await openDatabase(config.storeUrl);
  const changes = openChangeFeed(() => db, clock);
  const sayings = openSayings({ db: () => db, pause: () => pause.current() });
  const way = openRightOfWay();
  const opened = watchDatabase({ ...store, db: around(store.db) }, log, (written) => {
    changes.note(written);
    if (written === RELEASES || written === DELIVERIES) way.note();
    if (written === AUTO_RULES) sayings.changed();
  });
  const { db } = opened;
  await ensureIndexes(db, allIndexes);
  const media = openMediaStore(db);
  const platforms = platformsOf(config);
  const siteVersion = watchSiteVersion(db);
  const channels = await openRegistry(ground, platforms, { db, media, siteChanged: siteVersion.changed });
  const stopping = new AbortController();
  const sending = openSending(ground, { db, channels, signal: stopping.signal });
  const desk = await openDesk(ground, { ...sending, channels });
  const leaveUnits = followUnits(desk.units);
  let moves = 0;
  const moved = () => {
    moves += 1;
    rounds.nudge();
  };
  const pause = watchPause(db);
  const dispatcher = openDispatcher({ ...sending, accounts: platforms, pause, moved });
  const rounds = openRounds({ ...desk, way, key: ground.key }, dispatcher);
  await catchUp(desk, ground.isGone);
  const nudge = () => {
    for (const one of [rounds, dispatcher]) one.nudge();
  };
  // An update that failed may have kept what follows it from being let go.
  opened.whenBack(() => void letAllFollow(db).then(nudge, nudge));
  const idle = async () => {
    for (let before = -1; before !== moves; ) {
      before = moves;
      for (const one of [rounds, dispatcher]) await one.idle();
    }
  };
  const close = async () => {
    await Promise.all([rounds, dispatcher].map((one) => one.stop()));
    stopping.abort();
    changes.close();
    await Promise.all([channels.close(), siteVersion.close()]);
    await opened.close();
    leaveUnits();
  };
  const findingsOf = (account: string) => sourceFindings({ ...desk, config }, account);
  const inbox = openInbox(db, ground.key);
  const post = () => postLines(db, tellingCollections);
  const ways = { findingsOf, inbox, nudge, nudgeSoon: whenQuiet(nudge), postLines: post, idle, close };
  const search = openSearch(db, clock);
  const gates = { flood: rounds.flood, way, pause };
  return { ...ground, ...desk, ...gates, media, search, sayings, changes, siteVersion, ping: opened.ping, ...ways };
}

async function catchUp(
  desk: Sending & Parameters<typeof catchUpWithRules>[0],
  isGone: Ground['isGone'],
): Promise<void> {
  await takeOver(desk, isGone);
  await letAllFollow(desk.db);
  await putFirstTemplates(desk.db, desk.clock.now());
  // The calendar or the rules may have changed since the last start.
  await catchUpWithRules(desk, desk.clock.now());
}

/** What the stages and the endpoints work with. */
async function openDesk<P extends Sending>({ config, clock }: Ground, parts: P) {
  const rulebook = await openRulebook(config.rules, clock.now());
  const { siteUrl, accounts } = config;
  const addressOf = async (id: string) =>
    (await releasesOf(parts.db).countDocuments({ _id: id })) > 0 ? canonicalUrl(siteUrl, id) : null;
  return { ...parts, siteUrl, accounts, rulebook, addressOf, ...rulebook.rules };
}

function openSending(
  { config: { leaseMs }, clock, log, processId }: Ground,
  { db, channels, signal }: Pick<Sending, 'db' | 'channels' | 'signal'>,
): Sending {
  return { db, channels, clock, log, processId, leaseMs, signal, guard: guardMessages({ db, channels }) };
}
