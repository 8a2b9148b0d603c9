import assert from 'node:assert/strict';
import type { Channel, Comment, PullFrom } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import type { Account } from '../../src/channel/kind.ts';
import { days } from '../../src/clock.ts';
import { aWaitingDelivery, DELIVERIES, type Delivery } from '../../src/delivery/delivery.ts';
import { pullAllComments } from '../../src/signal/pull-comments.ts';
import { showSource } from '../../src/signal/show-source.ts';
import { signalsOf } from '../../src/signal/signal.ts';
import { findSource, type Source } from '../../src/signal/source.ts';
import { takePushed } from '../../src/signal/take-pushed.ts';
import { aChannel, accounts, at, now, openDesk, type TestDesk } from '../topic/open-desk.ts';

const comment = (ref: string, post: string | null = null): Comment => ({
  ref,
  kind: 'comment',
  post,
  author: { id: 'u1', name: '某住户' },
  text: '请问何时通车',
  writtenAt: at('08:30:00'),
});

const daysAgo = (n: number) => new Date(now.getTime() - days(n));

describe('pullAllComments', () => {
  let desk: TestDesk;
  let asked: PullFrom[];
  beforeEach(async () => {
    desk = await openDesk();
    asked = [];
  });
  afterEach(() => desk.close());

  /** The blog answers these pages one after the other, then nothing new. */
  function blogHas(...pages: (readonly Comment[])[]): void {
    const left = [...pages];
    desk.opened.set(
      'blog',
      aChannel('blog', {
        pullComments: async (from) => {
          asked.push(from);
          const items = left.shift() ?? [];
          return { items, cursor: `after ${asked.length}`, more: left.length > 0 };
        },
      }),
    );
  }

  async function published(ref: string, doneAt: Date): Promise<void> {
    const order = { action: 'publish' } as const;
    const input = {
      id: `r-${ref}`,
      account: accounts[1]!,
      order,
      facts: { release: `release-of-${ref}` },
      dueAt: doneAt,
      now: doneAt,
    };
    await desk.db
      .collection<Delivery>(DELIVERIES)
      .insertOne({ ...aWaitingDelivery(input), state: 'done', ref, doneAt });
  }

  it('asks about no post that was withdrawn', async () => {
    await published('p1', daysAgo(2));
    await published('p2', daysAgo(1));
    const order = { action: 'withdraw', of: 'r-p1', reason: '内容有误', replacedBy: null } as const;
    const facts = { release: 'release-of-p1' };
    const input = { id: 'w1', account: accounts[1]!, order, facts, dueAt: now, now };
    const withdrawn = { ...aWaitingDelivery(input), state: 'done', ref: 'p1', doneAt: now } as const;
    await desk.db.collection<Delivery>(DELIVERIES).insertOne(withdrawn);
    blogHas([]);
    await pullAllComments(desk, now);
    assert.deepEqual(asked[0]?.posts, ['p2']);
  });

  it('keeps likes as they rise, told again in whatever way, and says so once', async () => {
    const read = async () => {
      const { likes, warmer = 0 } = (await signalsOf(desk.db).findOne({ _id: 'blog:1' }))!;
      return [likes, warmer];
    };
    const pages = [
      [{ ...comment('1'), likes: 40 }],
      [{ ...comment('1'), likes: 41 }],
      [{ ...comment('1'), likes: 60 }],
    ];
    const told: [number | undefined, number][] = [];
    for (const page of pages) {
      blogHas(page);
      await pullAllComments(desk, now);
      told.push((await read()) as [number, number]);
    }
    assert.deepEqual(told, [
      [40, 0],
      [40, 0],
      [60, 1],
    ]);
    for (const likes of [30, 90]) {
      const again = [
        { ref: '1', likes },
        { ref: 'gone', likes },
      ];
      const channel = aChannel('blog', { pullComments: async () => ({ items: [], cursor: 'x', more: false, again }) });
      desk.opened.set('blog', channel);
      await pullAllComments(desk, now);
    }
    assert.deepEqual(await read(), [90, 2]);
  });

  it('takes every page and goes on from its cursor the next time', async () => {
    blogHas([comment('1')], [comment('2')]);
    assert.equal(await pullAllComments(desk, now), 2);
    assert.equal(await pullAllComments(desk, now), 0);
    assert.deepEqual(
      asked.map(({ cursor }) => cursor),
      [null, 'after 1', 'after 2'],
    );
  });

  it('asks about our posts of the last 30 days, newest first, and knows their release', async () => {
    await published('p1', daysAgo(2));
    await published('p2', daysAgo(1));
    await published('old', daysAgo(31));
    blogHas([comment('1', 'p1')]);
    await pullAllComments(desk, now);
    assert.deepEqual(asked[0]?.posts, ['p2', 'p1']);
    assert.equal((await signalsOf(desk.db).findOne({ _id: 'blog:1' }))?.release, 'release-of-p1');
  });

  it('takes a page again after a crash before the cursor was kept, and nothing twice', async () => {
    blogHas([comment('1')]);
    await pullAllComments(desk, now);
    await desk.db.collection('sources').deleteMany({});
    blogHas([comment('1')]);
    assert.equal(await pullAllComments(desk, now), 0);
    assert.equal(await signalsOf(desk.db).countDocuments({}), 1);
  });

  it('keeps the cursor when the source breaks, and says since when and why', async () => {
    blogHas([comment('1')]);
    await pullAllComments(desk, now);
    const broken = aChannel('blog', {
      pullComments: async () => {
        throw new ChannelFailure('locked-out', '授权已过期，请重新授权');
      },
    });
    desk.opened.set('blog', broken);
    await pullAllComments(desk, at('10:00:00'));
    await pullAllComments(desk, at('11:00:00'));
    const source = await findSource(desk.db, 'blog');
    assert.equal(source.cursor, 'after 1');
    assert.deepEqual(source.failure, { kind: 'locked-out', reason: '授权已过期，请重新授权', since: at('10:00:00') });
    assert.deepEqual(source.lookedAt, at('11:00:00'));
    assert.deepEqual(source.okAt, now);
    const { state, explanation } = showSource(accounts[1]!, source, broken, 1);
    assert.equal(state, 'broken');
    assert.match(explanation, /不等于没有人留言/);
  });

  it('never keeps the text of an error nobody sorted', async () => {
    desk.opened.set(
      'blog',
      aChannel('blog', { pullComments: () => Promise.reject(new Error('https://x/?access_token=s3')) }),
    );
    await pullAllComments(desk, now);
    assert.doesNotMatch(JSON.stringify(await findSource(desk.db, 'blog')), /s3|access_token/);
  });

  it('says that it was not pulled when the calls are used up, which is neither quiet nor broken', async () => {
    blogHas([comment('1')]);
    await pullAllComments(desk, now);
    const resting = aChannel('blog', {
      pullComments: () => Promise.reject(new ChannelFailure('limited', '今天的次数留给发布')),
    });
    desk.opened.set('blog', resting);
    await pullAllComments(desk, at('10:00:00'));
    const { state, explanation, okAt } = showSource(accounts[1]!, await findSource(desk.db, 'blog'), resting, 1);
    assert.deepEqual([state, okAt], ['not-pulled', now]);
    assert.match(
      explanation,
      /没有读取，没有新留言不等于没有人留言：今天的次数留给发布；最近一次成功读取于 2018-07-02 09:00/,
    );
  });

  it('takes what could be read and says what could not', async () => {
    const half = aChannel('blog', {
      pullComments: async () => ({
        ...{ items: [comment('1')], cursor: 'after 1', more: false },
        failed: new ChannelFailure('unreachable', '提及没有读到'),
      }),
    });
    desk.opened.set('blog', half);
    assert.equal(await pullAllComments(desk, now), 1);
    const source = await findSource(desk.db, 'blog');
    assert.deepEqual([source.cursor, source.failure?.reason], ['after 1', '提及没有读到']);
    assert.equal(showSource(accounts[1]!, source, half, 1).state, 'broken');
  });

  it('is well again after one good look', async () => {
    desk.opened.set(
      'blog',
      aChannel('blog', { pullComments: () => Promise.reject(new ChannelFailure('unreachable', '不通')) }),
    );
    await pullAllComments(desk, now);
    blogHas([]);
    await pullAllComments(desk, at('10:00:00'));
    assert.equal((await findSource(desk.db, 'blog')).failure, null);
  });

  it('goes on with the other sources when one breaks', async () => {
    blogHas([comment('1')]);
    desk.opened.set('site', aChannel('site', { pullComments: () => Promise.reject(new Error('broken')) }));
    assert.equal(await pullAllComments(desk, now), 1);
  });

  it('stops after 20 pages of a source that never ends', async () => {
    let calls = 0;
    const endless = async () => ({ items: [], cursor: String(++calls), more: true });
    desk.opened.set('blog', aChannel('blog', { pullComments: endless }));
    await pullAllComments(desk, now);
    assert.equal(calls, 20);
  });
});

describe('takePushed', () => {
  let desk: TestDesk;
  beforeEach(async () => {
    desk = await openDesk();
  });
  afterEach(() => desk.close());

  it('takes a push once, however often it comes', async () => {
    const [first, again] = [now, at('10:00:00')].map((at) => ({ at, comments: [comment('1')] }));
    await takePushed(desk, 'blog', [first!]);
    await takePushed(desk, 'blog', [again!]);
    const signals = await signalsOf(desk.db).find({}).toArray();
    assert.deepEqual(
      signals.map(({ receivedAt }) => receivedAt),
      [now],
    );
    const { pushedAt, newsAt } = await findSource(desk.db, 'blog');
    assert.deepEqual([pushedAt, newsAt], [at('10:00:00'), now]);
  });
});

describe('showSource', () => {
  const [site, blog, board] = accounts;
  const never = {
    _id: '',
    cursor: null,
    lookedAt: null,
    okAt: null,
    pushedAt: null,
    newsAt: null,
    failure: null,
    list: null,
  };
  const show = (account: Account | undefined, source: Source, channel: Channel | null) =>
    showSource(account!, source, channel, 1);
  const telling = aChannel('blog', { pullComments: () => assert.fail('must not be called') });

  it('tells apart a source that is quiet, never asked, silent by nature, or for import only', () => {
    assert.equal(show(blog, { ...never, okAt: now }, telling).state, 'working');
    assert.match(show(blog, { ...never, okAt: now }, telling).explanation, /没有收到留言/);
    assert.equal(show(blog, never, telling).state, 'never-asked');
    assert.equal(show(site, never, aChannel('site')).state, 'tells-nothing');
    assert.equal(show(board, never, null).state, 'import-only');
    assert.equal(show(site, { ...never, newsAt: now }, aChannel('site')).state, 'own-forms');
  });

  it('says of what only pushes that its silence may be either', () => {
    const pushing = aChannel('blog', { receive: () => assert.fail('must not be called') });
    const on = (day: string) => new Date(`2018-07-${day}T09:00:00+08:00`);
    const stateOn9 = (source: Source, channel: Channel) => showSource(blog!, source, channel, 1, on('09')).state;
    assert.equal(stateOn9({ ...never, pushedAt: on('08') }, pushing), 'working');
    assert.equal(stateOn9({ ...never, pushedAt: on('02') }, pushing), 'quiet');
    assert.equal(stateOn9({ ...never, pushedAt: on('02'), okAt: on('09') }, telling), 'working');
  });
});
