import assert from 'node:assert/strict';
import { repliesOf } from '../../src/reply/reply.ts';
import { writeReply } from '../../src/reply/write-reply.ts';
import { bringAnswers } from '../../src/search/bring-answers.ts';
import { earlierAnswerIndexes } from '../../src/search/earlier-answer.ts';
import { indexSearch } from '../../src/search/index-search.ts';
import { openSearch, type Search } from '../../src/search/open-search.ts';
import { searchIndexes, searchRowsOf } from '../../src/search/search-row.ts';
import { suggestForTopic } from '../../src/search/suggest-for-topic.ts';
import { openSite, siteIndexes } from '../../src/site/page-store.ts';
import { ensureIndexes } from '../../src/store/ensure-indexes.ts';
import { administrator, at, drafter, now, openDesk, responder, type TestDesk } from '../topic/open-desk.ts';

const line = (ref: string, title: string, reply: string, repliedAt = '2018-06-01T09:00:00+08:00') =>
  JSON.stringify({ ref, title, text: `${title}，联系人电话13812345678`, reply, repliedAt });

describe('indexing what can be found', () => {
  let desk: TestDesk;
  let search: Search;
  beforeEach(async () => {
    desk = await openDesk();
    await ensureIndexes(desk.db, [...searchIndexes, ...earlierAnswerIndexes, ...siteIndexes]);
    search = openSearch(desk.db, { now: () => now });
  });
  afterEach(() => desk.close());

  const ids = async (text: string) => {
    const found = await search.find({ text, kinds: ['release', 'answer'], skip: 0, limit: 10 });
    return found.hits.map(({ row }) => row._id);
  };
  const page = (revision: number, title: string, number = '') => ({
    id: 'r1',
    revision,
    article: {
      ...{ kind: 'announcement', title, body: '<p>自7月3日起停水</p>', summary: '', column: 'notices' },
      ...{ disclosure: '主动公开', number, source: '', author: '', writtenOn: null, pictures: [], interprets: null },
      ...{ publishedAt: now.toISOString(), correction: null },
    },
  });

  it('follows a page through its revisions to its withdrawal', async () => {
    const site = openSite(desk.db, { now: () => now });
    await site.put(page(1, '停水通知', '罗府办〔2018〕7号'));
    assert.equal(await indexSearch(desk.db, now), 1);
    assert.equal(await indexSearch(desk.db, now), 0);
    assert.deepEqual(await ids('罗府办〔2018〕7号'), ['release:r1']);
    await site.put(page(2, '更正：供水恢复'));
    await indexSearch(desk.db, at('09:01:00'));
    assert.deepEqual([await ids('停水通知'), await ids('供水恢复')], [[], ['release:r1']]);
    await site.withdraw('r1', '有误', now);
    await indexSearch(desk.db, at('09:02:00'));
    assert.deepEqual(await ids('供水恢复'), []);
    assert.doesNotMatch(JSON.stringify(await searchRowsOf(desk.db).find({}).toArray()), /停水|供水/);
  });

  it('finds an answer once it was given, without what tells who asked', async () => {
    const topic = await desk.hear({ ref: 'a', text: '井盖坏了，我家在龙坪镇新村五组12号，电话13812345678' });
    const given = { topic: topic._id, text: '井盖已经修好', proof: '巡查记录 3 号' };
    await writeReply(desk, { ...given, means: 'letter' }, responder, now);
    assert.equal(await indexSearch(desk.db, now), 1);
    const [id] = await ids('井盖');
    assert.match(id ?? '', /^reply:/);
    assert.doesNotMatch(JSON.stringify(await searchRowsOf(desk.db).find({}).toArray()), /13812345678|五组12号/);
  });

  it('does not find a draft', async () => {
    const topic = await desk.hear({ ref: 'a' });
    await writeReply(desk, { topic: topic._id, text: '草拟的话', means: 'channel' }, responder, now);
    assert.equal(await indexSearch(desk.db, now), 0);
  });

  it('heals a crash between row and mark', async () => {
    const topic = await desk.hear({ ref: 'a' });
    await writeReply(desk, { topic: topic._id, text: '已答', means: 'letter', proof: '发文簿 1 号' }, responder, now);
    await indexSearch(desk.db, now);
    const before = await searchRowsOf(desk.db).find({}).toArray();
    await repliesOf(desk.db).updateMany({}, { $set: { searched: false } });
    assert.equal(await indexSearch(desk.db, now), 1);
    assert.deepEqual(await searchRowsOf(desk.db).find({}).toArray(), before);
  });

  it('brings answers of earlier times in, once, all lines or none', async () => {
    const lines = [line('1', '咨询公积金异地贷款', '公积金可以异地贷款'), line('2', '路灯不亮', '已更换')].join('\n');
    const bring = (text: string, by = responder) => bringAnswers(desk.db, { lines: text, source: '旧信箱' }, by, now);
    assert.deepEqual(await bring(lines), { taken: 2, repeated: 0 });
    assert.deepEqual(await bring(lines, administrator), { taken: 0, repeated: 2 });
    await assert.rejects(bring(`${line('3', '甲', '乙')}\n{"ref":"4"}`), /2 行中有 1 行/);
    await assert.rejects(bring(lines, drafter), { code: 'no-right' });
    assert.equal(await indexSearch(desk.db, now), 2);
    assert.deepEqual(await ids('公积金'), ['earlier:旧信箱:1']);
  });

  it('suggests for a topic what was answered before it, with the passage and what both speak of', async () => {
    const lines = [
      line('1', '咨询公积金异地贷款', '您好。职工在外地缴存公积金的，可凭缴存证明申请异地贷款。'),
      line('2', '路灯不亮', '路灯已更换。'),
      line('late', '公积金异地贷款', '公积金异地贷款以后的答复', '2018-08-01T09:00:00+08:00'),
    ];
    await bringAnswers(desk.db, { lines: lines.join('\n'), source: '旧信箱' }, responder, now);
    await indexSearch(desk.db, now);
    const topic = await desk.hear({ ref: 'a', text: '我在外地缴存的公积金，能不能在县里申请异地贷款？' });
    const { answers, releases } = await suggestForTopic({ db: desk.db, search }, topic._id, { most: 5, now });
    assert.deepEqual(
      answers.map(({ row }) => row._id),
      ['earlier:旧信箱:1'],
    );
    assert.ok(
      answers[0]?.shared.some((word) => word.includes('公积金')),
      answers[0]?.shared.join(),
    );
    assert.ok(answers[0]?.passage.some(({ text, hit }) => hit && text.includes('异地贷款')));
    assert.deepEqual(releases, []);
  });

  it('does not suggest a topic its own answer', async () => {
    const topic = await desk.hear({ ref: 'a', text: '龙坪镇新村的井盖坏了' });
    await writeReply(
      desk,
      { topic: topic._id, text: '井盖修好', means: 'letter', proof: '发文簿 1 号' },
      responder,
      now,
    );
    await indexSearch(desk.db, now);
    const later = { most: 5, now: at('10:00:00') };
    assert.deepEqual((await suggestForTopic({ db: desk.db, search }, topic._id, later)).answers, []);
    const other = await desk.hear({ ref: 'b', text: '边阳镇街上井盖坏了没人管' });
    assert.equal((await suggestForTopic({ db: desk.db, search }, other._id, later)).answers.length, 1);
  });
});
