import assert from 'node:assert/strict';
import { ENTRIES, entriesOf, entryIndexes } from '../../src/entry/entry.ts';
import { listEntryKinds, readEntryKinds } from '../../src/entry/entry-kinds.ts';
import { type EntryInput, makeEntry, takeBackEntry } from '../../src/entry/make-entry.ts';
import type { Problem } from '../../src/errors.ts';
import { ledgerIndexes } from '../../src/ledger/ledger.ts';
import { postLines } from '../../src/ledger/post-lines.ts';
import { sealIndexes } from '../../src/ledger/seal.ts';
import type { Person } from '../../src/staff/person.ts';
import { foldIndexes } from '../../src/statistics/first-line.ts';
import { linesBehind, valuesIn } from '../statistics/on-ledger.ts';
import { openStore } from '../support/open-store.ts';

const clerk: Person = { id: 'p-clerk', name: 'liu', roles: ['statistician'] };
const now = new Date('2018-12-20T10:00:00+08:00');
const training = (changes: Partial<EntryInput> = {}): EntryInput => ({
  ...{ kind: 'training', on: '2018-05-14', count: 1, people: 85, title: '全县政府信息公开业务培训会' },
  ...{ proof: '签到册 2018-3', ...changes },
});

describe('entries by hand', () => {
  const store = openStore(entryIndexes, ledgerIndexes, sealIndexes, foldIndexes);
  const make = (changes: Partial<EntryInput> = {}, by = clerk) =>
    makeEntry({ db: store().db, accounts: [{ id: 'weibo', name: '县政府办微博' }] }, training(changes), by, now);
  const takeBack = (id: string) => takeBackEntry(store().db, { id, reason: '重复补录' }, clerk, now);
  const values = async (period: string) => {
    await postLines(store().db, [ENTRIES]);
    return await valuesIn(store().db, period);
  };

  it('count on the day it happened, by number and by people, each with its line', async () => {
    const first = await make();
    await make({ on: '2018-05-31', people: 90 });
    await make({ on: '2018-10-09', people: 78 });
    const [may, year] = [await values('2018-05'), await values('2018')];
    assert.deepEqual([may['entries:training'], may['people:training']], [2, 175]);
    assert.deepEqual([year['entries:training'], year['people:training']], [3, 253]);
    assert.equal((await linesBehind(store().db, 'people:training', '2018-05'))[0], `entry.made:${first._id}`);
  });

  it('count by their number', async () => {
    await make({ kind: 'case-received', count: 2670, people: undefined });
    await make({ kind: 'case-closed', count: 2523, people: undefined });
    const year = await values('2018');
    assert.deepEqual([year['entries:case-received'], year['entries:case-closed']], [2670, 2523]);
    assert.equal(
      Object.keys(year).some((id) => id.startsWith('people:')),
      false,
    );
  });

  it('are taken off again where they counted, with a reason, and both lines stay', async () => {
    const wrong = await make({ people: 800 });
    await make();
    await takeBack(wrong._id);
    const may = await values('2018-05');
    assert.deepEqual([may['entries:training'], may['people:training']], [1, 85]);
    assert.equal((await linesBehind(store().db, 'entries:training', '2018-05')).length, 3);
    await assert.rejects(takeBack(wrong._id), { code: 'wrong-state' });
    await assert.rejects(takeBack('none'), { code: 'not-found' });
  });

  const refused: readonly [string, Partial<EntryInput>, string][] = [
    ['a kind that there is not', { kind: 'rumour' }, 'kind'],
    ['a day that there is not', { on: '2018-02-30' }, 'on'],
    ['a day to come', { on: '2018-12-21' }, 'on'],
    ['a training without people', { people: undefined }, 'people'],
    ['people where none are counted', { kind: 'meeting' }, 'people'],
  ];
  for (const [what, change, field] of refused) {
    it(`refuse ${what}, and keep nothing of it`, async () => {
      await assert.rejects(make(change), (error: Problem) => {
        assert.deepEqual([error.code, error.fields.map((one) => one.field)], ['invalid-input', [field]]);
        return true;
      });
      assert.equal(await entriesOf(store().db).countDocuments({}), 0);
    });
  }

  it('are for those who sign the figures', async () => {
    await assert.rejects(make({}, { ...clerk, roles: ['responder'] }), { code: 'no-right' });
  });

  it('have kinds that are complete and stand once', () => {
    assert.ok(listEntryKinds().length > 20);
    const [one] = listEntryKinds();
    assert.throws(() => readEntryKinds([one, one]), /stands twice/);
    assert.throws(() => readEntryKinds([{ id: 'x', title: '' }]));
  });
});
