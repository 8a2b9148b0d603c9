/**
 * What Sanwei relies on in a store, promised by every engine: the embedded one and MongoDB's protocol. What an engine does
 * beyond this is not to be used. Properties of the embedded engine alone are in test/store/embedded.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Collection } from '../../src/store/collection.ts';
import { type OpenedDatabase, openDatabase } from '../../src/store/open-database.ts';
import { FIRST_START_LIMIT_MS, type MongoServer, startMongoServer, whyNoMongoServer } from '../support/mongo-server.ts';
import { promiseAggregating } from './stores/aggregating.ts';
import { promiseDocuments } from './stores/documents.ts';
import { promiseFinding } from './stores/finding.ts';
import { promiseIndexing } from './stores/indexing.ts';
import { promiseInserting } from './stores/inserting.ts';
import { promisePaging } from './stores/paging.ts';
import type { Sample } from './stores/stage.ts';
import { promiseUpdating } from './stores/updating.ts';

type TestServer = Pick<MongoServer, 'url' | 'sortsByCodePoint' | 'stop'>;

interface Engine {
  readonly name: string;
  /** Why it cannot be tried on this machine, or null. */
  whyNot(): string | null;
  start(): Promise<TestServer>;
}

const engines: readonly Engine[] = [
  { name: 'embedded', whyNot: () => null, start: startEmbedded },
  { name: 'MongoDB protocol', whyNot: whyNoMongoServer, start: startMongoServer },
];

async function startEmbedded(): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'sanwei-store-'));
  const stop = async () => rmSync(folder, { recursive: true, force: true });
  return { url: `file:${join(folder, 'test.db')}`, sortsByCodePoint: true, stop };
}

for (const engine of engines) {
  describe(`store promises: ${engine.name}`, () => {
    let server: TestServer;
    let opened: OpenedDatabase;
    let rows: Collection<Sample>;
    let collections = 0;

    before(async function () {
      this.timeout(FIRST_START_LIMIT_MS);
      const reason = engine.whyNot();
      if (reason && process.env.CI) throw new Error(reason);
      if (reason) {
        console.log(`\n    ${reason}\n`);
        this.skip();
      }
      server = await engine.start();
      opened = await openDatabase(server.url);
    });

    after(async () => {
      await opened?.close();
      await server?.stop();
    });

    // A new collection for each fact: cheaper than emptying one, and nothing is left over.
    beforeEach(() => {
      rows = opened.db.collection<Sample>(`rows${++collections}`);
    });

    it('answers a ping', () => opened.ping());

    const stage = { db: () => opened.db, rows: () => rows, sortsByCodePoint: () => server.sortsByCodePoint };
    promiseDocuments(stage);
    promiseFinding(stage);
    promiseInserting(stage);
    promiseIndexing(stage);
    promiseUpdating(stage);
    promiseAggregating(stage);
    promisePaging(stage);
  });
}
