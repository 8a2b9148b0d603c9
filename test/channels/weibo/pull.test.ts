import assert from 'node:assert/strict';
import type { Channel, Comment, Page } from '../../../src/channel/contract.ts';
import { anAttempt } from '../../support/channel-tools.ts';
import { closeAll, failureOf, openBare, openPlayed, pieceOf, sendJson, UID } from './open-weibo.ts';

afterEach(closeAll);

const FIRST = 9_007_199_254_740_993n;
const UNCOUNTED = { CALLS_PER_DAY: '0' };
const DATE = 'Mon Mar 02 09:00:00 +0800 2026';

interface Listed {
  readonly id: bigint;
  readonly uid?: string;
}

interface Platform {
  readonly all: Listed[];
  /** Ids deleted by the platform, which leave their page shorter. */
  readonly deleted?: readonly bigint[];
  readonly cursors?: boolean;
}

/** A platform that lists comments newest first, fifty a page, max_id inclusive, and knows no other call. */
async function openList({ all, deleted = [], cursors = true }: Platform, settings: Record<string, string> = {}) {
  const opened = await openBare(({ path, query }, response) => {
    if (path !== '/2/comments/to_me.json') return sendJson(response, { error_code: 10020 }, 404);
    const since = BigInt(query.get('since_id') ?? '0');
    const max = BigInt(query.get('max_id') ?? '9223372036854775807');
    const wanted = all.filter(({ id }) => id > since && id <= max).sort((a, b) => (a.id > b.id ? -1 : 1));
    const page = wanted.slice(0, 50).filter(({ id }) => !deleted.includes(id));
    const comments = page.map(
      ({ id, uid = '7' }) =>
        `{"id":${id},"text":"第${id}条","created_at":"${DATE}","user":{"id":${uid},"screen_name":"甲"},"status":{"id":${FIRST}}}`,
    );
    const cursor = cursors ? `,"next_cursor":${wanted[50]?.id ?? 0}` : '';
    sendJson(response, `{"comments":[${comments.join(',')}],"total_number":${all.length}${cursor}}`);
  }, settings);
  const asked = () => opened.asked.filter(({ path }) => path === '/2/comments/to_me.json').length;
  return { channel: opened.channel, asked };
}

const upTo = (count: number): Listed[] => Array.from({ length: count }, (_, nth) => ({ id: FIRST + BigInt(nth) }));

const cidOf = ({ ref }: Comment) => BigInt(ref.split('/')[1] ?? '0');

async function pull(channel: Channel, cursor: string | null) {
  return await channel.pullComments!({ cursor, posts: [] }, anAttempt());
}

describe('pullComments on weibo', () => {
  it('keeps ids digit for digit', async () => {
    const { channel } = await openList({ all: upTo(1) });
    const { items, cursor, more } = await pull(channel, null);
    assert.deepEqual(items[0], {
      ref: `${FIRST}/${FIRST}`,
      kind: 'comment',
      post: String(FIRST),
      author: { id: '7', name: '甲' },
      text: `第${FIRST}条`,
      writtenAt: new Date('2026-03-02T09:00:00+08:00'),
      raw: { id: String(FIRST), user: { id: '7', screen_name: '甲' }, status: { id: String(FIRST) } },
    });
    assert.deepEqual([cursor, more], [String(FIRST), false]);
  });

  it('asks again only for what is new, with one call when there is nothing', async () => {
    const all = upTo(3);
    const { channel, asked } = await openList({ all });
    const { cursor } = await pull(channel, null);
    const nothing = await pull(channel, cursor);
    assert.deepEqual([nothing.items.length, nothing.cursor, asked()], [0, cursor, 2]);
    all.push({ id: FIRST + 3n });
    assert.deepEqual((await pull(channel, cursor)).items.map(cidOf), [FIRST + 3n]);
  });

  it('keeps null as cursor while there has never been a comment', async () => {
    const { channel } = await openList({ all: [] });
    assert.deepEqual(await pull(channel, null), { items: [], cursor: null, more: false, failed: null });
  });

  it('skips our own comments and does not meet them again', async () => {
    const { channel } = await openList({ all: [{ id: FIRST }, { id: FIRST + 1n, uid: UID }] });
    const { items, cursor } = await pull(channel, null);
    assert.deepEqual([items.map(cidOf), cursor], [[FIRST], String(FIRST + 1n)]);
  });

  for (const count of [49, 50, 51, 100, 101, 250]) {
    it(`gives ${count} comments once each, oldest first`, async () => {
      const all = upTo(count);
      const { channel, asked } = await openList({ all }, UNCOUNTED);
      const { items, more } = await pull(channel, null);
      assert.deepEqual(
        items.map(cidOf),
        all.map(({ id }) => id),
      );
      assert.deepEqual([more, asked()], [false, Math.floor(count / 50) + 1]);
    });
  }

  it('goes on behind a page that deleted comments made short', async () => {
    const all = upTo(120);
    const deleted = [FIRST + 100n, FIRST + 101n];
    const { channel } = await openList({ all, deleted }, UNCOUNTED);
    assert.equal((await pull(channel, null)).items.length, 118);
  });

  it('goes on behind full pages of a platform that tells no cursors', async () => {
    const { channel } = await openList({ all: upTo(120), cursors: false }, UNCOUNTED);
    assert.equal((await pull(channel, null)).items.length, 120);
  });

  it('spreads a huge backlog over several pulls and loses nothing', async () => {
    const all = upTo(2_345);
    const { channel, asked } = await openList({ all }, UNCOUNTED);
    const seen: bigint[] = [];
    let page = await pull(channel, null);
    assert.ok(asked() <= 20);
    for (seen.push(...page.items.map(cidOf)); page.more; seen.push(...page.items.map(cidOf))) {
      all.push({ id: FIRST + BigInt(all.length) }); // the public does not wait
      page = await pull(channel, page.cursor);
    }
    seen.push(...(await pull(channel, page.cursor)).items.map(cidOf));
    assert.equal(new Set(seen).size, seen.length);
    assert.equal(seen.length, all.length);
  });

  it('tells the time of the sender', async () => {
    const { channel, fake, clock } = await openPlayed();
    const receipt = await channel.publish(pieceOf(channel), anAttempt());
    clock.pass(90_000);
    fake.comment(receipt.state === 'done' ? receipt.ref : '', '王小明', '几点来水？');
    assert.deepEqual((await pull(channel, null)).items[0]?.writtenAt, clock.now());
  });

  it('is limited when the calls of the day are used up', async () => {
    const { channel, fake } = await openPlayed();
    fake.countCalls(1);
    await pull(channel, null);
    const failure = await failureOf(pull(channel, null));
    assert.deepEqual([failure.kind, failure.code], ['limited', '10023']);
  });

  it('leaves a comment out that nobody can read, and gives the others', async () => {
    const { channel } = await openBare((_asked, response) =>
      sendJson(response, {
        comments: [
          { id: 2, deleted: 1 },
          { id: 1, text: '在', created_at: DATE },
        ],
      }),
    );
    assert.deepEqual((await pull(channel, null)).items.map(cidOf), [1n]);
  });
});

describe('likes on weibo', () => {
  it('are told of what was seen before as well, for the same call', async () => {
    const { channel, fake } = await openPlayed(UNCOUNTED);
    fake.postByHand('今天停水');
    const [post] = fake.posts();
    const comment = fake.comment(post!.ref, '甲', '几点来水？');
    const mention = `@${fake.mention('乙', '路灯坏了')}`;
    const first = await pull(channel, null);
    assert.deepEqual(
      first.items.map(({ ref, likes }) => [ref, likes]),
      [
        [comment, undefined],
        [mention, 0],
      ],
    );
    assert.equal(first.again, undefined);
    const used = fake.used();
    fake.like(comment, 12);
    fake.like(mention.slice(1), 7);
    const fresh = fake.comment(post!.ref, '丙', '二期呢？');
    const then = await pull(channel, first.cursor);
    assert.deepEqual(
      then.items.map(({ ref }) => ref),
      [fresh],
    );
    assert.deepEqual(then.again, [
      { ref: comment, likes: 12 },
      { ref: mention, likes: 7 },
    ]);
    assert.equal(fake.used() - used, used);
  });
});

describe('mentions on weibo', () => {
  const refsOf = ({ items }: { items: readonly Comment[] }) => items.map(({ ref }) => ref);

  it('come with the comments, as posts of others, once each', async () => {
    const { channel, fake, clock } = await openPlayed();
    const receipt = await channel.publish(pieceOf(channel), anAttempt());
    clock.pass(1_000);
    const mention = fake.mention('路人甲', '@示范县人民政府办公室 路灯坏了');
    clock.pass(1_000);
    const comment = fake.comment(receipt.state === 'done' ? receipt.ref : '', '王小明', '几点来水？');
    const first = await pull(channel, null);
    assert.deepEqual(refsOf(first), [`@${mention}`, comment]);
    const { kind, post, author, text } = first.items[0]!;
    assert.deepEqual([kind, post, author.name, text], ['mention', null, '路人甲', '@示范县人民政府办公室 路灯坏了']);
    assert.deepEqual(refsOf(await pull(channel, first.cursor)), []);
    clock.pass(1_000);
    const later = fake.mention('路人乙', '@示范县人民政府办公室 水管漏了');
    assert.deepEqual(refsOf(await pull(channel, first.cursor)), [`@${later}`]);
  });

  it('go on from a cursor that was kept before mentions were read', async () => {
    const { channel, fake } = await openPlayed();
    fake.mention('路人甲', '路灯坏了');
    const { items, cursor } = await pull(channel, String(FIRST));
    assert.equal(items.length, 1);
    assert.match(cursor ?? '', new RegExp(`^${FIRST};\\d+$`));
  });

  it('are read less often than comments, which says nothing of a failure', async () => {
    const { channel, fake } = await openPlayed({ CALLS_PER_DAY: '100' });
    const midnight = new Date('2026-03-03T00:00:00+08:00');
    await channel.pullComments!({ cursor: null, posts: [] }, anAttempt({ now: midnight }));
    fake.mention('路人甲', '路灯坏了');
    const soon = await channel.pullComments!({ cursor: null, posts: [] }, anAttempt({ now: midnight }));
    assert.deepEqual([soon.items.length, soon.failed], [0, null]);
    const later = anAttempt({ now: new Date('2026-03-03T02:00:00+08:00') });
    assert.equal((await channel.pullComments!({ cursor: soon.cursor, posts: [] }, later)).items.length, 1);
  });

  it('that could not be read hold no comments back', async () => {
    const answers: Record<string, unknown> = {
      '/2/comments/to_me.json': { comments: [{ id: 1, text: '在', created_at: DATE }] },
    };
    const { channel } = await openBare(({ path }, response) =>
      path in answers ? sendJson(response, answers[path]) : response.writeHead(502).end('<html>'),
    );
    const { items, cursor, failed } = await pull(channel, null);
    assert.deepEqual([items.length, cursor, failed?.kind], [1, '1', 'unreachable']);
    assert.match(failed?.message ?? '', /^评论已读取，提及没有读到/);
  });

  it('are done without where the application may not read them', async () => {
    for (const error_code of [10014, 10005]) {
      const { channel } = await openBare(({ path }, response) =>
        path === '/2/comments/to_me.json' ? sendJson(response, []) : sendJson(response, { error_code }, 403),
      );
      assert.deepEqual(await pull(channel, null), { items: [], cursor: null, more: false, failed: null });
    }
  });
});

describe('a pull that breaks off', () => {
  it('gives the pages that came, says why the others did not, and goes on there', async () => {
    const all = upTo(120);
    let isBroken = true;
    const listed = await openBare(({ path, query }, response) => {
      if (path !== '/2/comments/to_me.json') return sendJson(response, { error_code: 10020 }, 404);
      const max = BigInt(query.get('max_id') ?? '9223372036854775807');
      if (isBroken && query.has('max_id')) return response.writeHead(502).end('<html>');
      const since = BigInt(query.get('since_id') ?? '0');
      const page = all
        .filter(({ id }) => id > since && id <= max)
        .reverse()
        .slice(0, 50);
      const comments = page.map(({ id }) => `{"id":${id},"text":"x","created_at":"${DATE}"}`);
      sendJson(response, `{"comments":[${comments.join(',')}],"total_number":${all.length}}`);
    }, UNCOUNTED);
    const first = await pull(listed.channel, null);
    assert.deepEqual([first.items.length, first.more, first.failed?.kind], [50, false, 'unreachable']);
    isBroken = false;
    const second = await pull(listed.channel, first.cursor);
    assert.deepEqual([second.items.length, second.failed, second.cursor], [70, null, String(all.at(-1)?.id)]);
  });
});

describe('a pull that is short of calls', () => {
  const MIDNIGHT = new Date('2026-03-03T00:00:00+08:00').getTime();
  const at = (hours: number) => anAttempt({ now: new Date(MIDNIGHT + hours * 3_600_000) });

  it('gives the newest it has paid for, and says that there is no budget when it is asked again', async () => {
    const { channel, asked } = await openList({ all: upTo(200) }, { CALLS_PER_DAY: '10' });
    const first = await channel.pullComments!({ cursor: null, posts: [] }, at(0));
    assert.deepEqual([first.items.length, cidOf(first.items[0]!), first.more, asked()], [100, FIRST + 100n, false, 2]);
    const failure = await failureOf(channel.pullComments!({ cursor: first.cursor, posts: [] }, at(0)));
    assert.deepEqual([failure.kind, failure.retryAt], ['limited', null]);
    assert.match(failure.message, /没有读取/);
  });

  it('reads what is newest first, then the older ones, and loses none however few calls there are', async () => {
    const all = upTo(700);
    const { channel } = await openList({ all }, { CALLS_PER_DAY: '60' });
    const seen = new Set<bigint>();
    let cursor: string | null = null;
    for (let hour = 0; hour < 72; hour++) {
      // The public does not wait: at noon faster than anybody could read it at this pace.
      const fresh = hour % 24 === 12 ? 130 : 2;
      for (let nth = 0; nth < fresh; nth++) all.push({ id: FIRST + BigInt(all.length) });
      const page: Page<Comment> | null = await channel.pullComments!({ cursor, posts: [] }, at(hour)).catch(() => null);
      if (!page) continue;
      assert.ok(page.items.length === 0 || cidOf(page.items.at(-1)!) === all.at(-1)!.id, 'the newest comes first');
      for (const item of page.items) seen.add(cidOf(item));
      cursor = page.cursor;
    }
    assert.deepEqual([seen.size, cursor], [all.length, String(all.at(-1)!.id)]);
  });
});
