import assert from 'node:assert/strict';
import type { FieldProblem } from '../../src/errors.ts';
import { LEDGER, ledgerIndexes, ledgerOf } from '../../src/ledger/ledger.ts';
import { postLines } from '../../src/ledger/post-lines.ts';
import { RELEASES, type Release, releaseIndexes, releasesOf } from '../../src/release/release.ts';
import {
  approveRelease,
  type ReviewDesk,
  reviewRelease,
  submitRelease,
  withdrawRelease,
} from '../../src/release/review-release.ts';
import type { Person, Role } from '../../src/staff/person.ts';
import { anApproved, aPerson, aRelease, aText, at } from '../support/builders.ts';
import { openStore } from '../support/open-store.ts';
import { refusesCleanly } from '../support/refuses-cleanly.ts';

const drafter = aPerson('drafter');
const reviewer = aPerson('reviewer');
const approver = aPerson('approver');
const everything: readonly Role[] = ['drafter', 'reviewer', 'approver', 'responder', 'statistician', 'administrator'];
const allBut = (...roles: readonly Role[]) => aPerson(...everything.filter((role) => !roles.includes(role)));
const now = at('09:00');
const step = { id: 'r1', revision: 1 };
const pass = { ...step, verdict: 'pass', comment: '' } as const;
const sendBack = { ...step, verdict: 'return', comment: '时间有误' } as const;
const withdrawal = { ...step, reason: '内容有误' };
const reviewed = {
  state: 'reviewed',
  review: { verdict: 'pass', revision: 1, by: reviewer.id, at: now, comment: '' },
} as const;

describe('the review chain', () => {
  const store = openStore(releaseIndexes, ledgerIndexes);
  let misfits: readonly FieldProblem[] = [];
  const desk = (): ReviewDesk => ({ db: store().db, misfits: () => misfits });
  beforeEach(() => {
    misfits = [];
  });

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

  it('leads from a draft to an approved revision, with one line a step', async () => {
    await put(aRelease());
    await submitRelease(desk(), step, drafter, at('09:01'));
    await reviewRelease(desk(), pass, reviewer, at('09:02'));
    const { state, approved, planned, writers, publishedAt } = await approveRelease(
      desk(),
      step,
      approver,
      at('09:03'),
    );
    assert.deepEqual(
      { state, planned, writers, publishedAt },
      {
        state: 'approved',
        planned: false,
        writers: [],
        publishedAt: at('09:03'),
      },
    );
    assert.deepEqual(approved, { revision: 1, text: aText(), by: approver.id, at: at('09:03'), correction: null });
    assert.deepEqual(await linesIn(), [
      'release.submitted p-drafter',
      'release.reviewed p-reviewer',
      'release.approved p-approver',
    ]);
  });

  interface Given {
    readonly name: string;
    readonly from: readonly Release['state'][];
    readonly rights: readonly Role[];
    act(by: Person): Promise<Release>;
  }
  const steps: readonly Given[] = [
    { name: 'submitting', from: ['draft'], rights: ['drafter'], act: (by) => submitRelease(desk(), step, by, now) },
    { name: 'reviewing', from: ['submitted'], rights: ['reviewer'], act: (by) => reviewRelease(desk(), pass, by, now) },
    {
      name: 'returning',
      from: ['submitted', 'reviewed'],
      rights: ['reviewer', 'approver'],
      act: (by) => reviewRelease(desk(), sendBack, by, now),
    },
    { name: 'approving', from: ['reviewed'], rights: ['approver'], act: (by) => approveRelease(desk(), step, by, now) },
    {
      name: 'withdrawing',
      from: ['approved'],
      rights: ['approver'],
      act: (by) => withdrawRelease(desk(), withdrawal, by, now),
    },
  ];
  const states: readonly Release['state'][] = ['draft', 'submitted', 'reviewed', 'approved', 'withdrawn'];
  const inState = (state: Release['state']) =>
    state === 'approved' ? anApproved() : aRelease({ state, review: state === 'reviewed' ? reviewed.review : null });

  for (const { name, from, rights, act } of steps) {
    for (const right of rights) {
      it(`${name} is open to whoever may ${right}, with one line`, async () => {
        await put(inState(from[0] ?? 'draft'));
        await act(aPerson(right));
        assert.equal((await linesIn()).length, 1);
      });
    }

    it(`${name} is refused without the right, though with every other`, async () => {
      await put(inState(from[0] ?? 'draft'));
      await refuses('no-right', () => act(allBut(...rights)));
    });

    for (const state of states.filter((one) => !from.includes(one))) {
      it(`${name} is refused while ${state}`, async () => {
        await put(inState(state));
        await refuses('wrong-state', () => act(aPerson(...rights)));
      });
    }

    it(`${name} is refused for another revision than the one that was read`, async () => {
      await put({ ...inState(from[0] ?? 'draft'), revision: 2 });
      await refuses('stale-revision', () => act(aPerson(...rights)));
    });

    it(`${name} is refused for a release that is not there`, async () => {
      await refuses('not-found', () => act(aPerson(...rights)));
    });

    it(`${name} happens once when two do it at once`, async () => {
      await put(inState(from[0] ?? 'draft'));
      const results = await Promise.allSettled([act(aPerson(...rights)), act(aPerson(...rights))]);
      assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
      assert.equal((await linesIn()).length, 1);
    });
  }

  for (const [name, state, act] of [
    ['review', 'submitted', (by: Person) => reviewRelease(desk(), pass, by, now)],
    ['approve', 'reviewed', (by: Person) => approveRelease(desk(), step, by, now)],
  ] as const) {
    it(`whoever wrote on a text may not ${name} it, whatever his rights`, async () => {
      const writer = aPerson(...everything);
      await put(aRelease({ state, writers: [drafter.id, writer.id] }));
      await refuses('same-person', () => act(writer));
    });
  }

  it('a writer may have his own text returned', async () => {
    const writer = aPerson('drafter', 'reviewer');
    await put(aRelease({ state: 'submitted', writers: [writer.id] }));
    assert.equal((await reviewRelease(desk(), sendBack, writer, now)).state, 'draft');
  });

  for (const [name, state, act] of [
    ['submitted', 'draft', () => submitRelease(desk(), step, drafter, now)],
    ['approved', 'reviewed', () => approveRelease(desk(), step, approver, now)],
  ] as const) {
    it(`what does not fit its channels cannot be ${name}; every misfit is named`, async () => {
      misfits = [
        { field: 'title（weibo）', problem: '标题过长', remedy: '请缩短' },
        { field: 'body（wechat）', problem: '没有正文', remedy: '请填写' },
      ];
      await put(aRelease({ state }));
      await refuses('does-not-fit', act);
      await assert.rejects(act, { fields: misfits });
    });
  }

  it('returns nothing without a word on what to change', async () => {
    await put(aRelease({ state: 'submitted' }));
    await refuses('invalid-input', () => reviewRelease(desk(), { ...sendBack, comment: ' ' }, reviewer, now));
  });

  it('what was returned carries the comment, and keeps a line for each time it is submitted unchanged', async () => {
    await put(aRelease());
    await submitRelease(desk(), step, drafter, at('09:01'));
    const { review, state, revision } = await reviewRelease(desk(), sendBack, approver, at('09:02'));
    assert.deepEqual([state, revision, review?.comment], ['draft', 1, '时间有误']);
    await submitRelease(desk(), step, drafter, at('09:03'));
    await reviewRelease(desk(), pass, reviewer, at('09:04'));
    await reviewRelease(desk(), sendBack, approver, at('09:05'));
    await submitRelease(desk(), step, drafter, at('09:06'));
    await reviewRelease(desk(), pass, reviewer, at('09:07'));
    assert.deepEqual(await linesIn(), [
      'release.submitted p-drafter',
      'release.returned p-approver',
      'release.submitted p-drafter',
      'release.reviewed p-reviewer',
      'release.returned p-approver',
      'release.submitted p-drafter',
      'release.reviewed p-reviewer',
    ]);
  });

  it('an approved correction says what it corrects, and keeps the time of the first publication', async () => {
    const first = anApproved({ publishedAt: at('08:00') });
    await put({ ...first, ...reviewed, correctionNote: '更正了时间', revision: 2 });
    const { approved, publishedAt } = await approveRelease(desk(), { ...step, revision: 2 }, approver, now);
    assert.deepEqual(approved?.correction, { note: '更正了时间', at: now });
    assert.deepEqual(publishedAt, at('08:00'));
  });

  it('a text for later is public from its hour', async () => {
    await put(aRelease({ ...reviewed, text: aText({ publishAt: at('18:00') }) }));
    assert.deepEqual((await approveRelease(desk(), step, approver, now)).publishedAt, at('18:00'));
  });

  it('a text corrected before its hour was never public, and is so from now', async () => {
    const later = anApproved({ publishedAt: at('18:00') });
    await put({ ...later, ...reviewed, revision: 2, text: aText({ publishAt: null }) });
    assert.deepEqual((await approveRelease(desk(), { ...step, revision: 2 }, approver, now)).publishedAt, now);
  });
});
