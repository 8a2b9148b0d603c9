/** The monitors on MongoDB's protocol: their queries are simple ones, but walking and counting depend on the engine. */
import assert from 'node:assert/strict';
import { DELIVERIES, type Delivery } from '../../src/delivery/delivery.ts';
import { allIndexes } from '../../src/indexes.ts';
import { repairAll } from '../../src/monitor/repair-finding.ts';
import { releasesOf } from '../../src/release/release.ts';
import { ensureIndexes } from '../../src/store/ensure-indexes.ts';
import { type OpenedDatabase, openDatabase } from '../../src/store/open-database.ts';
import { aDelivery, anApproved, anUnderWay, aPerson, at } from '../support/builders.ts';
import { type MongoServer, startMongoServer, whyNoMongoServer } from '../support/mongo-server.ts';
import { aDesk, run } from './on-store.ts';

describe("the monitors on MongoDB's protocol", () => {
  let server: MongoServer;
  let opened: OpenedDatabase;

  before(async function () {
    this.timeout(15 * 60_000);
    const reason = whyNoMongoServer();
    if (reason && process.env.CI) throw new Error(reason);
    if (reason) this.skip();
    server = await startMongoServer();
    opened = await openDatabase(server.url);
    await ensureIndexes(opened.db, allIndexes);
  });
  after(async () => {
    await opened?.close();
    await server?.stop();
  });

  it('find, over several pages, and repair', async () => {
    const { db } = opened;
    const desk = aDesk(db, () => false);
    const out = { state: 'done', ref: 'p', doneAt: at('09:01') } as const;
    await releasesOf(db).insertMany([anApproved({ _id: 'r-forgotten' })]);
    await db
      .collection<Delivery>(DELIVERIES)
      .insertMany([
        ...[aDelivery({ _id: 'd-late' }), anUnderWay({ _id: 'd-left' })],
        ...Array.from({ length: 410 }, (_, i) => aDelivery({ _id: `d-${i}`, ...out })),
      ]);
    const due = (await run(desk, 'due-not-out')).map(({ kind }) => kind).sort();
    assert.deepEqual(due, ['late', 'sending-lost', 'unplanned']);
    for (const scope of ['recent', 'full'] as const) {
      const kinds = (await run(desk, 'ledger', scope)).map(({ kind }) => kind).sort();
      assert.deepEqual(kinds, ['approval-without-line', ...Array.from({ length: 410 }, () => 'done-without-line')]);
    }
    const repairing = { monitor: 'ledger', by: aPerson('approver'), now: at('10:00') } as const;
    const told = await repairAll(desk, 'approval-without-line', repairing);
    assert.deepEqual(told, { repaired: 1, resolved: 1, left: 0, more: false });
    assert.equal((await run(desk, 'ledger')).length, 410);
  });
});
