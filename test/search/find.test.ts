import assert from 'node:assert/strict';
import { day, type Library, openLibrary } from './open-library.ts';

describe('finding', () => {
  let library: Library;
  afterEach(() => library.close());

  it('finds Chinese names and words without blanks between them', async () => {
    library = await openLibrary(
      { _id: 'release:1', title: '关于龙坪镇停水的通知', body: '因管道检修，解放路一带停水。' },
      { _id: 'release:2', title: '边阳镇道路施工公告', body: '道路施工期间请绕行。' },
    );
    assert.deepEqual(await library.ids('停水'), ['release:1']);
    assert.deepEqual(await library.ids('龙坪'), ['release:1']);
    assert.deepEqual(await library.ids('道路施工'), ['release:2']);
    assert.deepEqual(await library.ids('边阳镇'), ['release:2']);
    assert.deepEqual(await library.ids('没有的词'), []);
  });

  it('puts what says it in the title before what mentions it, and both before half of it', async () => {
    library = await openLibrary(
      { _id: 'release:mention', title: '七月工作安排', body: '本月将开展医疗保险缴费，另有其他工作若干项。' },
      { _id: 'release:title', title: '医疗保险缴费公告', body: '请按时缴费。' },
      { _id: 'release:half', title: '农业保险', body: '投保须知。' },
    );
    assert.deepEqual(await library.ids('医疗保险'), ['release:title', 'release:mention']);
    assert.equal((await library.found('医疗保险')).isLoose, false);
  });

  it('does not take 市长 for found in 城市长期 where the word itself stands elsewhere', async () => {
    library = await openLibrary(
      { _id: 'release:across', title: '城市长期规划', body: '城市长期规划说明，城市长期，城市长期。' },
      { _id: 'release:word', title: '会议消息', body: '会议于昨日在县城召开，副市长到会讲话，各部门参加。' },
    );
    assert.deepEqual(await library.ids('市长'), ['release:word', 'release:across']);
  });

  it('finds document numbers, Latin words and full-width digits', async () => {
    library = await openLibrary({
      _id: 'release:1',
      title: '通知',
      body: '黔府办函〔2018〕14号，G78 高速',
      column: 'notices',
    });
    for (const text of ['黔府办函〔2018〕14号', '２０１８', 'g78', '黔府办函 14'])
      assert.deepEqual(await library.ids(text), ['release:1'], text);
  });

  it('finds by a single character, and nothing by marks alone', async () => {
    library = await openLibrary({ _id: 'release:1', title: '停水通知', body: '停水' });
    assert.deepEqual(await library.ids('水'), ['release:1']);
    assert.deepEqual(await library.ids('？！'), []);
  });

  it('does not miss what only comes about where two words of the question meet', async () => {
    library = await openLibrary(
      { _id: 'release:1', title: '北门大桥将于下月通车' },
      { _id: 'release:2', title: '南门大桥检修' },
      { _id: 'release:3', title: '高铁通车公告' },
    );
    assert.deepEqual(
      [await library.ids('大桥通车'), (await library.found('大桥通车')).isLoose],
      [['release:1'], false],
    );
  });

  it('shows what has some of the words, and says so, when nothing has all', async () => {
    library = await openLibrary({ _id: 'release:1', title: '小学入学登记', body: '登记时间另行通知' });
    const { hits, isLoose } = await library.found('小学入学 摇号');
    assert.deepEqual([hits.map(({ row }) => row._id), isLoose], [['release:1'], true]);
  });

  it('marks the hits in title and passage, around the densest of them', async () => {
    const filler = '此处为其他内容。'.repeat(40);
    library = await openLibrary({
      _id: 'release:1',
      title: '公积金贷款',
      body: `${filler}异地公积金贷款须提供证明。${filler}`,
    });
    const [hit] = (await library.found('公积金贷款')).hits;
    assert.deepEqual(hit?.title, [{ text: '公积金贷款', hit: true }]);
    const text = hit?.passage.map((mark) => (mark.hit ? `[${mark.text}]` : mark.text)).join('');
    assert.match(text ?? '', /^….*异地\[公积金贷款\]须提供证明。.*…$/);
    assert.ok((text ?? '').length < 110);
  });

  it('keeps to column, kind and dates, and pages on', async () => {
    library = await openLibrary(
      { _id: 'release:a', title: '停水通知', column: 'notices', at: day('2018-01-01') },
      { _id: 'release:b', title: '停水通知', column: 'news', at: day('2018-03-01') },
      { _id: 'reply:c', title: '停水', answer: '已恢复供水，停水原因是检修', at: day('2018-03-01') },
    );
    assert.deepEqual(await library.ids('停水', { columns: ['notices'] }), ['release:a']);
    assert.deepEqual(await library.ids('停水', { kinds: ['answer'] }), ['reply:c']);
    assert.deepEqual(await library.ids('停水', { kinds: ['release'], from: day('2018-02-01') }), ['release:b']);
    assert.deepEqual(await library.ids('停水', { to: day('2018-03-01') }), ['release:a']);
    const all = await library.ids('停水');
    const pages = [await library.ids('停水', { limit: 2 }), await library.ids('停水', { skip: 2, limit: 2 })];
    assert.deepEqual(pages.flat(), all);
    assert.equal((await library.found('停水', { limit: 1 })).total, 3);
  });

  it('finds what is changed and no longer what is gone, at the next search', async () => {
    library = await openLibrary({ _id: 'release:1', title: '停水通知' });
    assert.deepEqual(await library.ids('停水'), ['release:1']);
    await library.put({ _id: 'release:1', title: '停电通知' });
    assert.deepEqual([await library.ids('停水'), await library.ids('停电')], [[], ['release:1']]);
    await library.put({ _id: 'release:1', gone: true });
    assert.deepEqual(await library.ids('停电'), []);
  });
});
