import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { readPostRef, showPostRef } from '../../../channels/wechat/ref.ts';
import { ChannelFailure } from '../../../src/channel/failure.ts';
import type { FiguresPage, PostFigures, WantedFigures, WantedPost } from '../../../src/channel/post-figures.ts';
import { days, hours } from '../../../src/clock.ts';
import { failureOf, openWechat, publishDone, type Wechat } from './open-wechat.ts';

const TITLE = '关于城区供水管网检修停水的公告';
/** Published on 2 March, asked on the third at 09:00 unless told. */
const YESTERDAY = '2026-03-02';

describe('pullFigures on wechat', () => {
  const world = openWechat();

  async function published(): Promise<WantedPost> {
    const { ref, url } = await publishDone(world());
    return { ref, url, title: TITLE, sentOn: YESTERDAY, outOn: YESTERDAY };
  }

  async function pages(wanted: Partial<WantedFigures>, { channel, attempt }: Wechat = world()) {
    const told: FiguresPage[] = [];
    const all = { posts: [], days: [YESTERDAY], ...wanted };
    for await (const page of channel.pullFigures!(all, attempt())) told.push(page);
    return told;
  }

  const figures = async (wanted: Partial<WantedFigures>): Promise<readonly PostFigures[]> =>
    (await pages(wanted)).flatMap((page) => page.figures);
  const cubeCalls = () => world().fake.calls.filter((path) => path.startsWith('/datacube/'));
  const nextMorning = () => world().clock.pass(days(1));

  it('tells the readers of a day, how the article stood at its end, and the whole account', async () => {
    const post = await published();
    world().fake.comment(post.ref, '读者', '几点来水？');
    nextMorning();
    const told = await figures({ posts: [post] });
    const byBasis = (basis: string, ref: string | null) => told.find((one) => one.basis === basis && one.post === ref);
    assert.deepEqual(byBasis('day', post.ref), {
      ...{ post: post.ref, day: YESTERDAY, basis: 'day', final: true },
      values: { reads: 1200 },
    });
    const { values, final } = byBasis('until-day', post.ref) ?? {};
    assert.deepEqual(values, { reads: 1200, shares: 60, likes: 40, zaikan: 24, comments: 1, favourites: 12 });
    assert.equal(final, true);
    assert.equal(byBasis('day', null)?.values.comments, 1);
    assert.equal(cubeCalls().length, 3);
  });

  it('asks nothing about a day before its figures are ready at 08:00', async () => {
    const post = await published();
    world().clock.set(new Date('2026-03-03T07:59:00+08:00'));
    assert.deepEqual(await pages({ posts: [post] }), []);
    assert.deepEqual(cubeCalls(), []);
    world().clock.pass(hours(1));
    assert.ok((await pages({ posts: [post] })).length > 0);
  });

  it('asks nothing about today or days before there were data', async () => {
    nextMorning();
    assert.deepEqual(await pages({ days: ['2025-10-31', '2026-03-03', '2026-03-04'] }), []);
  });

  it('respects is_delay: such figures are not final, and the day is asked for again', async () => {
    const post = await published();
    nextMorning();
    world().fake.knobs.figures.delayed = true;
    const late = await pages({ posts: [post], days: ['2026-03-01', YESTERDAY] });
    const about = (day: string) => late.flatMap((page) => page.figures).filter((one) => one.day === day);
    assert.ok(about(YESTERDAY).length >= 2);
    assert.ok(about(YESTERDAY).every(({ final }) => !final));
    assert.deepEqual(late.at(-1)?.settled, ['2026-03-01']);
    world().fake.knobs.figures.delayed = false;
    assert.deepEqual((await pages({ posts: [post] })).at(-1)?.settled, [YESTERDAY]);
  });

  it('goes on without a day that is not ready, and says so', async () => {
    const post = await published();
    nextMorning();
    world().fake.knobs.figures.notReady = true;
    const told = await pages({ posts: [post], days: ['2026-02-28', YESTERDAY] });
    const notes = told.flatMap(({ note }) => note ?? []);
    assert.ok(notes.includes(`平台还没有生成 ${YESTERDAY} 的统计，稍后再取`), notes.join());
    assert.deepEqual(told.at(-1)?.settled, ['2026-02-28']);
  });

  it('goes on without a call that the platform has given up, and asks for it once', async () => {
    nextMorning();
    world().fake.knobs.figures.offline = ['getarticleread'];
    const told = await pages({ days: ['2026-02-27', '2026-02-28', YESTERDAY] });
    assert.deepEqual(
      told.flatMap(({ note }) => note ?? []),
      ['平台已停用统计接口 getarticleread，这部分数字取不到'],
    );
    assert.deepEqual(cubeCalls(), ['/datacube/getarticleread', '/datacube/getbizsummary']);
    assert.equal(told.at(-1)?.figures.length, 4);
  });

  for (const [code, kind] of [
    [48001, 'locked-out'],
    [45009, 'limited'],
    [61500, 'refused'],
    [61501, 'refused'],
    [-1, 'limited'],
  ] as const) {
    it(`fails as ${kind} on ${code}`, async () => {
      nextMorning();
      world().fake.answerNext('/datacube/getarticleread', { code });
      const failure = await failureOf(pages({}));
      assert.deepEqual([failure.kind, failure.code], [kind, String(code)]);
    });
  }

  it('keeps the account out while it has no right to the figures', async () => {
    nextMorning();
    world().fake.knobs.figures.allowed = false;
    assert.equal((await failureOf(pages({}))).kind, 'locked-out');
  });

  it('learns by its address which number an article has, and counts it', async () => {
    const post = await published();
    const hidden = { ...post, ref: showPostRef({ ...readPostRef(post.ref), msgDataId: '' }) };
    nextMorning();
    const told = await pages({ posts: [hidden] });
    assert.deepEqual(
      told.flatMap(({ refs }) => refs),
      [{ post: hidden.ref, ref: post.ref }],
    );
    assert.ok(told.flatMap((page) => page.figures).some((one) => one.post === hidden.ref && one.basis === 'day'));
  });

  it('learns it by the title where the address is a short one, unless two articles of the day share it', async () => {
    const post = await published();
    const hide = ({ ref }: WantedPost) => showPostRef({ ...readPostRef(ref), msgDataId: '' });
    const hidden = { ...post, ref: hide(post), url: 'https://mp.weixin.qq.com/s/Ab3xY' };
    world().clock.pass(60_000);
    const { ref } = await publishDone(world(), { release: 'r2', title: '另一条公告' });
    nextMorning();
    const learnt = async (posts: readonly WantedPost[]) => (await pages({ posts })).flatMap(({ refs }) => refs);
    assert.deepEqual(await learnt([hidden]), [{ post: hidden.ref, ref: post.ref }]);
    const twin = { ...hidden, ref: hide({ ...post, ref }) };
    assert.deepEqual(await learnt([hidden, twin]), []);
    assert.deepEqual(await learnt([{ ...hidden, sentOn: '2026-03-01', outOn: '2026-03-01' }]), []);
  });

  it('finds an article that came out after midnight of the day it was sent', async () => {
    const post = { ...(await published()), sentOn: '2026-03-01' };
    nextMorning();
    const told = await figures({ posts: [post] });
    assert.ok(told.some(({ basis }) => basis === 'until-day'));
    assert.equal(cubeCalls().filter((path) => path.endsWith('totaldetail')).length, 2);
  });

  it('passes over what a person typed as the number of a post', async () => {
    const post = await published();
    nextMorning();
    const told = await figures({ posts: [{ ...post, ref: '见发表记录' }, post] });
    assert.ok(told.some((one) => one.post === post.ref));
  });

  it('asks for the account as a whole over no more than thirty days', async () => {
    nextMorning();
    const wanted = Array.from({ length: 60 }, (_, nth) => new Date(Date.parse('2026-01-02T12:00:00Z') + days(nth)));
    const told = await pages({ days: wanted.map((at) => at.toISOString().slice(0, 10)) });
    assert.equal(told.at(-1)?.figures.length, 30);
  });

  describe('whatever the platform answers', () => {
    const SECRET = 'secret-of-the-answer';
    const value = fc.oneof(
      ...[fc.string(), fc.double(), fc.integer(), fc.boolean(), fc.constant(null), fc.constant(SECRET)],
      ...[fc.constant(2 ** 60), fc.constant('12345678901234567890'), fc.jsonValue({ maxDepth: 2 })],
    );
    const day = fc.oneof(fc.constantFrom(YESTERDAY, '2026-02-30', '昨天'), value);
    const counts = fc.record(
      Object.fromEntries(['read_user', 'share_user', 'like_user', 'comment_count'].map((name) => [name, value])),
      { requiredKeys: [] },
    );
    const stat = fc.oneof(
      { weight: 6, arbitrary: fc.tuple(counts, day).map(([told, stat_date]) => ({ ...told, stat_date })) },
      value,
    );
    const row = fc.record(
      {
        ...{ ref_date: day, msgid: fc.oneof(fc.constantFrom('2247483651_1', '2247483651_0', '_'), value) },
        ...{ title: value, content_url: value, detail: fc.oneof(counts, value) },
        detail_list: fc.oneof({ weight: 6, arbitrary: fc.array(stat, { maxLength: 4 }) }, value),
      },
      { requiredKeys: [] },
    );
    const answer = fc.oneof(
      {
        weight: 8,
        arbitrary: fc.record({
          list: fc.array(fc.oneof({ weight: 6, arbitrary: row }, value), { maxLength: 5 }),
          is_delay: value,
        }),
      },
      fc.record({ errcode: value, errmsg: fc.constant(SECRET) }),
      value,
    );
    const body = fc.oneof(
      { weight: 8, arbitrary: answer.map((told) => JSON.stringify(told) ?? '') },
      ...[fc.string(), fc.constant(''), fc.constant(`<html>${SECRET}</html>`)],
      answer.map((told) => (JSON.stringify(told) ?? '').slice(0, -1)),
    );

    it('it is figures in order or a sorted failure, and no secret is told', async () => {
      const post = await published();
      nextMorning();
      const { fake } = world();
      await fc.assert(
        fc.asyncProperty(body, fc.constantFrom(200, 502), async (text, status) => {
          fake.answerNext('/datacube/getarticletotaldetail', { status, body: text });
          let told: readonly PostFigures[] = [];
          try {
            told = await figures({ posts: [post] });
          } catch (error) {
            assert.ok(error instanceof ChannelFailure, inspect(error));
            assert.doesNotMatch(inspect(error, { depth: 9, showHidden: true }), new RegExp(SECRET));
          }
          for (const { day: on, values } of told) {
            assert.match(on, /^\d{4}-\d\d-\d\d$/);
            assert.ok(Object.values(values).every((count) => Number.isSafeInteger(count) && count >= 0));
          }
        }),
        { numRuns: 150 },
      );
    });
  });
});
