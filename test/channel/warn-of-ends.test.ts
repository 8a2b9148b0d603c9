import assert from 'node:assert/strict';
import { checkAccount, checkAccounts } from '../../src/channel/check-accounts.ts';
import { CHECKUPS, type Checkup, checkupIndexes } from '../../src/channel/checkup.ts';
import type { Finding } from '../../src/channel/contract.ts';
import { warningAt, warnOfEnds, wordsAt } from '../../src/channel/warn-of-ends.ts';
import { days, hours, minutes } from '../../src/clock.ts';
import { aChannel, at } from '../support/builders.ts';
import { silentLog } from '../support/channel-tools.ts';
import { openStore } from '../support/open-store.ts';

const now = at('09:00');
const later = (ms: number) => new Date(now.getTime() + ms);

describe('the warning of an end', () => {
  it('is due 7, 3 and 1 days before, and never afterwards', () => {
    const due = (left: number) => warningAt(later(left), now);
    assert.deepEqual([days(7) + 1, days(7), days(3) + 1, days(3), days(1) + 1, days(1), 1, 0, -1].map(due), [
      null,
      7,
      7,
      3,
      3,
      1,
      1,
      null,
      null,
    ]);
  });

  it('is put in words until somebody has done something about it', () => {
    assert.equal(wordsAt(later(days(8)), now), null);
    assert.match(wordsAt(later(days(2)), now) ?? '', /将于 2026-03-04 09:00 到期/);
    assert.match(wordsAt(now, now) ?? '', /已于 2026-03-02 09:00 到期/);
  });
});

describe('checking accounts', () => {
  const store = openStore(checkupIndexes);
  const finding = (endsAt?: Date): Finding => ({ what: '授权', ok: true, remedy: null, ...(endsAt && { endsAt }) });
  const checking = (...channels: ReturnType<typeof aChannel>[]) => ({
    ...{ db: store().db, log: silentLog, siteUrl: 'http://127.0.0.1:9', findingsOf: async () => [] },
    channels: { all: () => channels },
  });
  const ending = (id: string, endsAt?: Date) => aChannel({ id, check: async () => [finding(endsAt)] });
  const checkup = async (id: string) => await store().db.collection<Checkup>(CHECKUPS).findOne({ _id: id });
  const warnings = async (id: string) => (await checkup(id))?.unposted.map(({ facts }) => facts.days);

  it('warns of each account by itself, once in all processes', async () => {
    const desk = checking(ending('weibo', later(days(2))), ending('second', later(days(20))));
    await checkAccounts(desk, now);
    await Promise.all([warnOfEnds(desk, now), warnOfEnds({ ...desk, db: await store().again() }, now)]);
    assert.deepEqual([await warnings('weibo'), await warnings('second')], [[3], []]);
  });

  it('takes an end that is told a little differently each time for the same one', async () => {
    for (let nth = 0; nth < 5; nth++) {
      await checkAccounts(checking(ending('weibo', later(days(2) - nth * minutes(1)))), later(nth));
    }
    assert.deepEqual(await warnings('weibo'), [3]);
  });

  it('warns anew when the account was connected again', async () => {
    await checkAccounts(checking(ending('weibo', later(days(2)))), now);
    const desk = checking(ending('weibo'));
    await checkAccount(desk, ending('weibo'), now, later(days(30)));
    assert.equal(await warnOfEnds(desk, now), 0);
    assert.equal(await warnOfEnds(desk, later(days(27))), 1);
    assert.deepEqual(await warnings('weibo'), [3, 3]);
  });

  it('warns of no account that is not in use any more', async () => {
    await checkAccounts(checking(ending('weibo', later(days(20)))), now);
    assert.equal(await warnOfEnds(checking(ending('second')), later(days(19))), 0);
  });

  it('keeps what it knew of the end when a check cannot tell', async () => {
    const endsAt = later(days(2));
    await checkAccounts(checking(ending('weibo', endsAt)), now);
    await checkAccounts(checking(ending('weibo')), later(hours(1)));
    assert.deepEqual((await checkup('weibo'))?.endsAt, endsAt);
  });
});
