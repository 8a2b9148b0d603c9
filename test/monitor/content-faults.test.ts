import assert from 'node:assert/strict';
import wrongWordList from '../../config/wrong-words.json' with { type: 'json' };
import { after, days } from '../../src/clock.ts';
import { linksIn } from '../../src/monitor/links-in.ts';
import { MEDIA } from '../../src/release/media-store.ts';
import { findWrongWords, readWrongWords } from '../../src/release/wrong-words.ts';
import { PAGES, type PageRow, siteIndexes } from '../../src/site/page-store.ts';
import { openStore } from '../support/open-store.ts';
import { aDesk, monitoredIndexes, run } from './on-store.ts';

const SITE = 'https://www.example.gov.cn';

describe('links within our own site', () => {
  it('are found by whole and by short addresses, each once; others are not ours', () => {
    const html = `<p><a href="/p/r1.html">甲</a><a href="${SITE}/p/r1.html#a">乙</a><a href="/c/news/">丙</a>
      <img src="/media/ab.png"><a href="https://other.example/p/r9.html">丁</a><a href="mailto:a@b.cn">戊</a>
      <a href="/feed.xml">己</a><a href="/p/a%20b.html?x=1&amp;y=2">庚</a></p>`;
    assert.deepEqual(
      linksIn(html, SITE).map(({ to, id }) => [to, id]),
      [
        ['page', 'r1'],
        ['column', 'news'],
        ['picture', 'ab.png'],
        ['page', 'a b'],
      ],
    );
  });
});

describe('wrong words', () => {
  it('are found in a text with how they are right', () => {
    const words = readWrongWords(wrongWordList);
    const found = findWrongWords('截止目前，县人民政府落实财政拔款 300 万元。', words);
    assert.deepEqual(found.map(({ right }) => right).sort(), ['截至目前', '财政拨款']);
    assert.deepEqual(findWrongWords('截至目前，县人民政府落实财政拨款。', words), []);
  });

  it('are a list that is refused when a right word holds the wrong one', () => {
    assert.throws(() => readWrongWords([{ wrong: '公开', right: '主动公开', why: 'x' }]), /holds/);
    const one = { wrong: '拔款', right: '拨款', why: 'x' };
    assert.throws(() => readWrongWords([one, one]), /twice/);
  });
});

describe('the monitor of our own pages', () => {
  const store = openStore(...monitoredIndexes, siteIndexes);
  const desk = () => aDesk(store().db);
  const found = async (scope: 'recent' | 'full' = 'full') =>
    (await run(desk(), 'content', scope)).map(({ kind, subject }) => [kind, subject]).sort();
  const put = async (id: string, changes: Partial<PageRow> & { body?: string; ago?: number } = {}) => {
    const { body = '<p>正文</p>', ago = 0, ...rest } = changes;
    const article = { title: `公开 ${id}`, body, summary: '' };
    const publishedAt = after(desk().clock.now(), -days(ago));
    const standing = { column: 'news', interprets: null, state: 'shown', withdrawn: null, publishedAt };
    await store()
      .db.collection(PAGES)
      .insertOne({ _id: id, revision: 1, article, ...standing, ...rest } as never);
  };

  it('finds nothing wrong with pages that are right', async () => {
    await store()
      .db.collection(MEDIA)
      .insertOne({ _id: 'ab.png' } as never);
    await put('r1', { body: '<p><a href="/p/r2.html">附件</a><img src="/media/ab.png"></p>' });
    await put('r2');
    assert.deepEqual(await found(), []);
  });

  it('names links that lead nowhere: to nothing, to a page taken down, to a picture or a column that is not there', async () => {
    await put('gone', { state: 'withdrawn' });
    await put('r1', { body: '<a href="/p/none.html">1</a>' });
    await put('r2', { body: `<a href="${SITE}/p/gone.html">1</a>` });
    await put('r3', { body: '<img src="/media/none.png">' });
    await put('r4', { body: '<a href="/c/nowhere/">1</a>' });
    const [first] = await run(desk(), 'content', 'full');
    assert.match(first?.there ?? '', /《公开 r\d》中打不开的站内链接：/);
    assert.deepEqual(
      (await found()).map(([, subject]) => subject),
      ['r1', 'r2', 'r3', 'r4'],
    );
  });

  it('names a page whose column is no more, whoever took it away', async () => {
    await put('r1', { column: 'disclosure-tea' });
    await put('r2', { column: 'disclosure-tea', state: 'withdrawn' });
    await put('r3', { column: 'news' });
    const [first] = await run(desk(), 'content', 'full');
    assert.match(first?.remedy ?? '', /columns\.json 补上编号为“disclosure-tea”/);
    assert.deepEqual(await found(), [['column-unknown', 'r1']]);
  });

  it('names wrong words of what is shown, and is content once they are mended', async () => {
    await put('r1', { body: '<p>财政<b>拔款</b></p>' });
    await put('r2', { body: '<p>财政拔款</p>', state: 'withdrawn' });
    assert.deepEqual(await found('recent'), [['wrong-word', 'r1']]);
    const article = { title: '公开 r1', body: '<p>财政拨款</p>', summary: '' };
    await store()
      .db.collection<PageRow>(PAGES)
      .updateOne({ _id: 'r1' }, { $set: { article } as never });
    assert.deepEqual(await found('recent'), []);
  });

  it('asks for the interpretation of a document within three working days, and no longer once it is there', async () => {
    await put('d1', { column: 'documents', ago: 1 });
    await put('d2', { column: 'documents', ago: 9 });
    await put('d3', { column: 'documents', ago: 200 });
    await put('d4', { column: 'documents', ago: 9, interprets: 'd2' }); // explains d2, needs none itself
    await put('d5', { column: 'documents', ago: 9 });
    assert.deepEqual(await found(), [
      ['interpretation-due', 'd1'],
      ['interpretation-missing', 'd5'],
    ]);
    await put('i5', { interprets: 'd5' });
    assert.deepEqual(await found(), [['interpretation-due', 'd1']]);
  });
});
