import assert from 'node:assert/strict';
import { load } from 'cheerio';
import { minutes } from '../../src/clock.ts';
import { catalogueOf, genreOf } from '../../src/release/catalogue.ts';
import { readColumns } from '../../src/release/columns.ts';
import { drawQrCode } from '../../src/site/qr-code.ts';
import { openPublicSite, type PublicSite } from './open-public-site.ts';

describe('the catalogue fields of a document', () => {
  it('follow from title and source where nobody gave them', () => {
    const of = { title: '关于印发《县城供水管理办法》的通知', source: '县水务局' };
    const given = { theme: 'general', genre: '通知', issuer: '县水务局', validity: '现行有效' };
    assert.deepEqual(catalogueOf({}, of), given);
    assert.deepEqual(catalogueOf({ theme: 'finance', validity: '已废止' }, of), {
      ...given,
      theme: 'finance',
      validity: '已废止',
    });
  });

  it('take the genre from the last word of the title', () => {
    const titles = [
      '停水公告',
      '某县人民政府令（第3号）',
      '《县城供水管理办法》',
      '某某事项的批复（2018年）',
      '今日天气',
    ];
    assert.deepEqual(titles.map(genreOf), ['公告', '其他', '办法', '批复', '其他']);
  });
});

describe('a catalogue on the site', () => {
  let site: PublicSite;
  beforeEach(async () => {
    site = await openPublicSite();
  });
  afterEach(() => site.close());

  const publish = async (release: string, changes: object = {}) => {
    await site.publish({
      release,
      title: `${release}的通知`,
      column: 'documents',
      writtenOn: '2018-06-20',
      ...changes,
    });
    site.clock.pass(minutes(1));
  };
  const titlesAt = async (path: string) => {
    const { response, text } = await site.get(path);
    const titles = load(text)('.catalogue td.what, .links a').toArray();
    return response.status === 200 ? titles.map((cell) => load(text)(cell).text()) : response.status;
  };

  it('gives each page an index number of its year, once and for ever', async () => {
    await publish('r1');
    await publish('r2', { publishedAt: new Date('2027-01-02T09:00:00+08:00') });
    await publish('r3');
    await publish('r1', { revision: 2 });
    const numbers = await Promise.all(
      ['r1', 'r2', 'r3'].map(async (id) =>
        load((await site.get(`/p/${id}.html`)).text)('.fields dd')
          .first()
          .text(),
      ),
    );
    assert.deepEqual(numbers, ['000000000/2026-00001', '000000000/2027-00001', '000000000/2026-00002']);
  });

  it('shows the fields of a document, and none of them on a notice', async () => {
    await publish('r1', { catalogue: { theme: 'finance', validity: '已废止' } });
    const { text } = await site.get('/p/r1.html');
    const fields = load(text)('.fields').text().replace(/\s+/g, '');
    for (const field of [
      '主题分类财政、金融、审计',
      '体裁通知',
      '发布机构县水务局',
      '有效性已废止',
      '公开属性主动公开',
    ]) {
      assert.ok(fields.includes(field), field);
    }
    await publish('r2', { column: 'notices' });
    assert.ok(!(await site.get('/p/r2.html')).text.includes('索引号'));
  });

  it('is narrowed by theme and year, in an address of its own', async () => {
    await publish('r1', { catalogue: { theme: 'finance' } });
    await publish('r2', { catalogue: { theme: 'finance' }, writtenOn: '2017-01-01' });
    await publish('r3', { catalogue: { theme: 'health' } });
    assert.deepEqual(await titlesAt('/c/documents/'), ['r3的通知', 'r2的通知', 'r1的通知']);
    assert.deepEqual(await titlesAt('/c/documents/by/finance/all/'), ['r2的通知', 'r1的通知']);
    assert.deepEqual(await titlesAt('/c/documents/by/finance/2018/'), ['r1的通知']);
    assert.deepEqual(await titlesAt('/c/documents/by/all/2017/'), ['r2的通知']);
    assert.deepEqual(await titlesAt('/c/documents/by/land/all/'), []);
    for (const path of ['by/nothing/all/', 'by/all/20180/', 'by/all/2018/2.html', 'by/all/x/']) {
      assert.equal(await titlesAt(`/c/documents/${path}`), 404, path);
    }
    const $ = load((await site.get('/c/documents/by/finance/2018/')).text);
    const chosen = $('.facet [aria-current]').toArray();
    assert.deepEqual(
      chosen.map((link) => $(link).text()),
      ['财政、金融、审计', '2018 年'],
    );
  });

  it('of a column shows what stands in its sub-columns, which name it above them', async () => {
    await publish('r1', { column: 'disclosure-finance' });
    assert.deepEqual(await titlesAt('/c/disclosure/'), ['r1的通知']);
    assert.deepEqual(await titlesAt('/c/disclosure-finance/'), ['r1的通知']);
    assert.deepEqual(await titlesAt('/c/disclosure-health/'), []);
    const $ = load((await site.get('/p/r1.html')).text);
    const where = $('nav.where').text().replace(/\s+/g, ' ').trim();
    assert.equal(where, '首页 › 政务公开 › 县财政局 › 正文');
    assert.equal($('header [aria-current]').text(), '政务公开');
  });

  it('lets a reader go on to the page before and after', async () => {
    for (const release of ['r1', 'r2', 'r3']) await publish(release, { publishedAt: site.clock.now() });
    const $ = load((await site.get('/p/r2.html')).text);
    assert.deepEqual([$('a[rel=prev]').attr('href'), $('a[rel=next]').attr('href')], ['/p/r3.html', '/p/r1.html']);
    await site.site.withdraw('r3', '内容有误', site.clock.now());
    assert.equal(load((await site.get('/p/r2.html')).text)('a[rel=prev]').length, 0);
  });

  it('draws the address of a page as a QR code with its finder patterns', async () => {
    const { size, path } = drawQrCode('https://www.luodian.example/p/r1.html');
    assert.ok(size >= 21 + 8 && path.startsWith('M4 4h7v1h-7z'), path.slice(0, 40));
    await publish('r1');
    const $ = load((await site.get('/p/r1.html')).text);
    assert.ok(($('.qr path').attr('d') ?? '').length > 500);
  });
});

describe('sub-columns', () => {
  it('belong to a column of the first level', () => {
    const column = { id: 'a', name: '甲', type: '其他', description: '甲', keywords: ['甲'] };
    const under = { ...column, id: 'b', parent: 'a' };
    assert.equal(readColumns([column, under]).length, 2);
    assert.throws(() => readColumns([under]), /b has no parent a/);
    assert.throws(() => readColumns([column, under, { ...column, id: 'c', parent: 'b' }]), /c has no parent b/);
  });
});
