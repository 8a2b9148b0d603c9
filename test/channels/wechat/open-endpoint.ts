/**
 * /push/wechat as the service has it: doors: [door], endpoints, inbox and the adapter, on the real store, for each test of the describe
 * block that calls it. What is pushed is kept; nothing works on it.
 */
import wechat from '../../../channels/wechat/index.ts';
import type { Channel, Comment } from '../../../src/channel/contract.ts';
import { emptyInbox, type KeptPush, openInbox, type ReadPush, type Said } from '../../../src/channel/inbox.ts';
import { openPushDoor } from '../../../src/channel/push-door.ts';
import { pushRoutes } from '../../../src/channel/push-routes.ts';
import type { Registry } from '../../../src/channel/registry.ts';
import type { Sayings } from '../../../src/channel/take-push.ts';
import { type Listener, listen } from '../../../src/http/listen.ts';
import { openHttp } from '../../../src/http/open-http.ts';
import type { Database } from '../../../src/store/collection.ts';
import { aClock, anAccount, aTools, memoryLog, type SetClock } from '../../support/channel-tools.ts';
import { type FailingDatabase, openFailing } from '../../support/failing-database.ts';
import { openStore } from '../../support/open-store.ts';

export interface PushEndpoint {
  readonly url: string;
  readonly clock: SetClock;
  /** What was logged, as text. */
  readonly lines: readonly string[];
  /** Requests that were answered by the door. */
  readonly short: readonly { readonly status: number }[];
  readonly failing: FailingDatabase;
  readonly db: Database;
  /** What is said at once; nothing unless a test wants it. */
  says(comments: () => readonly Comment[]): Said | null;
  kept(): Promise<readonly KeptPush[]>;
  /** Takes what is kept out of the inbox, as the stage does. */
  read(): Promise<readonly ReadPush[]>;
  forget(): Promise<void>;
}

export function openEndpoint(settings: Readonly<Record<string, string>>): () => PushEndpoint {
  const store = openStore();
  let endpoint: PushEndpoint;
  let listener: Listener;
  beforeEach(async () => {
    const clock = aClock();
    const { log, lines } = memoryLog();
    const failing = openFailing(store().db);
    const channel = wechat.open(anAccount({ id: 'wechat' }), wechat.settings.parse(settings), aTools({ log }));
    const short: { status: number }[] = [];
    const inbox = openInbox(failing.db, KEY);
    const sayings: Sayings = { find: async (_account, comments) => endpoint.says(comments) };
    const desk = { channels: registryOf(channel), inbox, sayings, nudgeSoon() {}, clock };
    const app = openHttp({
      endpoints: pushRoutes(desk),
      pages: [],
      staff: { findVisitor: async () => null } as never,
      log,
      clock,
      publicUrl: 'http://sanwei.test',
      probes: { pingStore: async () => {}, isStarted: () => true },
    });
    const door = openPushDoor({ ...desk, measure: (request) => void short.push(request) });
    listener = await listen({ app, doors: [door], host: '127.0.0.1', port: 0, closeWithinMs: 500 });
    const pushes = store().db.collection<KeptPush>('pushes');
    endpoint = {
      ...{ url: `${listener.url}/push/wechat`, clock, lines, short, failing, db: store().db },
      says: () => null,
      kept: () => pushes.find({}).toArray(),
      read: () => readAll(store().db, channel),
      forget: async () => void (await pushes.deleteMany({})),
    };
  });
  afterEach(() => listener.close());
  return () => endpoint;
}

const KEY = Buffer.alloc(32, 1);

async function readAll(db: Database, channel: Channel): Promise<readonly ReadPush[]> {
  const all: ReadPush[] = [];
  const take = async (_account: string, pushes: readonly ReadPush[]) => void all.push(...pushes);
  while (await emptyInbox({ db, key: KEY, doorways: [channel] }, take));
  return all;
}

function registryOf(channel: Channel): Registry {
  return { doorway: (id: string) => (id === channel.id ? channel : null) } as unknown as Registry;
}
