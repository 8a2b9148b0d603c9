import assert from 'node:assert/strict';
import { LEDGER } from '../../src/ledger/ledger.ts';
import { changeRelease, getReleaseIn } from '../../src/release/change-release.ts';
import { RELEASES, releaseIndexes, releaseLine, releasesOf } from '../../src/release/release.ts';
import { aRelease, at } from '../support/builders.ts';
import { openStore } from '../support/open-store.ts';
import { refusesCleanly } from '../support/refuses-cleanly.ts';

const line = releaseLine(aRelease(), { what: 'release.edited', at: at('09:00'), by: 'p-drafter' });
const change = { correctionNote: '改过', changedAt: at('09:00') };

describe('changeRelease', () => {
  const store = openStore(releaseIndexes);
  const refuses = (code: string, operation: () => Promise<unknown>) =>
    refusesCleanly({ db: store().db, collections: [RELEASES, LEDGER] }, code, operation);
  beforeEach(() => releasesOf(store().db).insertOne(aRelease()));

  it('changes the release and tells its line in one', async () => {
    const after = await changeRelease(store().db, aRelease(), change, line);
    assert.deepEqual([after.correctionNote, after.unposted], ['改过', [line]]);
  });

  for (const [name, before] of [
    ['another revision', aRelease({ revision: 2 })],
    ['another state', aRelease({ state: 'submitted' })],
    ['another change', aRelease({ changedAt: at('08:01') })],
  ] as const) {
    it(`does nothing when ${name} stands there by now`, async () => {
      await refuses('stale-revision', () => changeRelease(store().db, before, change, line));
    });
  }

  it('says that it is gone when it is', async () => {
    await refuses('not-found', () => changeRelease(store().db, aRelease({ _id: 'r9' }), change, line));
  });
});

describe('getReleaseIn', () => {
  const store = openStore(releaseIndexes);
  const meant = { revision: 1, states: ['draft', 'submitted'], act: '提交审核' } as const;
  beforeEach(() => releasesOf(store().db).insertOne(aRelease()));

  it('is the release that is meant', async () => {
    assert.equal((await getReleaseIn(store().db, 'r1', meant))._id, 'r1');
  });

  it('names the revision that was read, the one that is, and what to do', async () => {
    const stale = getReleaseIn(store().db, 'r1', { ...meant, revision: 7 });
    await assert.rejects(stale, { code: 'stale-revision', message: /第 7 版.*第 1 版.*重新读取/ });
  });

  it('names the state that is and those that are needed', async () => {
    const wrong = getReleaseIn(store().db, 'r1', { ...meant, states: ['reviewed', 'approved'] });
    await assert.rejects(wrong, { code: 'wrong-state', message: /“草稿”.*“待签发”或“已签发”/ });
  });
});
