import assert from 'node:assert/strict';
import { DELIVERIES, type Delivery, deliveryLine } from '../../src/delivery/delivery.ts';
import { ledgerOf } from '../../src/ledger/ledger.ts';
import { repairAll, repairFinding } from '../../src/monitor/repair-finding.ts';
import { releasesOf } from '../../src/release/release.ts';
import { aDelivery, anApproved, anUnderWay, aPerson, at } from '../support/builders.ts';
import { refusesCleanly } from '../support/refuses-cleanly.ts';
import { aDesk, linesAbout, openIn, openMonitored, run } from './on-store.ts';

const by = aPerson('approver');
const out = (changes: Partial<Delivery> = {}) =>
  aDelivery({ state: 'done', ref: 'p1', url: 'https://weibo.example/p1', doneAt: at('09:01'), ...changes });

describe('repairing what a monitor found', () => {
  const store = openMonitored();
  const deliveries = () => store().db.collection<Delivery>(DELIVERIES);
  const now = at('10:00');
  const ledger = { monitor: 'ledger', by, now } as const;
  const due = { monitor: 'due-not-out', by, now } as const;

  it('posts a missing line as the record tells it, with who repaired it and when', async () => {
    const desk = aDesk(store().db);
    await deliveries().insertMany([out()]);
    const [finding] = await run(desk, 'ledger');
    const repaired = await repairFinding(desk, finding?._id ?? '', ledger);
    assert.equal(repaired.state, 'resolved');
    const [line, note] = await linesAbout(desk.db, 'r1:1:weibo:publish');
    assert.deepEqual([line?._id, line?.at, line?.on], ['delivery.done:r1:1:weibo:publish', at('09:01'), '2026-03-02']);
    assert.deepEqual([line?.facts.account, line?.facts.ref, line?.facts.column], ['weibo', 'p1', 'notices']);
    assert.deepEqual([line?.facts.repaired, line?.facts.repairedBy], [true, by.id]);
    assert.equal(line?.facts.repairedAt, now.toISOString());
    assert.deepEqual([note?.what, note?.by, note?.facts.finding], ['record.repaired', by.id, 'done-without-line']);
    assert.deepEqual(await run(desk, 'ledger'), []);
  });

  it('repairs all of a kind in one call, each line once, and leaves the others', async () => {
    const desk = aDesk(store().db);
    await deliveries().insertMany(Array.from({ length: 30 }, (_, i) => out({ _id: `d-${i}` })));
    await releasesOf(desk.db).insertMany([
      anApproved({ planned: true, withdrawal: { reason: '误', by: 'x', at: now } }),
    ]);
    await run(desk, 'ledger');
    const told = await repairAll(desk, 'done-without-line', ledger);
    assert.deepEqual(told, { repaired: 30, resolved: 30, left: 0, more: false });
    assert.equal(await ledgerOf(desk.db).countDocuments({ what: 'delivery.done' }), 30);
    assert.deepEqual(
      (await openIn(desk.db, 'ledger')).map(({ kind }) => kind),
      ['approval-without-line'],
    );
  });

  it('carries the proof of the ledger into a delivery that would be sent again', async () => {
    const desk = aDesk(store().db);
    const back = aDelivery();
    await deliveries().insertMany([back]);
    const facts = { ref: 'p7', url: null };
    await ledgerOf(desk.db).insertMany([
      deliveryLine(back, { what: 'delivery.done', at: at('09:01'), by: 'system', facts }),
    ]);
    const [finding] = await run(desk, 'ledger');
    assert.equal((await repairFinding(desk, finding?._id ?? '', ledger)).state, 'resolved');
    const after = await deliveries().findOne({ _id: back._id });
    assert.deepEqual([after?.state, after?.ref, after?.lane], ['done', 'p7', null]);
    const lines = (await linesAbout(desk.db, back._id)).map(({ what }) => what).sort();
    assert.deepEqual(lines, ['delivery.confirmed', 'delivery.done', 'record.repaired']);
  });

  it('posts the lines that wait', async () => {
    const desk = aDesk(store().db);
    const done = out();
    const line = deliveryLine(done, { what: 'delivery.done', at: at('09:01'), by: 'system' });
    await deliveries().insertMany([{ ...done, unposted: [line] }]);
    const [finding] = await run(desk, 'ledger');
    assert.equal(finding?.kind, 'lines-waiting');
    assert.equal((await repairFinding(desk, finding._id, ledger)).state, 'resolved');
    assert.deepEqual(await deliveries().countDocuments({ 'unposted._id': { $gt: '' } }), 0);
  });

  it('plans a release again, and says what a person must do when that does not help', async () => {
    let canPlan = false;
    const desk = aDesk(store().db, () => canPlan);
    await releasesOf(desk.db).insertMany([anApproved()]);
    const [finding] = await run(desk, 'due-not-out');
    const still = await repairFinding(desk, finding?._id ?? '', due);
    assert.deepEqual([still.state, still.repaired?.by], ['open', by.id]);
    assert.match(still.remedy, /config\/accounts\.json/);
    canPlan = true;
    assert.equal((await repairFinding(desk, finding?._id ?? '', due)).state, 'resolved');
  });

  it('plans a release anew whose deliveries are gone', async () => {
    let wasPlanned: boolean | undefined;
    const desk = aDesk(store().db);
    const looking = {
      ...desk,
      plan: async () => {
        wasPlanned = (await releasesOf(desk.db).findOne({ _id: 'r1' }))?.planned;
      },
    };
    await releasesOf(desk.db).insertMany([anApproved({ planned: true })]);
    await run(desk, 'ledger');
    const told = await repairAll(looking, 'approved-without-deliveries', ledger);
    assert.deepEqual([told.repaired, wasPlanned], [1, false]);
  });

  it('nudges the lanes for what a dead process left, on record', async () => {
    const desk = aDesk(store().db);
    const left = anUnderWay();
    await deliveries().insertMany([left]);
    const [finding] = await run(desk, 'due-not-out');
    await repairFinding(desk, finding?._id ?? '', due);
    assert.equal(desk.nudges(), 1);
    const [note] = await linesAbout(desk.db, left._id);
    assert.deepEqual([note?.what, note?.facts.repair], ['record.repaired', 'nudge']);
  });

  it('counts as repaired only what was, and as left what needs a person', async () => {
    const desk = aDesk(store().db);
    await deliveries().insertMany([aDelivery({ state: 'stuck', failure: 'uncertain', reason: '无法核实' })]);
    await run(desk, 'due-not-out');
    assert.deepEqual(await repairAll(desk, 'stuck', due), { repaired: 0, resolved: 0, left: 1, more: false });
  });

  it('refuses who may not, what is not there, what is over, and what only a person can repair', async () => {
    const desk = aDesk(store().db);
    await deliveries().insertMany([
      aDelivery({ _id: 'd-stuck', state: 'stuck', failure: 'uncertain', dueAt: at('08:50') }),
      aDelivery({ _id: 'd-late' }),
    ]);
    const found = await run(desk, 'due-not-out');
    const idOf = (subject: string) => found.find((one) => one.subject === subject)?._id ?? '';
    const world = { db: desk.db, collections: [DELIVERIES, 'ledger'] };
    const repair = (id: string, person = by) => repairFinding(desk, id, { ...due, by: person });
    await refusesCleanly(world, 'no-right', () => repair(idOf('d-late'), aPerson('drafter', 'reviewer', 'responder')));
    await refusesCleanly(world, 'no-right', () => repairAll(desk, 'late', { ...due, by: aPerson('drafter') }));
    await refusesCleanly(world, 'not-found', () => repair('f-nothing'));
    await refusesCleanly(world, 'not-found', () => repairFinding(desk, idOf('d-late'), ledger));
    await refusesCleanly(world, 'wrong-state', () => repair(idOf('d-stuck')));
    await deliveries().updateOne({ _id: 'd-late' }, { $set: { state: 'done' } });
    assert.equal((await repair(idOf('d-late'))).state, 'resolved');
    await refusesCleanly(world, 'wrong-state', () => repair(idOf('d-late')));
  });
});
