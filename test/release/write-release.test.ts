import assert from 'node:assert/strict';
import { LEDGER, ledgerIndexes, ledgerOf } from '../../src/ledger/ledger.ts';
import { postLines } from '../../src/ledger/post-lines.ts';
import { MEDIA, openMediaStore } from '../../src/release/media-store.ts';
import { RELEASES, type Release, releaseIndexes, releasesOf } from '../../src/release/release.ts';
import { approveRelease, reviewRelease, submitRelease } from '../../src/release/review-release.ts';
import {
  abandonCorrection,
  type Desk,
  draftRelease,
  editRelease,
  reviseRelease,
} from '../../src/release/write-release.ts';
import type { Role } from '../../src/staff/person.ts';
import { anApproved, aPerson, aRelease, aText, at } from '../support/builders.ts';
import { openStore } from '../support/open-store.ts';
import { refusesCleanly } from '../support/refuses-cleanly.ts';

const drafter = aPerson('drafter');
const nobody = aPerson(...(['reviewer', 'approver', 'responder', 'statistician', 'administrator'] satisfies Role[]));
const now = at('09:00');
const edit = { id: 'r1', revision: 1, input: { title: '新标题' } };
const reopening = { ...edit, note: '更正了时间' };
const wrong = { column: 'no-such-column', accounts: ['weibo', 'fax'] };

describe('writing a release', () => {
  const store = openStore(releaseIndexes, ledgerIndexes);
  const desk = (): Desk => ({
    db: store().db,
    knowledge: () => ({
      accounts: ['website', 'wechat', 'weibo'],
      canonical: 'website',
      media: openMediaStore(store().db),
      source: '罗甸县人民政府办公室',
      isRelease: async () => true,
      choiceProblems: () => [],
      isTopic: async () => true,
    }),
  });
  const put = (...releases: readonly Release[]) => releasesOf(store().db).insertMany(releases);
  const refuses = (code: string, operation: () => Promise<unknown>) =>
    refusesCleanly({ db: store().db, collections: [RELEASES, LEDGER, MEDIA] }, code, operation);
  async function linesIn(): Promise<readonly string[]> {
    await postLines(store().db, [RELEASES]);
    return (
      await ledgerOf(store().db)
        .find({}, { sort: { at: 1, _id: 1 } })
        .toArray()
    ).map(({ what }) => what);
  }

  it('starts a draft for every account with the office as its source, and tells one line', async () => {
    const { state, revision, text, writers, approved, planned } = await draftRelease(
      desk(),
      { title: '停水公告', body: '明天停水' },
      drafter,
      now,
    );
    assert.deepEqual(
      { state, revision, writers, approved, planned },
      {
        state: 'draft',
        revision: 1,
        writers: [drafter.id],
        approved: null,
        planned: true,
      },
    );
    assert.deepEqual([text.title, text.body, text.source], ['停水公告', '<p>明天停水</p>', '罗甸县人民政府办公室']);
    assert.deepEqual(text.accounts, ['website', 'wechat', 'weibo']);
    assert.deepEqual(await linesIn(), ['release.drafted']);
  });

  it('raises the revision with every saved change, and tells a line each', async () => {
    await put(aRelease());
    const first = await editRelease(desk(), edit, drafter, at('09:01'));
    assert.deepEqual([first.revision, first.text.title, first.text.source], [2, '新标题', '县水务局']);
    await editRelease(desk(), { ...edit, revision: 2 }, drafter, at('09:02'));
    assert.deepEqual(await linesIn(), ['release.edited', 'release.edited']);
  });

  it('counts everybody who changed the text among its writers, once', async () => {
    await put(aRelease());
    const other = aPerson('drafter', 'approver');
    await editRelease(desk(), edit, other, now);
    const { writers } = await editRelease(desk(), { ...edit, revision: 2 }, other, now);
    assert.deepEqual(writers, [drafter.id, other.id]);
  });

  it('voids a review: the changed text is submitted and reviewed anew', async () => {
    const review = { verdict: 'return', revision: 1, by: 'p-reviewer', at: at('08:50'), comment: '时间有误' } as const;
    await put(aRelease({ review }));
    const edited = await editRelease(desk(), edit, drafter, now);
    assert.equal(edited.review, null);
    const reviewing = { db: store().db, misfits: () => [] };
    await submitRelease(reviewing, { id: 'r1', revision: 2 }, drafter, now);
    const old = { id: 'r1', revision: 1 };
    await refuses('stale-revision', () =>
      reviewRelease(reviewing, { ...old, verdict: 'pass', comment: '' }, aPerson('reviewer'), now),
    );
    await refuses('stale-revision', () => approveRelease(reviewing, old, aPerson('approver'), now));
  });

  for (const state of ['submitted', 'reviewed', 'approved', 'withdrawn'] as const) {
    it(`refuses to change a text that is ${state}`, async () => {
      await put(aRelease({ state }));
      await refuses('wrong-state', () => editRelease(desk(), edit, drafter, now));
    });
  }

  it('refuses a change of what somebody else has changed meanwhile', async () => {
    await put(aRelease({ revision: 2 }));
    await refuses('stale-revision', () => editRelease(desk(), edit, drafter, now));
  });

  it('saves one of two changes made at once, and tells the other', async () => {
    await put(aRelease());
    const results = await Promise.allSettled(
      ['甲', '乙'].map((title) => editRelease(desk(), { ...edit, input: { title } }, drafter, now)),
    );
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
    assert.deepEqual(await linesIn(), ['release.edited']);
  });

  it('refuses without the right', async () => {
    await put(aRelease(), anApproved({ _id: 'r2' }));
    await refuses('no-right', () => draftRelease(desk(), { title: '甲', body: '乙' }, nobody, now));
    await refuses('no-right', () => editRelease(desk(), edit, nobody, now));
    await refuses('no-right', () => reviseRelease(desk(), { ...reopening, id: 'r2' }, nobody, now));
  });

  it('refuses what is wrong with the text and leaves nothing behind', async () => {
    await put(aRelease(), anApproved({ _id: 'r2' }));
    await refuses('invalid-input', () => draftRelease(desk(), wrong, drafter, now));
    await refuses('invalid-input', () => editRelease(desk(), { ...edit, input: wrong }, drafter, now));
    await refuses('invalid-input', () => reviseRelease(desk(), { ...reopening, id: 'r2', input: wrong }, drafter, now));
  });

  it('refuses a release that is not there', async () => {
    await refuses('not-found', () => editRelease(desk(), edit, drafter, now));
    await refuses('not-found', () => reviseRelease(desk(), reopening, drafter, now));
  });

  for (const state of ['approved', 'withdrawn'] as const) {
    it(`opens a new revision of what is ${state}; what is out stays as it is`, async () => {
      const before = anApproved({ state, planned: true });
      await put(before);
      const after = await reviseRelease(desk(), reopening, drafter, now);
      const { state: is, revision, text, writers, correctionNote, approved, planned } = after;
      assert.deepEqual(
        { is, revision, writers, correctionNote, planned },
        {
          is: 'draft',
          revision: 2,
          writers: [drafter.id],
          correctionNote: '更正了时间',
          planned: true,
        },
      );
      assert.deepEqual([text.title, approved], ['新标题', before.approved]);
      assert.deepEqual(await linesIn(), ['release.reopened']);
    });
  }

  it('gives a correction up: the approved text stands, and may be corrected again', async () => {
    const before = anApproved();
    await put(before);
    await reviseRelease(desk(), reopening, drafter, now);
    const after = await abandonCorrection(desk(), { id: 'r1', revision: 2 }, drafter, now);
    assert.deepEqual([after.state, after.revision, after.text], ['approved', 3, before.approved?.text]);
    assert.deepEqual(after.approved, before.approved);
    assert.deepEqual(await linesIn(), ['release.abandoned', 'release.reopened']);
    const again = await reviseRelease(desk(), { ...reopening, revision: 3 }, drafter, now);
    assert.equal(again.state, 'draft');
  });

  it('has no correction to give up in a draft that was never approved', async () => {
    await put(aRelease());
    await refuses('wrong-state', () => abandonCorrection(desk(), { id: 'r1', revision: 1 }, drafter, now));
    await refuses('no-right', () => abandonCorrection(desk(), { id: 'r1', revision: 1 }, nobody, now));
  });

  it('names an account once, however often it was chosen', async () => {
    await put(aRelease());
    const input = { accounts: ['website', 'weibo', 'website'] };
    const { text } = await editRelease(desk(), { id: 'r1', revision: 1, input }, drafter, now);
    assert.deepEqual(text.accounts, ['website', 'weibo']);
  });

  it('lets an approver of the old text write the new one, but not approve that', async () => {
    await put(anApproved());
    const writer = aPerson('drafter', 'approver', 'reviewer');
    await reviseRelease(desk(), reopening, writer, now);
    const reviewing = { db: store().db, misfits: () => [] };
    await submitRelease(reviewing, { id: 'r1', revision: 2 }, writer, now);
    const passing = { id: 'r1', revision: 2, verdict: 'pass', comment: '' } as const;
    await refuses('same-person', () => reviewRelease(reviewing, passing, writer, now));
  });

  for (const state of ['draft', 'submitted', 'reviewed'] as const) {
    it(`refuses to correct what is still ${state}`, async () => {
      await put(aRelease({ state }));
      await refuses('wrong-state', () => reviseRelease(desk(), reopening, drafter, now));
    });
  }

  it('refuses a correction that does not say what it corrects', async () => {
    await put(anApproved());
    await refuses('invalid-input', () => reviseRelease(desk(), { ...reopening, note: '  ' }, drafter, now));
  });

  it('keeps what is not named in a change', async () => {
    await put(aRelease({ text: aText({ number: '罗府公告〔2026〕3号', publishAt: at('18:00') }) }));
    const { text } = await editRelease(desk(), edit, drafter, now);
    assert.deepEqual([text.number, text.publishAt], ['罗府公告〔2026〕3号', at('18:00')]);
    const cleared = await editRelease(desk(), { ...edit, revision: 2, input: { publishAt: null } }, drafter, now);
    assert.equal(cleared.text.publishAt, null);
  });
});
