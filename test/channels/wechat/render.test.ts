import assert from 'node:assert/strict';
import { toArticleBody, toText } from '../../../channels/wechat/article-html.ts';
import { toDigest } from '../../../channels/wechat/digest.ts';
import { limitsOf } from '../../../channels/wechat/limits.ts';
import { toMarker } from '../../../channels/wechat/payload.ts';
import { render } from '../../../channels/wechat/render.ts';
import { wechatSettings } from '../../../channels/wechat/settings.ts';
import type { Announcement } from '../../../src/release/announcement.ts';
import { anAnnouncement, aPicture } from '../../support/channel-tools.ts';

const { picture } = aPicture();
const base = 'https://www.luodian.example/p/r1.html';

const houseOf = (author: string) => ({
  id: 'wechat',
  AUTHOR: author,
  OPEN_COMMENTS: '1' as const,
  MASS_SENDS: '1/day',
});

function pieceFrom(changes: Partial<Announcement> = {}, author = '') {
  const rendered = render(anAnnouncement(changes), houseOf(author));
  return rendered.fits ? rendered.piece : assert.fail(JSON.stringify(rendered.misfits));
}

function misfits(changes: Partial<Announcement>, author = '') {
  const rendered = render(anAnnouncement(changes), houseOf(author));
  return rendered.fits ? assert.fail('fits') : rendered.misfits;
}

describe('render', () => {
  it('carries number, source and date above the text', () => {
    const { text } = pieceFrom({ number: '罗府公告〔2026〕3号', source: '县水务局', writtenOn: '2026-03-01' }).preview;
    assert.match(text, /^罗府公告〔2026〕3号\n来源：县水务局\n日期：2026-03-01\n/);
  });

  it('leaves out what an announcement has not, and dates it by its publication in Beijing', () => {
    const publishedAt = new Date('2026-03-02T00:30:00+08:00');
    const { text } = pieceFrom({ number: '', source: '', writtenOn: null, publishedAt }).preview;
    assert.match(text, /^日期：2026-03-02\n/);
    assert.doesNotMatch(text, /〔|来源/);
  });

  it('takes a title of 32 characters and names the field when it has 33', () => {
    assert.equal(pieceFrom({ title: '公'.repeat(32) }).preview.title.length, 32);
    const [misfit] = misfits({ title: '公'.repeat(33) });
    assert.equal(misfit?.field, 'title');
    assert.match(misfit?.problem ?? '', /33 个字.*32 个字/);
    assert.ok(misfit?.remedy);
  });

  it('counts an emoji as one character', () => {
    assert.equal(render(anAnnouncement({ title: `${'公'.repeat(31)}😀` }), houseOf('')).fits, true);
  });

  it('refuses an author of 17 characters, and takes the default author for none', () => {
    assert.equal(misfits({ author: '县'.repeat(17) })[0]?.field, 'author');
    assert.equal(pieceFrom({ author: '' }, '县政府办').payload.author, '县政府办');
  });

  it('carries a summary of 128 characters whole, and names the field when it has 129', () => {
    const summary = '摘'.repeat(128);
    assert.equal(pieceFrom({ summary }).payload.digest, summary);
    const [misfit] = misfits({ summary: `${summary}要` });
    assert.equal(misfit?.field, 'summary');
    assert.match(misfit?.problem ?? '', /129 个字.*128 个字/);
  });

  it('shows before it is signed who is notified and who may comment', () => {
    const notesOf = (chosen: Record<string, string>, changes = {}) =>
      pieceFrom({ choices: { wechat: chosen, other: { notify: 'all' } }, ...changes }).preview.notes.join('\n');
    assert.match(notesOf({}), /发布：不通知粉丝\n留言：所有人可留言/);
    assert.match(notesOf({ notify: 'all', comments: 'fans' }), /群发：通知全部粉丝\n留言：仅粉丝可留言/);
    const correction = { note: '改期', at: new Date('2026-03-03T09:00:00+08:00') };
    const corrected = { revision: 2, correction };
    assert.match(notesOf({ notify: 'all' }, corrected), /发布：不通知粉丝/); // followers hear once
    assert.match(notesOf({ notifyCorrection: 'all' }, corrected), /群发：通知全部粉丝.*本次更正会再次群发/s);
  });

  it('tells all misfits at once', () => {
    const fields = misfits({ title: '', author: '县'.repeat(17), body: '' }).map(({ field }) => field);
    assert.deepEqual(fields, ['title', 'author', 'body']);
  });

  it('refuses pictures that are not ours or not registered', () => {
    const body = '<p>图<img src="https://example.com/a.png"></p>';
    assert.match(misfits({ body })[0]?.problem ?? '', /不在本系统/);
    const own = `<p>图<img src="/media/${picture.id}"></p>`;
    assert.match(misfits({ body: own })[0]?.problem ?? '', /没有登记/);
  });

  it('fits a report of 5,000 characters in 250 paragraphs with tables and a picture', () => {
    const paragraphs = `<p>${'全县主动公开政府信息。'.repeat(2)}</p>`.repeat(240);
    const table = `<table>${'<tr><td>一、主动公开</td><td>8269</td><td>条</td></tr>'.repeat(60)}</table>`;
    const body = `<h2>一、总体情况</h2>${paragraphs}${table}<p><img src="/media/${picture.id}" alt="统计图"></p>`;
    const { payload, preview } = pieceFrom({ body, pictures: [picture] });
    const content = payload.content as string;
    assert.ok([...content].length < 20_000, `${[...content].length}`);
    assert.ok([...preview.text].length > 5_000);
    assert.ok(preview.notes.some((note) => note.includes('简洁排版')));
  });

  it('refuses a text that is too long even when set plainly', () => {
    const [misfit] = misfits({ body: `<p>${'字'.repeat(20_000)}</p>` });
    assert.equal(misfit?.field, 'body');
    assert.match(misfit?.problem ?? '', /20000 个字符/);
  });

  it('refuses an address longer than 1,024 bytes', () => {
    assert.equal(misfits({ url: `https://www.luodian.example/${'a'.repeat(1000)}` })[0]?.field, 'url');
  });

  it('shows what was corrected at the top, with its Beijing day', () => {
    const correction = { note: '停水时间改为3月6日 <b>', at: new Date('2026-03-03T23:30:00Z') };
    const { preview, payload } = pieceFrom({ revision: 2, correction });
    assert.match(preview.text, /^更正说明（2026-03-04）：停水时间改为3月6日 <b>\n/);
    assert.ok((payload.content as string).includes('&lt;b&gt;'));
    assert.equal(payload.marker, 'https://www.luodian.example/p/r1.html?v=2');
  });

  it('previews pictures from our own site, as the first of which the cover is taken', () => {
    const { preview, payload } = pieceFrom({
      body: `<p><img src="/media/${picture.id}" alt=""></p>`,
      pictures: [picture],
    });
    assert.ok(preview.html.includes(`src="/media/${picture.id}"`));
    assert.deepEqual(payload.pictures, [picture.id]);
    assert.ok(!(payload.content as string).includes('/media/'));
    assert.ok(preview.notes.includes('封面：正文第一张图片'));
  });
});

describe('toMarker', () => {
  const url = 'https://www.luodian.example/p/r1.html';
  const correction = { note: '更正', at: new Date('2026-03-03T00:00:00Z') };

  it('is the address itself for a first publication, letter by letter', () => {
    assert.equal(toMarker({ url, revision: 3, correction: null }), url);
  });

  it('tells corrections apart by their revision', () => {
    assert.equal(toMarker({ url, revision: 4, correction }), `${url}?v=4`);
    assert.equal(toMarker({ url: `${url}?a=1`, revision: 4, correction }), `${url}?a=1&v=4`);
  });
});

describe('toArticleBody', () => {
  const html = (body: string) => toArticleBody(body, { styles: 'full', base }).html;

  it('keeps no class, id, script, style or comment', () => {
    const made = html('<p class="x" id="y" onclick="z()">文<!--密--></p><script>1</script><style>p{}</style>');
    assert.equal(made, '<p style="margin:0 0 1em">文</p>');
  });

  it('turns links to other sites into numbered notes, the same address once', () => {
    const body =
      '<p><a href="https://a.example/1">甲</a>和<a href="/p/2.html">乙</a>和<a href="https://a.example/1">丙</a></p>';
    const { html: made, links } = toArticleBody(body, { styles: 'full', base });
    assert.equal(toText(made), '甲[1]和乙[2]和丙[1]');
    assert.deepEqual(
      links.map(({ href }) => href),
      ['https://a.example/1', 'https://www.luodian.example/p/2.html'],
    );
    assert.doesNotMatch(made, /<a/);
  });

  it('keeps links to other articles of the platform and the words of anchors', () => {
    const made = html('<p><a href="https://mp.weixin.qq.com/s/x">文</a><a href="#top">顶</a></p>');
    assert.match(made, /<a href="https:\/\/mp\.weixin\.qq\.com\/s\/x">文<\/a>顶/);
  });

  it('keeps alignment and merged cells, and drops the indentation of Word', () => {
    assert.match(html('<p style="color:red;text-align:right">　　县政府</p>'), /text-align:right">县政府/);
    assert.match(html('<table><tr><td colspan="2" width="9">一</td></tr></table>'), /<td colspan="2" style="border/);
  });

  it('centres a figure and its caption, which the indentation of paragraphs would push over the edge', () => {
    const figure = '<figure><img src="/media/a.png" alt=""><figcaption>示意图</figcaption></figure>';
    const { html } = toArticleBody(figure, { styles: 'full', base });
    assert.match(html, /^<section style="[^"]*text-indent:0;text-align:center"><img /);
    assert.match(html, /<section style="text-indent:0;text-align:center[^"]*">示意图<\/section>/);
  });

  const lines = (body: string) => toText(html(body)).split('\n');

  it('numbers nested lists as documents do, from where a list starts', () => {
    const inner = '<ol><li>乡道<ol><li>甲<ol start="2"><li>乙</li></ol></li></ol></li></ol>';
    const body = `<ol>${'<li>款</li>'.repeat(10)}<li>末${inner}</li></ol>`;
    assert.deepEqual(lines(body).slice(9), ['十、款', '十一、末', '（一）乡道', '1.甲', '（2）乙']);
  });

  it('numbers a list one level below the numbered line it stands under', () => {
    assert.deepEqual(lines('<h2>一、条件</h2><ol><li>甲</li></ol>'), ['一、条件', '（一）甲']);
    assert.deepEqual(lines('<p>（一）条件：</p><ol><li>甲</li></ol>'), ['（一）条件：', '1.甲']);
    assert.deepEqual(lines('<h2>一、条件</h2><h2>附则</h2><ol><li>甲</li></ol>'), ['一、条件', '附则', '一、甲']);
  });

  it('numbers no item that has its number already, and puts the number into the first paragraph of an item', () => {
    assert.deepEqual(lines('<ol><li>1.甲</li><li><p>乙</p><p>丙</p></li></ol>'), ['1.甲', '二、乙', '丙']);
  });

  it('sets a signature and its date to the right, and the text before it not', () => {
    const made = html('<p>特此公告。</p><p>县水务局</p><p>县住建局</p><p>2026年3月1日</p>');
    assert.equal(made.match(/text-align:right/g)?.length, 3);
    assert.match(made, /^<p style="margin:0 0 1em">特此公告。/);
    assert.match(html('<p>二〇二六年三月一日</p>'), /text-align:right/);
    assert.doesNotMatch(html('<p>2026年3月1日起施行。</p>'), /text-align:right/);
  });

  it('hangs the names of attachments below each other', () => {
    const made = html('<p>附件：1.甲表</p><p>2.乙表</p><p>县政府</p>');
    assert.equal(made.match(/padding-left:5em/g)?.length, 2);
  });

  it('lets a wide table move sideways, its caption above it, and fits a narrow one', () => {
    const cells = '<td>粮食产量（吨）</td>'.repeat(6);
    const made = html(`<table><caption>表1</caption><tr>${cells}</tr></table>`);
    assert.match(made, /^<section [^>]*>表1<\/section><section [^>]*>← 左右滑动/);
    assert.match(made, /overflow-x:auto[^>]*><table [^>]*min-width:48em/);
    assert.doesNotMatch(html('<table><tr><td>甲</td><td>乙</td></tr></table>'), /overflow|min-width/);
  });

  it('keeps the mail address a link led to, and marks files', () => {
    const { links } = toArticleBody('<p><a href="mailto:a@b.example">信箱</a><a href="/f/1.XLSX">表</a></p>', {
      styles: 'full',
      base,
    });
    assert.deepEqual(
      links.map(({ href, isFile }) => [href, isFile]),
      [
        ['a@b.example', false],
        ['https://www.luodian.example/f/1.XLSX', true],
      ],
    );
  });

  it('marks links by a word where the document numbers notes of its own', () => {
    assert.deepEqual(lines('<p>产值[1]<a href="https://a.example/">公报</a></p>'), ['产值[1]公报[链接1]']);
  });

  it('unwraps tags that articles do not keep', () => {
    assert.equal(html('<div><font color="red">文</font></div>'), '<section>文</section>');
  });
});

describe('toDigest', () => {
  it('is the summary where it is short enough', () => {
    assert.equal(toDigest(' 明日停水。\n请储水。 ', '正文'), '明日停水。 请储水。');
  });

  it('is cut at the end of a sentence within 120 characters', () => {
    const digest = toDigest('', `${'甲'.repeat(60)}。${'乙'.repeat(40)}。${'丙'.repeat(60)}。`);
    assert.equal(digest, `${'甲'.repeat(60)}。${'乙'.repeat(40)}。`);
  });

  it('ends with an ellipsis where no sentence ends in time', () => {
    const digest = toDigest('', `通知：。${'甲'.repeat(200)}`);
    assert.equal([...digest].length, 120);
    assert.ok(digest.endsWith('…'));
  });
});

describe('what a mass send uses up', () => {
  const usesOf = (notify: string, MASS_SENDS: string) => {
    const rendered = render(anAnnouncement({ choices: { wechat: { notify } } }), { ...houseOf(''), MASS_SENDS });
    return rendered.fits ? rendered.piece.uses : assert.fail('does not fit');
  };

  it('is one of the day’s, to all or to a tag; of the month’s only to all, which are counted by follower', () => {
    assert.deepEqual([usesOf('none', '1/day'), usesOf('none', '4/month')], [undefined, undefined]);
    assert.deepEqual([usesOf('all', '1/day'), usesOf('tag:2', '1/day')], ['群发', '群发']);
    assert.deepEqual([usesOf('all', '4/month'), usesOf('tag:2', '4/month')], ['群发', undefined]);
  });

  it('is limited as the account is configured', () => {
    const quotasOf = (MASS_SENDS: string) => limitsOf({ MASS_SENDS }).quotas.filter(({ of }) => of === '群发');
    assert.deepEqual(quotasOf('1/day'), [{ action: 'publish', of: '群发', count: 1, per: 'day' }]);
    assert.deepEqual(quotasOf('4/month'), [{ action: 'publish', of: '群发', count: 4, per: 'month' }]);
    const given = (MASS_SENDS: string) => wechatSettings.safeParse({ APPID: 'a', SECRET: 'b', MASS_SENDS }).success;
    assert.deepEqual(['1/day', '10/day', '4/month', '0/day', '4', '1/week'].map(given), [
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
