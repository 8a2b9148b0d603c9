/** The day's calls: never more than the platform allows, and never so many read that nothing could be posted. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ceilingOf, type Purpose } from '../../../channels/weibo/budget.ts';
import { keepBudget } from '../../../channels/weibo/keep-budget.ts';
import { settingsSchema } from '../../../channels/weibo/settings.ts';
import { ChannelFailure } from '../../../src/channel/failure.ts';
import { hours, minutes, startOfDay, toDay } from '../../../src/clock.ts';
import { anAttempt, memoryCounters } from '../../support/channel-tools.ts';
import { closeAll, failureOf, openBare, openChannel, openPlayed, pieceOf, sendJson, UID } from './open-weibo.ts';

afterEach(closeAll);

const MIDNIGHT = startOfDay('2026-03-02');
const at = (ms: number) => new Date(MIDNIGHT.getTime() + ms);
const settings = (changes: Record<string, string> = {}) =>
  settingsSchema.parse({ UID, ENDPOINT: 'http://127.0.0.1:1', ...changes });

/** A budget that tells whether a call may go. */
function open(changes: Record<string, string> = {}) {
  const budget = keepBudget(settings(changes), memoryCounters());
  const may = async (purpose: Purpose, now: Date) =>
    await budget.take(purpose, now).then(
      () => true,
      (error: unknown) => {
        assert.ok(error instanceof ChannelFailure && error.kind === 'limited');
        return false;
      },
    );
  return { ...budget, may };
}

describe('the budget of a day', () => {
  it('lets comments be read every half hour and mentions every two hours', async () => {
    const { may } = open();
    const read = { comments: 0, mentions: 0 };
    for (let slot = 0; slot < 48; slot++) {
      const now = at(minutes(30 * slot));
      for (const purpose of ['comments', 'mentions'] as const) if (await may(purpose, now)) read[purpose] += 1;
    }
    assert.deepEqual(read, { comments: 48, mentions: 12 });
  });

  it('spreads reading however often it is asked for', async () => {
    const { may } = open();
    const read: number[] = [];
    for (let minute = 0; minute < 24 * 60; minute++) {
      const now = at(minutes(minute));
      if (await may('comments', now)) read.push(Math.floor(minute / 60));
    }
    const perHour = Array.from({ length: 24 }, (_, hour) => read.filter((one) => one === hour).length);
    assert.equal(read.length, 48);
    assert.ok(Math.min(...perHour) >= 1 && Math.max(...perHour) <= 4, perHour.join(' '));
  });

  it('keeps posting alive to the last minute, whatever reading asks for', async () => {
    const { may } = open();
    let posted = 0;
    for (let minute = 0; minute < 24 * 60; minute++) {
      const now = at(minutes(minute));
      await may('comments', now);
      await may('mentions', now);
      if (minute % 45 === 0) posted += Number(await may('post', now));
    }
    assert.equal(posted, 32);
  });

  it('lets older comments be read with what posting has not needed, and always leaves it some', async () => {
    const leftAt = async (hour: number) => {
      const { may } = open();
      const now = at(hours(hour));
      for (const purpose of ['comments', 'mentions', 'backlog'] as const) while (await may(purpose, now));
      let posts = 0;
      while (await may('post', now)) posts += 1;
      return posts;
    };
    const left = await Promise.all([0, 6, 12, 18, 23.9].map(leftAt));
    assert.deepEqual(left, [92, 70, 47, 25, 6]);
  });

  it('stops reading before it stops posting, and posting before looking', async () => {
    const { may } = open();
    const evening = at(hours(20));
    let posts = 0;
    while (await may('post', evening)) posts += 1;
    assert.deepEqual([posts, await may('comments', evening)], [95, false]);
    let looks = 0;
    while (await may('look', evening)) looks += 1;
    assert.equal(looks, 5);
  });

  it('begins anew at midnight in Beijing', async () => {
    const { may } = open();
    const late = at(hours(23));
    while (await may('look', late));
    assert.deepEqual([await may('post', late), await may('post', at(hours(24)))], [false, true]);
  });

  it('tells what is used and until when', async () => {
    const { may, allowances } = open();
    const now = at(hours(9));
    for (const purpose of ['comments', 'mentions', 'post', 'look'] as const) await may(purpose, now);
    const until = at(hours(24));
    assert.deepEqual(
      (await allowances(now)).map(({ most, used, until: end }) => [most, used, end]),
      [
        [100, 4, until],
        [48, 1, until],
        [12, 1, until],
      ],
    );
    assert.deepEqual(await open({ CALLS_PER_DAY: '0' }).allowances(now), []);
  });

  it('never lets more through than there are, in whatever order calls come', async () => {
    const purpose = fc.constantFrom<Purpose>('look', 'post', 'comments', 'mentions', 'backlog');
    const calls = fc.array(fc.tuple(purpose, fc.nat({ max: 24 * 60 - 1 })), { minLength: 100, maxLength: 400 });
    await fc.assert(
      fc.asyncProperty(calls, fc.integer({ min: 1, max: 150 }), async (asked, most) => {
        const { may } = open({ CALLS_PER_DAY: String(most) });
        const taken = new Map<Purpose, number>();
        for (const [what, minute] of asked.toSorted((a, b) => a[1] - b[1])) {
          if (await may(what, at(minutes(minute)))) taken.set(what, (taken.get(what) ?? 0) + 1);
        }
        const all = [...taken.values()].reduce((sum, one) => sum + one, 0);
        assert.ok(all <= most, `${all} of ${most}`);
      }),
      { numRuns: 60 },
    );
  });

  it('never allows reading more than what is not kept, at any time of the day', () => {
    fc.assert(
      fc.property(fc.nat({ max: 86_399 }), fc.integer({ min: 4, max: 500 }), (second, most) => {
        const given = settings({ CALLS_PER_DAY: String(most) });
        const now = at(second * 1000);
        const [comments, mentions] = (['comments', 'mentions'] as const).map((one) => ceilingOf(one, now, given));
        assert.ok((comments?.own ?? 0) + (mentions?.own ?? 0) <= most - given.CALLS_KEPT_FOR_POSTING);
        assert.ok((comments?.all ?? 0) < ceilingOf('post', now, given).all || most < 10);
      }),
    );
  });
});

describe('the calls of the weibo adapter', () => {
  it('are all counted, looks and pulls included, and none the platform does not count', async () => {
    const { channel, fake, clock } = await openPlayed({ CALLS_PER_DAY: '100' });
    const attempt = () => anAttempt({ now: clock.now() });
    const receipt = await channel.publish(pieceOf(channel), attempt());
    assert.ok(receipt.state === 'done');
    await channel.pullComments!({ cursor: null, posts: [] }, attempt());
    await channel.withdraw!(receipt.ref, '有误', attempt());
    await channel.check!(attempt());
    const [all] = await channel.allowances!(clock.now());
    // get_token_info is ours to count, just in case: the platform may or may not.
    assert.deepEqual([all?.used, fake.used()], [5, 4]);
  });

  it('are not counted when they certainly did not arrive, or named no user', async () => {
    const dead = openChannel({ ENDPOINT: 'http://127.0.0.1:1', UID, ACCESS_TOKEN: '2.00secret' });
    const { channel, fake, clock } = await openPlayed({ CALLS_PER_DAY: '100' });
    fake.setTokenLife(0);
    for (const one of [dead, channel]) {
      await failureOf(one.publish(pieceOf(one), anAttempt({ now: clock.now() })));
      assert.equal((await one.allowances!(clock.now()))[0]?.used, 0);
    }
  });

  it('are not made when there is none left: a post waits for the next day', async () => {
    const { channel, asked } = await openBare((_asked, response) => sendJson(response, '{"id":1}'), {
      CALLS_PER_DAY: '2',
    });
    const now = at(hours(9));
    for (let nth = 0; nth < 2; nth++) await channel.publish(pieceOf(channel), anAttempt({ now }));
    const { kind, retryAt } = await failureOf(channel.publish(pieceOf(channel), anAttempt({ now })));
    assert.deepEqual([kind, retryAt, asked.length], ['limited', startOfDay('2026-03-03'), 2]);
    assert.equal(toDay(now), '2026-03-02');
  });

  it('are not spent on an account that a person must unlock: a few an hour, and at once when it was checked', async () => {
    let isLocked = true;
    const { channel, asked } = await openBare(({ path }, response) => {
      if (path === '/oauth2/get_token_info') return sendJson(response, { uid: UID, expire_in: 9_000_000 });
      return isLocked ? sendJson(response, { error_code: 20031 }, 403) : sendJson(response, '{"id":1}');
    });
    const posts = () => asked.filter(({ path }) => path === '/2/statuses/share.json').length;
    const attempt = (minute: number) => anAttempt({ now: at(hours(9) + minutes(minute)) });
    for (let minute = 0; minute < 60; minute++) {
      const { kind, code } = await failureOf(channel.publish(pieceOf(channel), attempt(minute)));
      assert.deepEqual([kind, code], ['locked-out', '20031']);
    }
    assert.equal(posts(), 6);
    isLocked = false;
    await channel.check!(attempt(60));
    assert.equal((await channel.publish(pieceOf(channel), attempt(60))).state, 'done');
  });
});
