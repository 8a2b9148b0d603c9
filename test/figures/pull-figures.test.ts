import assert from 'node:assert/strict';
import type { Doorway } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import type { FiguresPage, PostFigures, WantedFigures } from '../../src/channel/post-figures.ts';
import { days } from '../../src/clock.ts';
import { aWaitingDelivery, DELIVERIES, type Delivery } from '../../src/delivery/delivery.ts';
import { putDeliveries } from '../../src/delivery/piece.ts';
import { findFigureSource } from '../../src/figures/figure-source.ts';
import { figureIndexes, figuresOf, type Observation } from '../../src/figures/observation.ts';
import { pullAllFigures } from '../../src/figures/pull-figures.ts';
import { showFigures } from '../../src/figures/show-figures.ts';
import { ensureIndexes } from '../../src/store/ensure-indexes.ts';
import { aPiece } from '../support/builders.ts';
import { accounts, at, now, openDesk, type TestDesk } from '../topic/open-desk.ts';

const later = (ms: number) => new Date(now.getTime() + ms);

/** The desk's clock stands at 2018-07-02 09:00. */
const YESTERDAY = '2018-07-01';

describe('pullAllFigures', () => {
  let desk: TestDesk;
  let asked: WantedFigures[];
  /** What the blog tells, page by page; an error ends the round. */
  let told: readonly (Partial<FiguresPage> | Error)[];
  beforeEach(async () => {
    const base = await openDesk();
    await ensureIndexes(base.db, figureIndexes);
    asked = [];
    const doorway: Doorway = {
      id: 'blog',
      async *pullFigures(wanted) {
        asked.push(wanted);
        for (const page of told) {
          if (page instanceof Error) throw page;
          yield { figures: [], refs: [], settled: [], note: null, ...page };
        }
      },
    };
    desk = { ...base, channels: { ...base.channels, doorway: (id: string) => (id === 'blog' ? doorway : null) } };
    await published('p1', later(-days(1)));
  });
  afterEach(() => desk.close());

  async function published(ref: string, doneAt: Date): Promise<void> {
    const facts = { release: `release-of-${ref}` };
    const input = {
      id: `d-${ref}`,
      account: accounts[1]!,
      order: { action: 'publish' } as const,
      facts,
      dueAt: doneAt,
      now: doneAt,
    };
    const done = {
      ...aWaitingDelivery(input),
      state: 'done',
      ref,
      url: `https://blog.example/${ref}`,
      doneAt,
    } as const;
    await putDeliveries(desk.db, [{ delivery: done, piece: aPiece(`标题 ${ref}`) }]);
  }

  const reads = (count: number, changes: Partial<PostFigures> = {}): PostFigures => {
    return { post: 'p1', day: YESTERDAY, basis: 'day', values: { reads: count }, final: true, ...changes };
  };
  const kept = (): Promise<Observation[]> =>
    figuresOf(desk.db)
      .find({}, { sort: { _id: 1 } })
      .toArray();
  const source = () => findFigureSource(desk.db, 'blog');

  it('asks about our posts of the last 30 days, newest first, by title, address and day', async () => {
    await published('p2', later(-days(2)));
    await published('old', later(-days(31)));
    told = [];
    await pullAllFigures(desk, now);
    assert.deepEqual(asked[0]?.posts, [
      { ref: 'p1', url: 'https://blog.example/p1', title: '标题 p1', sentOn: '2018-07-01', outOn: '2018-07-01' },
      { ref: 'p2', url: 'https://blog.example/p2', title: '标题 p2', sentOn: '2018-06-30', outOn: '2018-06-30' },
    ]);
  });

  it('asks about the last seven days, until each has been told in full', async () => {
    told = [{ settled: ['2018-06-30'] }];
    await pullAllFigures(desk, now);
    await pullAllFigures(desk, now);
    assert.deepEqual(asked[0]?.days, [25, 26, 27, 28, 29, 30].map((day) => `2018-06-${day}`).concat(YESTERDAY));
    assert.deepEqual(asked[1]?.days, [25, 26, 27, 28, 29].map((day) => `2018-06-${day}`).concat(YESTERDAY));
  });

  it('keeps a figure once, under its post and day, with its release', async () => {
    told = [{ figures: [reads(5)] }];
    await pullAllFigures(desk, now);
    await pullAllFigures(desk, later(3_600_000));
    const [one, ...others] = await kept();
    assert.deepEqual(
      [one?._id, one?.release, one?.values, one?.learntAt, one?.earlier, others.length],
      [`d-p1@${YESTERDAY}:day`, 'release-of-p1', { reads: 5 }, now, [], 0],
    );
  });

  it('keeps what was told before when it is restated, and when each was learnt', async () => {
    told = [{ figures: [reads(5, { final: false })] }];
    await pullAllFigures(desk, now);
    told = [{ figures: [reads(8)] }];
    await pullAllFigures(desk, at('14:30:00'));
    const [one] = await kept();
    assert.deepEqual(
      [one?.values, one?.final, one?.learntAt, one?.earlier],
      [{ reads: 8 }, true, at('14:30:00'), [{ values: { reads: 5 }, final: false, learntAt: now }]],
    );
    assert.equal(showFigures(one!, '博客').standing, '已定稿（2018-07-02 14:30 取得，平台更正过 1 次）');
  });

  it('says in words that a figure is not final yet, and that a running count never is', async () => {
    told = [
      { figures: [reads(5, { final: false }), reads(9, { basis: 'until-now', day: '2018-07-02', final: false })] },
    ];
    await pullAllFigures(desk, now);
    const words = (await kept()).map((one) => showFigures(one, '博客').standing);
    assert.deepEqual(words, [
      '未定稿：平台的统计尚未完成（取于 2018-07-02 09:00），以后自动再取',
      '未定稿：截至 2018-07-02 09:00 的累计数，平台随时更新',
    ]);
  });

  it('keeps the account as a whole apart, and nothing about posts that are not ours', async () => {
    told = [{ figures: [reads(70, { post: null }), reads(9, { post: 'stranger' })] }];
    await pullAllFigures(desk, now);
    assert.deepEqual(
      (await kept()).map(({ _id, delivery, release }) => [_id, delivery, release]),
      [[`blog@${YESTERDAY}:day`, null, null]],
    );
  });

  it('tells the ledger what is settled about a day of the account, and by how much the platform corrects it', async () => {
    const whole = (count: number, changes: Partial<PostFigures> = {}) => reads(count, { post: null, ...changes });
    const lines = async () =>
      (await kept()).flatMap(({ unposted = [] }) => unposted.map(({ what, on, facts }) => [what, on, facts.reads]));
    told = [{ figures: [whole(50, { final: false }), reads(5), whole(900, { basis: 'until-now', final: false })] }];
    await pullAllFigures(desk, now);
    assert.deepEqual(await lines(), [], 'nothing is settled yet');
    for (const [time, count] of [
      ['14:30:00', 70],
      ['15:30:00', 70],
      ['16:30:00', 64],
    ] as const) {
      told = [{ figures: [whole(count)] }];
      await pullAllFigures(desk, at(time));
    }
    assert.deepEqual(await lines(), [
      ['figures.settled', YESTERDAY, 70],
      ['figures.settled', YESTERDAY, -6],
    ]);
  });

  it('completes the ref of a post, which stays the same post', async () => {
    told = [{ figures: [reads(5)], refs: [{ post: 'p1', ref: 'p1|77' }] }];
    await pullAllFigures(desk, now);
    const delivery = await desk.db.collection<Delivery>(DELIVERIES).findOne({ _id: 'd-p1' });
    assert.equal(delivery?.ref, 'p1|77');
    told = [{ figures: [reads(6, { post: 'p1|77' })] }];
    await pullAllFigures(desk, later(60_000));
    assert.equal((await kept()).length, 1);
  });

  it('keeps what came before a failure, says since when and why, and asks again when it may', async () => {
    const failure = new ChannelFailure('limited', '今天的次数已用完', { retryAt: later(days(1)) });
    told = [{ figures: [reads(5)] }, failure];
    await pullAllFigures(desk, now);
    assert.equal((await kept()).length, 1);
    const { failure: noted, calls, okAt } = await source();
    assert.deepEqual(noted, { reason: '今天的次数已用完', since: now, retryAt: later(days(1)) });
    assert.deepEqual([calls, okAt], [{ day: '2018-07-02', count: 2 }, null]);
    await pullAllFigures(desk, later(3_600_000));
    assert.equal(asked.length, 1);
    told = [];
    await pullAllFigures(desk, later(days(1)));
    assert.deepEqual([asked.length, (await source()).failure], [2, null]);
  });

  it('never keeps the text of an error nobody sorted', async () => {
    told = [new Error('https://x/?access_token=s3')];
    await pullAllFigures(desk, now);
    assert.doesNotMatch(JSON.stringify(await source()), /s3|access_token/);
  });

  it('makes no more than a hundred calls a day, and says what it left', async () => {
    told = Array.from({ length: 150 }, () => ({}));
    await pullAllFigures(desk, now);
    assert.deepEqual((await source()).notes, ['今日已调用 100 次，其余明日再取']);
    await pullAllFigures(desk, later(3_600_000));
    assert.equal(asked.length, 1);
    told = [];
    await pullAllFigures(desk, later(days(1)));
    assert.equal(asked.length, 2);
  });
});
