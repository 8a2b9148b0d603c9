import assert from 'node:assert/strict';
import { LEDGER, ledgerIndexes, ledgerOf } from '../../src/ledger/ledger.ts';
import { postLines } from '../../src/ledger/post-lines.ts';
import { getRelease, RELEASES, type Release, releaseIndexes, releasesOf } from '../../src/release/release.ts';
import { approveRelease, type ReviewDesk, withdrawRelease } from '../../src/release/review-release.ts';
import { anApproved, aPerson, at } from '../support/builders.ts';
import { openStore } from '../support/open-store.ts';
import { refusesCleanly } from '../support/refuses-cleanly.ts';

const drafter = aPerson('drafter');
const reviewer = aPerson('reviewer');
const approver = aPerson('approver');
const now = at('09:00');
const step = { id: 'r1', revision: 1 };
const withdrawal = { ...step, reason: '内容有误' };
const reviewed = {
  state: 'reviewed',
  review: { verdict: 'pass', revision: 1, by: reviewer.id, at: now, comment: '' },
} as const;

describe('withdrawRelease', () => {
  const store = openStore(releaseIndexes, ledgerIndexes);
  const desk = (): ReviewDesk => ({ db: store().db, misfits: () => [] });

  const put = (...releases: readonly Release[]) => releasesOf(store().db).insertMany(releases);
  const refuses = (code: string, operation: () => Promise<unknown>) =>
    refusesCleanly({ db: store().db, collections: [RELEASES, LEDGER] }, code, operation);
  async function linesIn(): Promise<readonly string[]> {
    await postLines(store().db, [RELEASES]);
    const lines = await ledgerOf(store().db)
      .find({}, { sort: { at: 1, _id: 1 } })
      .toArray();
    return lines.map(({ what, by }) => `${what} ${by}`);
  }

  for (const state of ['approved', 'draft', 'submitted', 'reviewed'] as const) {
    it(`what is out is withdrawn though a new revision is ${state}`, async () => {
      await put(anApproved({ state, planned: true, publishedAt: at('08:00') }));
      const after = await withdrawRelease(desk(), withdrawal, approver, now);
      assert.deepEqual(
        [after.state, after.planned, after.withdrawal],
        ['withdrawn', false, { reason: '内容有误', by: approver.id, at: now }],
      );
      assert.deepEqual(await linesIn(), ['release.withdrawn p-approver']);
    });
  }

  it('what was withdrawn is not withdrawn again, not even while a new revision is written', async () => {
    const gone = { reason: '内容有误', by: approver.id, at: at('08:50') };
    await put(anApproved({ state: 'draft', withdrawal: gone }));
    await refuses('wrong-state', () => withdrawRelease(desk(), withdrawal, approver, now));
  });

  it('a new approval ends the withdrawal', async () => {
    const gone = { reason: '内容有误', by: approver.id, at: at('08:50') };
    await put({ ...anApproved({ withdrawal: gone }), ...reviewed, revision: 2, writers: [drafter.id] });
    await approveRelease(desk(), { ...step, revision: 2 }, approver, now);
    assert.equal((await getRelease(store().db, 'r1')).withdrawal, null);
  });
});
