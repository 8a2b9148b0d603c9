import assert from 'node:assert/strict';
import { readCommentCursor, siftComments } from '../../../channels/wechat/comment-cursor.ts';
import type { Comment, Order } from '../../../src/channel/contract.ts';
import { days, hours, seconds } from '../../../src/clock.ts';
import { failureOf, openWechat, pieceOf, publishDone, traceOf } from './open-wechat.ts';

describe('pullComments', () => {
  const world = openWechat();
  const pull = (posts: readonly string[], cursor: string | null = null) =>
    world().channel.pullComments!({ cursor, posts }, world().attempt());

  it('tells the writer’s openid, and none where the reader has another identity', async () => {
    const { fake, clock } = world();
    const { ref } = await publishDone(world());
    fake.comment(ref, '王小明', '几点来水？');
    clock.pass(seconds(1));
    fake.comment(ref, '匿名网友', '谢谢');
    const { items } = await pull([ref]);
    assert.match(items[0]!.author.id, /^o.{27}$/);
    assert.deepEqual(items[1]!.author, { id: '', name: '' });
    assert.deepEqual([items[0]!.kind, items[0]!.post], ['comment', ref]);
  });

  it('goes on past articles that take no comments or are gone', async () => {
    const { fake, open, channel, attempt } = world();
    const closed = await publishDone({ ...world(), channel: open({ OPEN_COMMENTS: '0' }) });
    const gone = await publishDone(world(), { release: 'r2' });
    await channel.withdraw!(gone.ref, '', attempt());
    const { ref } = await publishDone(world(), { release: 'r3' });
    fake.comment(ref, '王小明', '问');
    const { items } = await pull([closed.ref, gone.ref, 'a1||0', ref]);
    assert.equal(items.length, 1);
  });

  it('reads 20 articles a call and says that there are more', async () => {
    const { fake } = world();
    const posts: string[] = [];
    for (let nth = 0; nth < 21; nth++) posts.push((await publishDone(world(), { release: `r${nth}` })).ref);
    for (const post of posts) fake.comment(post, '王小明', '问');
    const first = await pull(posts);
    assert.deepEqual([first.items.length, first.more], [20, true]);
    const rest = await pull(posts, first.cursor);
    assert.deepEqual([rest.items.length, rest.more, rest.items[0]?.post], [1, false, posts[20]]);
    assert.equal((await pull(posts, rest.cursor)).items.length, 0);
  });

  it('reads an older article without news every four hours, and the newest each time', async () => {
    const { fake, clock } = world();
    const posts: string[] = [];
    for (let nth = 0; nth < 16; nth++) posts.unshift((await publishDone(world(), { release: `r${nth}` })).ref);
    const lists = () => fake.calls.filter((path) => path === '/cgi-bin/comment/list').length;
    const read = async (cursor: string | null) => {
      const before = lists();
      const page = await pull(posts, cursor);
      return { cursor: page.cursor, read: lists() - before, texts: page.items.map(({ text }) => text) };
    };
    const first = await read(null);
    clock.pass(hours(1));
    const second = await read(first.cursor);
    fake.comment(posts[15]!, '王小明', '晚来的');
    const third = await read(second.cursor);
    clock.pass(hours(3));
    const fourth = await read(third.cursor);
    clock.pass(hours(1));
    const fifth = await read(fourth.cursor);
    assert.deepEqual(
      [first, second, third, fourth, fifth].map((one) => one.read),
      [16, 15, 15, 16, 16],
    );
    assert.deepEqual([third.texts, fourth.texts], [[], ['晚来的']]);
  });

  it('gives a comment that shows late, however old', async () => {
    const { fake, clock } = world();
    const { ref } = await publishDone(world());
    fake.comment(ref, '王小明', '先');
    const { cursor } = await pull([ref]);
    clock.pass(-hours(1));
    fake.comment(ref, '李小红', '后显示');
    assert.equal((await pull([ref], cursor)).items[0]?.text, '后显示');
  });

  it('takes an empty list under another name for none', async () => {
    const { fake } = world();
    const { ref } = await publishDone(world());
    fake.answerNext('/cgi-bin/comment/list', { status: 200, body: '{"errcode":0,"errmsg":"ok","comment_cnt":0}' });
    assert.deepEqual((await pull([ref])).items, []);
  });

  it('reads lists longer than a page whichever way their length is told, each comment once', async () => {
    const { fake } = world();
    const { ref } = await publishDone(world());
    for (let nth = 0; nth < 60; nth++) fake.comment(ref, `读者${nth}`, `问${nth}`);
    for (const countsComments of [false, true]) {
      fake.knobs.countsComments = countsComments;
      const { items } = await pull([ref]);
      assert.equal(new Set(items.map((one) => one.ref)).size, 60);
      assert.equal(items.length, 60);
    }
  });

  it('gives a comment again once an answer stands under it', async () => {
    const { fake } = world();
    const { ref } = await publishDone(world());
    const comment = fake.comment(ref, '王小明', '几点来水？');
    const first = await pull([ref]);
    assert.deepEqual([first.items[0]?.isAnswered, (await pull([ref], first.cursor)).items.length], [false, 0]);
    fake.answerByHand(comment, '今晚18时。');
    const again = await pull([ref], first.cursor);
    assert.deepEqual([again.items[0]?.ref, again.items[0]?.isAnswered], [comment, true]);
    assert.equal((await pull([ref], again.cursor)).items.length, 0);
  });

  it('throws when the account has lost the right to comments', async () => {
    const { fake } = world();
    const { ref } = await publishDone(world());
    fake.knobs.rights.comment = false;
    assert.equal((await failureOf(pull([ref]))).kind, 'locked-out');
  });
});

describe('siftComments', () => {
  const now = new Date('2026-03-02T09:00:00+08:00');
  const comment = (ref: string, at: number): Comment => {
    return { ref, kind: 'comment', post: null, author: { id: '', name: '' }, text: '', writtenAt: new Date(at) };
  };

  it('forgets the marks of comments older than seven days and still gives none of them twice', () => {
    const old = comment('1|0|1', 0);
    const young = comment('1|0|2', days(8));
    const first = siftComments([old, young], undefined, now);
    assert.equal(first.fresh.length, 2);
    assert.equal(first.given.marks.length, 6);
    assert.deepEqual(siftComments([old, young], first.given, now).fresh, []);
  });

  it('begins anew with a cursor nobody can read', () => {
    for (const text of [null, '', '{', '17']) {
      assert.deepEqual(readCommentCursor(text), { after: null, given: {}, places: {} });
    }
  });
});

describe('reply', () => {
  const world = openWechat();

  async function asked() {
    const { ref } = await publishDone(world());
    return world().fake.comment(ref, '王小明', '几点来水？');
  }
  const find = (order: Order) =>
    world().channel.find({ ...traceOf(pieceOf(world().channel)), order }, world().attempt());

  it('looks whose answer stands under a comment already answered, and adds nothing', async () => {
    const { fake, channel, attempt } = world();
    const comment = await asked();
    await channel.reply!(comment, '今晚18时。', attempt());
    for (const [text, seen] of [
      ['今晚18时。', 'done'],
      ['明早8时。', 'unknown'],
    ] as const) {
      const failure = await failureOf(channel.reply!(comment, text, attempt()));
      assert.deepEqual([failure.kind, failure.code], ['uncertain', '88005']);
      assert.equal((await find({ action: 'reply', comment, text })).seen, seen);
    }
    assert.deepEqual(fake.comments()[0]?.replies, ['今晚18时。']);
  });

  it('is refused once the reader took the comment back', async () => {
    const { fake, channel, attempt } = world();
    const comment = await asked();
    fake.deleteComment(comment);
    const failure = await failureOf(channel.reply!(comment, '您好', attempt()));
    assert.deepEqual([failure.kind, failure.code], ['refused', '88004']);
    assert.equal((await find({ action: 'reply', comment, text: '您好' })).seen, 'unknown');
  });

  it('is for a person to look for once the article is gone', async () => {
    const { fake, channel, attempt } = world();
    const { ref } = await publishDone(world());
    const comment = fake.comment(ref, '王小明', '几点来水？');
    await channel.withdraw!(ref, '', attempt());
    assert.equal((await find({ action: 'reply', comment, text: '您好' })).seen, 'unknown');
  });

  it('is seen, absent, or another’s', async () => {
    const { channel, attempt } = world();
    const comment = await asked();
    assert.deepEqual(await find({ action: 'reply', comment, text: '您好' }), { seen: 'absent' });
    await channel.reply!(comment, '您好', attempt());
    assert.equal((await find({ action: 'reply', comment, text: '您好' })).seen, 'done');
    assert.equal((await find({ action: 'reply', comment, text: '再见' })).seen, 'unknown');
  });

  it('shows on the page that readers see', async () => {
    const { fake, channel, attempt } = world();
    await channel.reply!(await asked(), '今晚<18>时。', attempt());
    const page = await (await fetch(fake.posts()[0]!.url)).text();
    assert.match(page, /几点来水？/);
    assert.match(page, /作者回复.*今晚&lt;18&gt;时。/);
  });

  it('answers a message five times within 48 hours, and nobody can look it up', async () => {
    const { fake, channel, attempt, clock } = world();
    fake.say('王小明', '几点来水？');
    const ref = `message|${fake.openidOf('王小明')}|1`;
    for (let nth = 0; nth < 5; nth++) assert.equal((await channel.reply!(ref, '今晚18时。', attempt())).state, 'done');
    assert.deepEqual(await failureOf(channel.reply!(ref, '再答', attempt())).then(({ kind, code }) => [kind, code]), [
      'limited',
      '45047',
    ]);
    assert.equal((await find({ action: 'reply', comment: ref, text: '今晚18时。' })).seen, 'unknown');
    clock.pass(hours(48) + 1000);
    const late = await failureOf(channel.reply!(ref, '晚了', attempt()));
    assert.deepEqual([late.kind, late.code], ['refused', '45015']);
    const long = await failureOf(channel.reply!(ref, '长'.repeat(683), attempt()));
    assert.equal(long.kind, 'refused');
  });

  it('refuses a ref of another kind', async () => {
    const { channel, attempt } = world();
    assert.equal((await failureOf(channel.reply!('4567/1', '您好', attempt()))).kind, 'refused');
  });
});
