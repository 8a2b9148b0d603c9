import assert from 'node:assert/strict';
import { aPicture, SITE_URL } from '../../support/channel-tools.ts';
import { openCaller } from './open-caller.ts';
import { openWechat, publishDone } from './open-wechat.ts';

describe('the playback', () => {
  const world = openWechat();
  const { article, ask, codeOf, thumb, upload } = openCaller(world);

  describe('pictures', () => {
    it('of articles are jpg or png below 1 MB', async () => {
      const told = await ask('/cgi-bin/media/uploadimg', upload(aPicture().bytes));
      assert.match(told.url as unknown as string, /^http:\/\/mmbiz\.qpic\.cn\//);
      assert.equal(await codeOf(ask('/cgi-bin/media/uploadimg', upload(Buffer.from('GIF89a-----'), 'a.png'))), 40005);
      const big = Buffer.concat([aPicture().bytes, Buffer.alloc(1024 * 1024)]);
      assert.equal(await codeOf(ask('/cgi-bin/media/uploadimg', upload(big))), 40009);
    });

    it('as material keep their file name', async () => {
      const media_id = await thumb();
      const { item } = (await ask('/cgi-bin/material/batchget_material', {
        type: 'image',
        offset: 0,
        count: 20,
      })) as never as {
        item: { name: string; media_id: string }[];
      };
      assert.deepEqual([item[0]?.media_id, item[0]?.name], [media_id, 'a.png']);
    });
  });

  describe('drafts', () => {
    for (const [name, changes, code] of [
      ['a title of 33 characters', { title: '公'.repeat(33) }, 45003],
      ['an author of 17', { author: '县'.repeat(17) }, 45110],
      ['a digest of 129', { digest: '摘'.repeat(129) }, 45004],
      ['a text of 20,000', { content: '文'.repeat(20_000) }, 45166],
      ['a source address of 1,025 bytes', { content_source_url: `https://a.cn/${'a'.repeat(1012)}` }, 41039],
      ['an unknown cover', { thumb_media_id: 'x' }, 40007],
    ] as const) {
      it(`are refused with ${name}`, async () => {
        assert.equal(await codeOf(ask('/cgi-bin/draft/add', await article(changes))), code);
      });
    }

    it('lose scripts and pictures that were not uploaded here, and take their digest from the text', async () => {
      const content = '<p onclick="x()">文<img src="https://a.cn/b.png"></p><script>1</script>';
      const told = await ask('/cgi-bin/draft/add', await article({ content }));
      assert.equal(told.errcode, undefined);
      const kept = (await ask('/cgi-bin/draft/get', { media_id: told.media_id })) as never as {
        news_item: { content: string; digest: string }[];
      };
      assert.deepEqual([kept.news_item[0]?.content, kept.news_item[0]?.digest], ['<p>文</p>', '文']);
    });

    it('leave the box when they are submitted; deleting one twice is fine', async () => {
      const { media_id } = await ask('/cgi-bin/draft/add', await article());
      assert.equal(await codeOf(ask('/cgi-bin/freepublish/submit', { media_id })), 0);
      assert.equal(await codeOf(ask('/cgi-bin/draft/get', { media_id })), 40007);
      assert.equal(await codeOf(ask('/cgi-bin/freepublish/submit', { media_id })), 40007);
      assert.equal(await codeOf(ask('/cgi-bin/draft/delete', { media_id })), 0);
    });
  });

  describe('publishing', () => {
    it('runs, then ends as it is told to', async () => {
      const { fake } = world();
      fake.knobs.holdJobs = true;
      const { media_id } = await ask('/cgi-bin/draft/add', await article());
      const { publish_id } = await ask('/cgi-bin/freepublish/submit', { media_id });
      assert.equal((await ask('/cgi-bin/freepublish/get', { publish_id })).publish_status, 1);
      fake.finishJobs(4);
      const told = await ask('/cgi-bin/freepublish/get', { publish_id });
      assert.deepEqual([told.publish_status, told.fail_idx, told.article_id], [4, [1], undefined]);
      assert.deepEqual(fake.posts(), []);
    });

    it('needs the right to it', async () => {
      world().fake.knobs.rights.publish = false;
      assert.equal(await codeOf(ask('/cgi-bin/freepublish/batchget', { offset: 0, count: 1 })), 48001);
    });

    it('lists what stands, newest first, with the long address', async () => {
      await publishDone(world());
      await publishDone(world(), { release: 'r2' });
      const told = (await ask('/cgi-bin/freepublish/batchget', { offset: 0, count: 1, no_content: 1 })) as never as {
        total_count: number;
        item: { content: { news_item: { url: string; content_source_url: string; content?: string }[] } }[];
      };
      const [news] = told.item[0]!.content.news_item;
      assert.deepEqual([told.total_count, news?.content_source_url], [2, `${SITE_URL}/p/r2.html`]);
      assert.match(news!.url, /\/s\?__biz=.*&mid=\d+&idx=1&sn=[0-9a-f]{32}/);
      assert.equal(news?.content, undefined);
    });
  });

  describe('comments', () => {
    it('are refused 50 at a time, and for an unknown article', async () => {
      await publishDone(world());
      const msg_data_id = Number(world().fake.posts()[0]!.ref.split('|')[1]);
      const list = (changes: object) =>
        codeOf(ask('/cgi-bin/comment/list', { msg_data_id, index: 0, begin: 0, count: 49, type: 0, ...changes }));
      assert.deepEqual([await list({}), await list({ count: 50 }), await list({ msg_data_id: 1 })], [0, 88010, 88001]);
    });

    it('come from the form under the article', async () => {
      const { fake } = world();
      const { url } = await publishDone(world());
      const { searchParams } = new URL(url!);
      const form = { mid: searchParams.get('mid')!, idx: '1', author: '王<小>明', text: '几点来水？' };
      const answer = await fetch(`${fake.url}/comment`, { method: 'POST', body: new URLSearchParams(form) });
      assert.match(await answer.text(), /王&lt;小&gt;明.*几点来水？/s);
      assert.equal(fake.comments()[0]?.text, '几点来水？');
    });
  });
});
