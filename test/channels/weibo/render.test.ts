import assert from 'node:assert/strict';
import fc from 'fast-check';
import { countText } from '../../../channels/weibo/count-text.ts';
import { platformLength } from '../../../channels/weibo/fake-text.ts';
import { render } from '../../../channels/weibo/render.ts';
import type { Announcement } from '../../../src/release/announcement.ts';
import { anAnnouncement, aPicture, SITE_URL } from '../../support/channel-tools.ts';

const CORRECTION = { note: '停水时间应为3月6日', at: new Date('2026-03-03T09:00:00+08:00') };

function piece(changes: Partial<Announcement> = {}) {
  const rendered = render(anAnnouncement(changes));
  if (!rendered.fits) return assert.fail(JSON.stringify(rendered.misfits));
  return rendered.piece;
}

function misfits(changes: Partial<Announcement>) {
  const rendered = render(anAnnouncement(changes));
  return rendered.fits ? [] : rendered.misfits.map(({ field }) => field);
}

describe('render for weibo', () => {
  it('puts the title in brackets, then the summary, then the address', () => {
    const text = '【停水公告】请提前储水。 https://www.luodian.example/p/r1.html';
    assert.equal(piece({ title: '停水公告', summary: '请提前储水。' }).preview.text, text);
  });

  it('sends what the preview shows', () => {
    const { preview, payload } = piece();
    assert.equal(payload.text, preview.text);
  });

  it('takes the summary from the body when staff wrote none', () => {
    const body = '<h2>停水</h2><p>范围：解放路 &amp; 建设路。</p><p><img src="/media/x.png" alt="图"></p>';
    assert.match(piece({ summary: '', body }).preview.text, /】停水 范围：解放路 & 建设路。 https/);
  });

  it('cuts a long summary so that the whole is exactly within 140', () => {
    const { text, notes } = piece({ title: '公告', summary: '水'.repeat(300) }).preview;
    assert.equal(countText(text), 140);
    assert.match(text, /水… https:\/\/www\.luodian\.example\/p\/r1\.html$/);
    assert.deepEqual(notes, ['摘要过长，在微博上已截短']);
  });

  it('cuts a long title and leaves the summary out', () => {
    const { text } = piece({ title: '关于停水的公告'.repeat(40) }).preview;
    assert.equal(countText(text), 140);
    assert.match(text, /^【关于停水.*…】 https:/);
  });

  it('never cuts through a character', () => {
    for (let length = 50; length < 70; length++) {
      const { text } = piece({ summary: `${'a'.repeat(length)}${'👩‍👩‍👧‍👦😀'.repeat(40)}` }).preview;
      assert.ok(text.isWellFormed());
      assert.ok(!/\u200d…/.test(text), text);
    }
  });

  it('never cuts through a link in the summary', () => {
    const link = 'https://www.luodian.example/some/other/page.html';
    for (let length = 40; length < 140; length++) {
      const { text } = piece({ title: '公告', summary: `${'水'.repeat(length)}${link}。再见` }).preview;
      for (const found of text.match(/https?:\/\/[!-~]+/g) ?? []) {
        assert.ok([link, `${SITE_URL}/p/r1.html`].includes(found), found);
      }
    }
  });

  it('takes out the marks of topics, which the call does not take', () => {
    const { text, notes } = piece({ title: '#停水#公告', summary: '1#楼停水' }).preview;
    assert.ok(text.startsWith('【停水公告】1楼停水 '), text);
    assert.deepEqual(notes, ['微博接口不接受“#话题#”，文中的“#”已去掉']);
  });

  it('keeps a single #, which makes no topic', () => {
    assert.ok(piece({ title: '1#楼停水公告' }).preview.text.startsWith('【1#楼停水公告】'));
  });

  it('starts a correction with 【更正】, says what was wrong, and gives it an address of its own', () => {
    const { text } = piece({ title: '停水公告', summary: '请储水。', revision: 3, correction: CORRECTION }).preview;
    assert.equal(text, '【更正】【停水公告】停水时间应为3月6日。请储水。 https://www.luodian.example/p/r1.html?v=3');
  });

  it('adds the revision to an address that has a query already', () => {
    const { text } = piece({ url: `${SITE_URL}/p?id=1`, revision: 2, correction: CORRECTION }).preview;
    assert.ok(text.endsWith('/p?id=1&v=2'), text);
  });

  it('does not fit when the address leaves no room for a title', () => {
    assert.deepEqual(misfits({ url: `https://e.cn/${'a'.repeat(270)}` }), ['url']);
    assert.deepEqual(misfits({ url: `https://e.cn/${'a'.repeat(250)}` }), []);
  });

  it('does not fit without a title, without an absolute address, or when it may not be published', () => {
    assert.deepEqual(misfits({ title: '  ', url: '/p/1', disclosure: '依申请公开' }), ['title', 'disclosure', 'url']);
  });

  it('takes the first picture', () => {
    const { picture } = aPicture();
    const { payload, preview } = piece({ pictures: [picture, aPicture({ width: 10 }).picture] });
    assert.deepEqual(payload.picture, { id: picture.id, type: 'image/png' });
    assert.ok(preview.html.includes(`/media/${picture.id}`));
    assert.deepEqual(preview.notes, ['微博只带第一张图片']);
  });

  it('leaves out a webp or a picture of 5 MB, and says so', () => {
    const { picture } = aPicture();
    const webp = piece({ pictures: [{ ...picture, type: 'image/webp' }] });
    const large = piece({ pictures: [{ ...picture, bytes: 5_000_000 }] });
    assert.deepEqual([webp.payload.picture, large.payload.picture], [null, null]);
    assert.match(webp.preview.notes.join(), /格式不符，不带图/);
    assert.match(large.preview.notes.join(), /过大，不带图/);
  });

  it('always ends with its address and fits by our count and by the platform’s', () => {
    const words = fc.string({
      unit: fc.constantFrom('水', 'a', ' ', '#', '😀', 'http://a.cn/b ', '。', '&', '<', '\n'),
    });
    fc.assert(
      fc.property(words, words, (title, summary) => {
        const rendered = render(anAnnouncement({ title, summary }));
        if (!rendered.fits) return;
        const { text } = rendered.piece.preview;
        assert.ok(countText(text) <= 140 && platformLength(text) <= 140, text);
        assert.ok(text.endsWith(` ${SITE_URL}/p/r1.html`), text);
        assert.ok(!/#[^#]+#/.test(text), text);
      }),
    );
  });
});
