import assert from 'node:assert/strict';
import { planWithdrawal } from '../../src/plan/plan-withdrawal.ts';
import { aDelivery, at } from '../support/builders.ts';
import { brief, plan, stored } from './on-channels.ts';

describe('planWithdrawal', () => {
  const withdrawal = { reason: '内容有误', by: 'p-approver', at: at('09:00') };

  it('withdraws every post that is or may be out, each after it has ended', () => {
    for (const state of ['done', 'sending', 'settling', 'stuck'] as const) {
      assert.deepEqual(brief(planWithdrawal(withdrawal, stored(plan(1), state))), [
        ['r1:1:website:withdraw', 'withdraw', 'r1:1:website:publish'],
        ['r1:1:wechat:withdraw', 'withdraw', 'r1:1:wechat:publish'],
        ['r1:1:weibo:withdraw', 'withdraw', 'r1:1:weibo:publish'],
      ]);
    }
  });

  it('has nothing to do where nothing went out', () => {
    assert.deepEqual(planWithdrawal(withdrawal, stored(plan(1), 'cancelled')), []);
    assert.deepEqual(planWithdrawal(withdrawal, []), []);
  });

  it('lets a revision on its way go first, and withdraws all posts of a follow-up', () => {
    const first = stored(plan(1));
    const existing = [...first, ...stored(plan(2, first), 'sending')];
    assert.deepEqual(brief(planWithdrawal(withdrawal, existing)), [
      ['r1:1:website:withdraw', 'withdraw', 'r1:1:website:publish', 'r1:2:website:revise'],
      ['r1:2:wechat:withdraw', 'withdraw', 'r1:2:wechat:publish'],
      ['r1:1:weibo:withdraw', 'withdraw', 'r1:1:weibo:publish'],
      ['r1:2:weibo:withdraw', 'withdraw', 'r1:2:weibo:publish'],
    ]);
  });

  it('asks for no withdrawal twice', () => {
    const first = stored(plan(1));
    const asked = stored(planWithdrawal(withdrawal, first), 'stuck');
    assert.deepEqual(planWithdrawal(withdrawal, [...first, ...asked]), []);
  });

  it('withdraws a revision that became the first publication', () => {
    const became = aDelivery({ _id: 'r1:2:website:revise', account: 'website', state: 'done', facts: { revision: 2 } });
    assert.deepEqual(brief(planWithdrawal(withdrawal, [became])), [
      ['r1:2:website:withdraw', 'withdraw', 'r1:2:website:revise'],
    ]);
  });
});
