import assert from 'node:assert/strict';
import { ACKNOWLEDGEMENTS, acknowledgeLines, acknowledgementIndexes } from '../../src/ledger/acknowledge.ts';
import { ledgerOf } from '../../src/ledger/ledger.ts';
import { aLine } from '../../src/ledger/line.ts';
import { postLines } from '../../src/ledger/post-lines.ts';
import { sealIndexes } from '../../src/ledger/seal.ts';
import { sealLines } from '../../src/ledger/seal-lines.ts';
import type { Person } from '../../src/staff/person.ts';
import { aDesk, monitoredIndexes, run } from '../monitor/on-store.ts';
import { at } from '../support/builders.ts';
import { openStore } from '../support/open-store.ts';

const signer: Person = { id: 'p-chief', name: 'wu', roles: ['approver'] };
const told = aLine({
  what: 'delivery.done',
  subject: 'd1',
  at: at('09:00'),
  by: 'system',
  facts: { account: 'weibo' },
});
const note = { repaired: true, repairedBy: 'p-clerk', repairedAt: '2026-03-02T02:00:00.000Z' };

describe('acknowledging a line that was made anew', () => {
  const store = openStore(...monitoredIndexes, sealIndexes, acknowledgementIndexes);
  const found = async () => await run(aDesk(store().db), 'seals', 'full');
  const acknowledge = (lines: readonly string[] = [told._id], by = signer) =>
    acknowledgeLines(store().db, { seal: 1, lines, reason: '与投递记录、平台页面核对一致' }, by, at('11:00'));
  /** Sealed, lost, and posted anew from its record, as the ledger's monitor does. */
  const lost = async (facts: object = {}) => {
    const { db } = store();
    await ledgerOf(db).insertOne(told);
    await sealLines(db, at('09:30'));
    await ledgerOf(db).deleteOne({ _id: told._id });
    await ledgerOf(db).insertOne({ ...told, facts: { ...told.facts, ...note, ...facts } });
  };
  const posted = async () => {
    await postLines(store().db, [ACKNOWLEDGEMENTS]);
    await sealLines(store().db, at('11:30'));
  };

  it('is asked for as long as nobody has', async () => {
    await lost();
    const [one] = await found();
    assert.equal(one?.kind, 'sealed-line-changed');
    assert.match(one?.there ?? '', /delivery\.done:d1（p-clerk 补记，待确认）/);
    assert.deepEqual(
      one?.ways.map(({ path }) => path),
      ['/api/ledger/acknowledge'],
    );
  });

  it('is told with the line from then on, by whom and why, and never as clean', async () => {
    await lost();
    await acknowledge();
    await posted();
    const [one, ...others] = await found();
    assert.deepEqual([one?.kind, others], ['sealed-line-repaired', []]);
    assert.match(one?.there ?? '', /p-clerk 补记，p-chief 于 2026-\d\d-\d\d 11:00 确认：与投递记录、平台页面核对一致/);
    assert.match(one?.there ?? '', /除补记标记外与封存时逐字一致/);
  });

  it('says when the line is not what was sealed', async () => {
    await lost({ account: 'wechat' });
    await acknowledge();
    await posted();
    assert.match((await found())[0]?.there ?? '', /内容与封存时不完全相同/);
  });

  it('speaks for this content only: changed once more the line is a changed line', async () => {
    await lost();
    await acknowledge();
    await posted();
    await ledgerOf(store().db).updateOne({ _id: told._id }, { $set: { 'facts.account': 'elsewhere' } });
    assert.ok((await found()).some(({ kind }) => kind === 'sealed-line-changed'));
  });

  it('leaves one line in the ledger, though it is done twice', async () => {
    await lost();
    await acknowledge();
    await acknowledge();
    await posted();
    const lines = await ledgerOf(store().db).find({ what: 'line.acknowledged' }).toArray();
    assert.deepEqual(
      lines.map(({ subject, by, facts }) => [subject, by, facts.repairedBy, facts.seal]),
      [[told._id, 'p-chief', 'p-clerk', '000000001']],
    );
  });

  it('is refused for a line that was changed, is missing, stands as sealed, or was never sealed there', async () => {
    await lost({ repaired: false });
    await assert.rejects(acknowledge(), { code: 'wrong-state', message: /被改动的.*不能确认/ });
    await ledgerOf(store().db).deleteOne({ _id: told._id });
    await assert.rejects(acknowledge(), { code: 'wrong-state', message: /还没有补记/ });
    await ledgerOf(store().db).insertOne(told);
    await assert.rejects(acknowledge(), { code: 'wrong-state', message: /与封存时一致/ });
    await assert.rejects(acknowledge(['delivery.done:d9']), { code: 'not-found' });
    await assert.rejects(acknowledge([told._id], { ...signer, roles: ['drafter'] }), { code: 'no-right' });
  });
});
