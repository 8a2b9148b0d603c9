import assert from 'node:assert/strict';
import sealLedger from '../../schedules/seal-ledger.ts';
import { hours } from '../../src/clock.ts';
import { ledgerOf } from '../../src/ledger/ledger.ts';
import { hashOfSeal, sealsOf } from '../../src/ledger/seal.ts';
import type { Body } from '../support/api.ts';
import { type Office, openOffice } from './open-office.ts';
import { ok, publish } from './publish.ts';

describe('verifying the ledger', () => {
  let office: Office;
  before(async () => {
    office = await openOffice();
  });
  after(() => office.close());

  const seal = async (): Promise<void> => {
    office.clock.pass(hours(1));
    await sealLedger.run(office.service.app, office.clock.now());
    await office.settle();
  };
  const verify = async (noted?: { number: number; hash: string }): Promise<Body> =>
    (await ok(office.staff.approver.post('/api/ledger/verify', noted ? { noted } : {}))).body;

  it('says that nothing is sealed yet', async () => {
    const { body } = await ok(office.staff.approver.get('/api/ledger/verify'));
    assert.deepEqual([body.head, body.intact, body.findings], [null, null, []]);
    assert.ok(body.unsealed > 0, 'staff were added');
  });

  it('finds a ledger intact that stands as it was sealed, and says what the head of the chain is', async () => {
    await publish(office);
    await office.settle();
    await seal();
    const { intact, head, unsealed, running, checked, total, scope, fullAt } = await verify();
    assert.deepEqual([intact, running, head.number, unsealed], [true, false, 1, 1]);
    assert.match(head.hash, /^[0-9a-f]{64}$/);
    assert.deepEqual([checked, total, scope], [2, 2, 'full']);
    assert.ok(fullAt);
    const { items } = (await ok(office.staff.drafter.get('/api/ledger/seals'))).body;
    assert.deepEqual(
      items.map(({ number, lines, hash }: Body) => [number, lines > 0, hash]),
      [[1, true, head.hash]],
    );
  });

  it('agrees with what somebody wrote down', async () => {
    const { head } = await verify();
    await publish(office);
    await office.settle();
    await seal();
    const { intact, noted, head: newer } = await verify({ number: head.number, hash: head.hash });
    assert.deepEqual([intact, noted, newer.number], [true, { number: 1, agrees: true }, 2]);
  });

  it('names a changed line until it is put back', async () => {
    const ledger = ledgerOf(office.service.app.db);
    const line = await ledger.findOne({ what: 'delivery.done', 'facts.account': 'weibo' });
    assert.ok(line);
    await ledger.updateOne({ _id: line._id }, { $set: { on: '2018-12-31' } });
    const { intact, findings } = await verify();
    assert.equal(intact, false);
    assert.deepEqual(
      findings.map(({ kind, title }: Body) => [kind, title]),
      [['sealed-line-changed', '封存后被改动的记录']],
    );
    assert.ok(findings[0].there.includes(line._id));
    await ledger.updateOne({ _id: line._id }, { $set: { on: line.on } });
    assert.equal((await verify()).intact, true);
  });

  it('tells a line that was lost and posted anew as acknowledged, by name, and never as clean', async () => {
    const { approver, administrator } = office.staff;
    const ledger = ledgerOf(office.service.app.db);
    const line = await ledger.findOne({ what: 'delivery.done', 'facts.account': 'weibo' });
    assert.ok(line);
    await ledger.deleteOne({ _id: line._id });
    await ok(approver.post('/api/monitors/ledger/run', {}));
    await ok(approver.post('/api/monitors/ledger/repair', { kind: 'done-without-line' }));
    const { findings, unexplained } = await verify();
    assert.deepEqual([findings[0].kind, unexplained], ['sealed-line-changed', 1]);
    const seal = Number(findings[0].subject);
    const input = { seal, lines: [line._id], reason: '与投递记录和平台页面核对一致' };
    assert.equal((await office.staff.drafter.post('/api/ledger/acknowledge', input)).status, 403);
    assert.equal((await administrator.post('/api/ledger/acknowledge', { ...input, reason: '' })).status, 422);
    const { items } = (await ok(administrator.post('/api/ledger/acknowledge', input))).body;
    assert.deepEqual([items[0].line, items[0].sameAsSealed], [line._id, true]);
    await office.settle();
    const after = await verify();
    assert.deepEqual([after.intact, after.unexplained, after.acknowledged], [false, 0, 1]);
    assert.ok(after.findings[0].there.includes('确认：与投递记录和平台页面核对一致；除补记标记外与封存时逐字一致'));
  });

  it('disagrees with what was written down when the whole chain was made anew', async () => {
    const { head } = await verify();
    const { db } = office.service.app;
    const [first, second] = await sealsOf(db)
      .find({}, { sort: { _id: 1 } })
      .toArray();
    assert.ok(first && second);
    const one = hashOfSeal({ ...first, lines: first.lines.slice(1) });
    await sealsOf(db).updateOne({ _id: first._id }, { $set: { lines: first.lines.slice(1), hash: one } });
    const two = hashOfSeal({ ...second, previous: one });
    await sealsOf(db).updateOne({ _id: second._id }, { $set: { previous: one, hash: two } });
    const { intact, noted } = await verify({ number: head.number, hash: head.hash });
    assert.deepEqual([intact, noted], [false, { number: 2, agrees: false }]);
  });

  it('is for those who sign, and takes only a hash for a hash', async () => {
    assert.equal((await office.staff.drafter.post('/api/ledger/verify', {})).status, 403);
    const { status, body } = await office.staff.approver.post('/api/ledger/verify', {
      noted: { number: 1, hash: 'x' },
    });
    assert.equal(status, 422);
    assert.match(JSON.stringify(body), /noted\.hash.*64 位/);
  });
});
