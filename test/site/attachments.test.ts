import assert from 'node:assert/strict';
import { load } from 'cheerio';
import fc from 'fast-check';
import { fileName, sizeInWords } from '../../src/site/attachments.ts';
import { fileOf } from '../../src/site/static-files.ts';
import { openPublicSite, type PublicSite } from './open-public-site.ts';

const PDF = new TextEncoder().encode(`%PDF-1.7\n${'%'.repeat(1_300_000)}`);

describe('the attachments of a page', () => {
  let site: PublicSite;
  let media: string;
  beforeEach(async () => {
    site = await openPublicSite();
    ({ id: media } = await site.media.putFile(PDF, 'x.pdf', { by: 's1', now: site.clock.now() }));
  });
  afterEach(() => site.close());

  const hrefsOf = async (page: string) => {
    const $ = load((await site.get(page)).text);
    const links = $('.attachments a').toArray();
    return links.map((link) => $(link).attr('href') ?? '');
  };

  it('are shown with what they are and how large', async () => {
    await site.publish({ attachments: [{ media, name: '申请表.pdf' }] });
    const $ = load((await site.get('/p/r1.html')).text);
    assert.equal($('.attachments li').text(), '申请表.pdf（PDF，1.2 MB）');
  });

  it('are saved under their Chinese name by every browser, from an address that ends in it', async () => {
    await site.publish({ attachments: [{ media, name: '2026年 预算表（"公开"版）.pdf' }] });
    const [href = ''] = await hrefsOf('/p/r1.html');
    assert.match(decodeURIComponent(href), /^\/p\/r1\/[0-9a-f]{8}\/2026年 预算表（_公开_版）\.pdf$/);
    for (const _ of ['made', 'from memory']) {
      const response = await fetch(site.url + href);
      assert.equal(response.headers.get('content-type'), 'application/pdf');
      const name = encodeURIComponent('2026年 预算表（_公开_版）.pdf');
      assert.equal(
        response.headers.get('content-disposition'),
        `attachment; filename="attachment.pdf"; filename*=UTF-8''${name}`,
      );
      assert.deepEqual(new Uint8Array(await response.arrayBuffer()), PDF);
      const etag = response.headers.get('etag') ?? '';
      assert.equal((await fetch(site.url + href, { headers: { 'if-none-match': etag } })).status, 304);
    }
  });

  it('have an address each, though two bear the same name', async () => {
    const other = await site.media.putFile(new TextEncoder().encode('%PDF-1.4\n'), 'x.pdf', {
      by: 's1',
      now: site.clock.now(),
    });
    const name = '附件.pdf';
    await site.publish({
      attachments: [
        { media, name },
        { media: other.id, name },
      ],
    });
    const hrefs = await hrefsOf('/p/r1.html');
    assert.equal(new Set(hrefs).size, 2);
    for (const href of hrefs) assert.equal((await site.get(href)).response.status, 200);
  });

  it('are given out no longer, once their page is withdrawn or they were taken off it', async () => {
    await site.publish({ attachments: [{ media, name: '名单.pdf' }] });
    const [href = ''] = await hrefsOf('/p/r1.html');
    assert.equal((await site.get(href)).response.status, 200);
    await site.publish({ revision: 2, attachments: [] });
    assert.equal((await site.get(href)).response.status, 404);
    await site.publish({ revision: 3, attachments: [{ media, name: '名单.pdf' }] });
    assert.equal((await site.get(href)).response.status, 200);
    await site.site.withdraw('r1', '名单中有个人信息', site.clock.now());
    assert.equal((await site.get(href)).response.status, 404);
  });

  it('are not found under a name, a mark or a page they do not have', async () => {
    await site.publish({ attachments: [{ media, name: '申请表.pdf' }] });
    const mark = media.slice(0, 8);
    for (const path of [
      `/p/r1/${mark}/x.pdf`,
      '/p/r1/00000000/申请表.pdf',
      `/p/r2/${mark}/申请表.pdf`,
      `/p/r1/${mark}/%2e%2e`,
    ])
      assert.equal((await site.get(path)).response.status, 404, path);
  });

  it('say how large they are as file managers do', () => {
    const said = [0, 1023, 1024, 1_048_000, 1_048_576, 10_485_760].map(sizeInWords);
    assert.deepEqual(said, ['0 字节', '1023 字节', '1 KB', '1023 KB', '1.0 MB', '10.0 MB']);
  });

  it('have a name that every system takes, whatever staff called them', () => {
    assert.equal(fileName({ media, name: '..' }), '附件.pdf');
    assert.equal(fileName({ media, name: 'a/b\\c\u202Efdp.exe' }), 'a_b_c_fdp.exe.pdf');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (name) => {
        const file = fileName({ media, name });
        assert.match(file, /^[^\\/:*?"<>|\p{Cc}.\s][^\\/:*?"<>|\p{Cc}]*\.pdf$/iu);
        fileOf(`/p/r1/x/${encodeURIComponent(file)}`);
      }),
    );
  });
});
