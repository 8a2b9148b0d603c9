import assert from 'node:assert/strict';
import type { Channel } from '../../src/channel/contract.ts';
import { planPublication } from '../../src/plan/plan-publication.ts';
import { planWithdrawal } from '../../src/plan/plan-withdrawal.ts';
import { toApprovedAnnouncement } from '../../src/release/release.ts';
import { accounts, aDelivery, anApproved, aPiece, at } from '../support/builders.ts';
import { brief, channels, pieceOf, plan, stored } from './on-channels.ts';

describe('planPublication', () => {
  it('publishes a first revision everywhere; the others wait for the canonical page', () => {
    assert.deepEqual(brief(plan(1)), [
      ['r1:1:website:publish', 'publish'],
      ['r1:1:wechat:publish', 'publish', 'r1:1:website:publish'],
      ['r1:1:weibo:publish', 'publish', 'r1:1:website:publish'],
    ]);
  });

  it('corrects each channel in its own way', () => {
    assert.deepEqual(brief(plan(2, stored(plan(1)))), [
      ['r1:2:website:revise', 'revise', 'r1:1:website:publish'],
      ['r1:2:wechat:publish', 'publish', 'r1:1:wechat:publish', 'r1:2:website:revise'],
      ['r1:1:wechat:withdraw', 'withdraw', 'r1:1:wechat:publish', 'r1:2:website:revise', 'r1:2:wechat:publish'],
      ['r1:2:weibo:publish', 'publish', 'r1:1:weibo:publish', 'r1:2:website:revise'],
    ]);
  });

  it('corrects a second time: the page in place again, the article before withdrawn once, one more post', () => {
    const before = stored(plan(1));
    const existing = [...before, ...stored(plan(2, before))];
    assert.deepEqual(
      plan(3, existing).map(({ id, order }) => [id, 'of' in order ? order.of : null]),
      [
        ['r1:3:website:revise', 'r1:1:website:publish'],
        ['r1:3:wechat:publish', null],
        ['r1:2:wechat:withdraw', 'r1:2:wechat:publish'],
        ['r1:3:weibo:publish', null],
      ],
    );
  });

  it('is the same when planned again after a crash, however much of it was stored', () => {
    for (const [revision, before] of [
      [1, []],
      [2, stored(plan(1))],
      [2, stored(plan(1), 'settling')],
    ] as const) {
      const first = plan(revision, before);
      for (let kept = 0; kept <= first.length; kept++) {
        for (const state of ['waiting', 'done', 'stuck', 'cancelled'] as const) {
          const again = plan(revision, [...before, ...stored(first.slice(0, kept), state)]);
          assert.deepEqual(brief(again), brief(first), `revision ${revision}, ${kept} ${state}`);
          assert.deepEqual(brief(plan(revision, [...stored(first.slice(kept), state), ...before])), brief(first));
        }
      }
    }
  });

  it('leaves the correction note out where no earlier revision was', () => {
    const noted = { ...channels.weibo } as Channel;
    const render: Channel['render'] = ({ correction }) => ({ fits: true, piece: aPiece(correction?.note ?? '无') });
    const before = stored(plan(1, [], ['website', 'wechat']));
    const rendering = Object.fromEntries(Object.entries(channels).map(([id, one]) => [id, { ...one, render }]));
    const release = anApproved({ revision: 2, correction: { note: '更正了时间', at: at('08:00') } });
    const planned = planPublication({
      release,
      announcement: toApprovedAnnouncement(release, 'https://www.luodian.example'),
      existing: before,
      accounts: accounts('website', 'wechat', 'weibo'),
      channelOf: (id) => rendering[id] ?? noted,
    });
    assert.equal(pieceOf(planned, 'r1:2:website:revise')?.payload.text, '更正了时间');
    assert.equal(pieceOf(planned, 'r1:2:weibo:publish')?.payload.text, '无');
  });

  it('withdraws from an account that the correction leaves out, after the page is corrected', () => {
    const existing = stored(plan(1));
    assert.deepEqual(brief(plan(2, existing, ['website', 'wechat'])).at(-1), [
      'r1:1:weibo:withdraw',
      'withdraw',
      'r1:1:weibo:publish',
      'r1:2:website:revise',
    ]);
  });

  it('leaves an account out where the earlier revision never went out', () => {
    const existing = [...stored(plan(1, [], ['website', 'wechat'])), ...stored([plan(1)[2]!], 'cancelled')];
    const planned = plan(2, existing, ['website', 'wechat']);
    assert.ok(planned.every(({ account }) => account !== 'weibo'));
  });

  for (const state of ['sending', 'settling', 'stuck'] as const) {
    it(`waits for an earlier revision that is ${state}: it may be out`, () => {
      const planned = plan(2, stored(plan(1), state));
      for (const account of ['website', 'wechat', 'weibo']) {
        const first = planned.find((one) => one.account === account);
        assert.ok(first?.after.includes(`r1:1:${account}:publish`));
      }
    });
  }

  it('publishes anew after a withdrawal, when all that came before has ended', () => {
    const first = stored(plan(1));
    const existing = [...first, ...stored(planWithdrawal({ reason: '有误', by: 'p', at: at('08:00') }, first))];
    assert.deepEqual(brief(plan(2, existing))[1], [
      'r1:2:wechat:publish',
      'publish',
      'r1:1:wechat:publish',
      'r1:1:wechat:withdraw',
      'r1:2:website:publish',
    ]);
    assert.ok(plan(2, existing).every(({ order }) => order.action === 'publish'));
  });

  it('withdraws under a new id what somebody gave up withdrawing', () => {
    const first = stored(plan(1));
    const second = stored(plan(2, first)).map((one) =>
      one.order.action === 'withdraw' ? { ...one, state: 'cancelled' as const } : one,
    );
    const ids = plan(3, [...first, ...second])
      .filter(({ order }) => order.action === 'withdraw')
      .map(({ id }) => id);
    assert.deepEqual(ids, ['r1:1:wechat:withdraw:2', 'r1:2:wechat:withdraw']);
  });

  it('takes a revision that became the first publication for a post', () => {
    const lost = stored([plan(1)[0]!], 'cancelled');
    const became = aDelivery({ _id: 'r1:2:website:revise', account: 'website', state: 'done', facts: { revision: 2 } });
    const [third] = plan(3, [...lost, became], ['website']);
    assert.deepEqual(
      [third?.id, third?.order.action, third?.order.action === 'revise' && third.order.of],
      ['r1:3:website:revise', 'revise', 'r1:2:website:revise'],
    );
  });

  it('refuses to go on when a channel no longer takes what was approved', () => {
    const misfit = { field: 'title', problem: '标题超长', remedy: '请缩短' };
    const strict = { ...channels.weibo, render: () => ({ fits: false, misfits: [misfit] }) } as Channel;
    const release = anApproved();
    assert.throws(
      () =>
        planPublication({
          release,
          announcement: toApprovedAnnouncement(release, 'https://www.luodian.example'),
          existing: [],
          accounts: accounts('website', 'wechat', 'weibo'),
          channelOf: () => strict,
        }),
      /标题超长/,
    );
  });
});
