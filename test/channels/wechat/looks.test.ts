import assert from 'node:assert/strict';
import { hours, after as later } from '../../../src/clock.ts';
import { memoryVault } from '../../support/channel-tools.ts';
import { openWechat, pieceOf, traceOf } from './open-wechat.ts';

describe('looking at jobs', () => {
  const world = openWechat();

  for (const [notify, path] of [
    ['none', '/cgi-bin/freepublish/get'],
    ['all', '/cgi-bin/message/mass/get'],
  ] as const) {
    it(`keeps within 100 calls of ${path} a day, over all deliveries and processes, and resumes with the next`, async () => {
      const { fake, open, attempt, clock } = world();
      clock.set(new Date('2026-03-03T00:00:30+08:00'));
      fake.knobs.holdJobs = true;
      fake.knobs.massQuota = { count: 20, per: 'day' };
      const vault = memoryVault();
      const processes = [open({}, { vault }), open({}, { vault })];
      const jobs: { piece: ReturnType<typeof pieceOf>; ticket: string; lookAt: Date; began: Date }[] = [];
      for (let nth = 0; nth < 12; nth++) {
        const key = `r${nth}:1:wechat:publish`;
        const piece = pieceOf(processes[0]!, { release: `r${nth}`, choices: { wechat: { notify } } });
        const receipt = await processes[0]!.publish(piece, attempt({ key }));
        assert.ok(receipt.state === 'accepted');
        jobs.push({ piece, ticket: receipt.ticket, lookAt: receipt.lookAt, began: clock.now() });
      }
      const looks = () => fake.calls.filter((call) => call === path).length;
      const lookUntil = async (end: Date) => {
        for (let nth = 0; ; nth++) {
          const [next] = jobs.toSorted((a, b) => a.lookAt.getTime() - b.lookAt.getTime());
          if (!next || next.lookAt >= end) return;
          clock.set(next.lookAt);
          const trace = traceOf(next.piece, { ticket: next.ticket, firstTriedAt: next.began });
          const seen = await processes[nth % 2]!.find(trace, attempt());
          const isAsked = seen.seen === 'unknown' && clock.now() >= later(next.began, hours(24)); // a person is
          assert.ok(isAsked || (seen.seen === 'working' && seen.lookAt > clock.now()), seen.seen);
          next.lookAt = seen.seen === 'working' ? seen.lookAt : end;
        }
      };
      const midnight = new Date('2026-03-04T00:00:00+08:00');
      await lookUntil(midnight);
      const used = looks();
      assert.ok(used > 45 && used <= 90, `${used} looks in a day`);
      await lookUntil(later(midnight, hours(1)));
      assert.ok(looks() > used);
    });
  }

  it('asks no more when the day is used up, and says so', async () => {
    const { open, attempt, clock, fake } = world();
    const vault = memoryVault();
    const channel = open({}, { vault });
    await vault.put('looks:publish', '2026-03-02|90');
    const piece = pieceOf(channel);
    const receipt = await channel.publish(piece, attempt());
    const ticket = receipt.state === 'accepted' ? receipt.ticket : '';
    const seen = await channel.find(traceOf(piece, { ticket }), attempt());
    assert.ok(seen.seen === 'working' && seen.reason?.includes('次日'));
    assert.deepEqual(seen.lookAt, new Date('2026-03-03T00:00:00+08:00'));
    assert.ok(!fake.calls.includes('/cgi-bin/freepublish/get'));
    clock.set(seen.lookAt);
    assert.equal((await channel.find(traceOf(piece, { ticket }), attempt())).seen, 'done');
  });
});
