/** The playback, asked over HTTP by somebody who knows only the platform's documents. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import startFake from '../../../channels/wechat/fake.ts';
import wechat from '../../../channels/wechat/index.ts';
import { hours, minutes, seconds } from '../../../src/clock.ts';
import { aClock, anAccount, anAttempt, aPicture, aTools, mediaOf, SITE_URL } from '../../support/channel-tools.ts';
import { openWechat, pieceOf, publishDone } from './open-wechat.ts';

type Told = Record<string, never> & { errcode?: number; errmsg?: string };

describe('the playback', () => {
  const world = openWechat();
  let token = '';

  async function ask(path: string, body?: unknown, query = ''): Promise<Told> {
    const url = `${world().fake.url}${path}?access_token=${token}${query}`;
    const init =
      body === undefined ? {} : { method: 'POST', body: body instanceof FormData ? body : JSON.stringify(body) };
    const response = await fetch(url, init);
    assert.equal(response.status, 200);
    return (await response.json()) as Told;
  }

  async function logIn(changes: Record<string, unknown> = {}) {
    const { APPID: appid, SECRET: secret } = world().fake.settings;
    const told = await ask('/cgi-bin/stable_token', { grant_type: 'client_credential', appid, secret, ...changes });
    return told as unknown as { access_token: string; expires_in: number; errcode?: number };
  }

  async function plainToken(): Promise<string> {
    const { APPID, SECRET } = world().fake.settings;
    const query = `&grant_type=client_credential&appid=${APPID}&secret=${SECRET}`;
    return (await ask('/cgi-bin/token', undefined, query)).access_token as unknown as string;
  }

  beforeEach(async () => {
    token = (await logIn()).access_token;
  });

  function upload(bytes: Uint8Array, name = 'a.png'): FormData {
    const form = new FormData();
    form.append('media', new Blob([new Uint8Array(bytes)]), name);
    return form;
  }

  async function thumb(): Promise<string> {
    const told = await ask('/cgi-bin/material/add_material', upload(aPicture().bytes), '&type=image');
    return told.media_id as unknown as string;
  }

  const article = async (changes: object = {}) => ({
    articles: [{ title: '公告', content: '<p>文</p>', thumb_media_id: await thumb(), ...changes }],
  });
  const codeOf = async (told: Promise<Told>) => (await told).errcode ?? 0;

  describe('tokens', () => {
    it('stay the same in normal mode with the seconds that remain, and are renewed in the last five minutes', async () => {
      const { clock } = world();
      clock.pass(minutes(10));
      assert.deepEqual(await logIn(), { access_token: token, expires_in: 6600 });
      clock.pass(hours(2) - minutes(14));
      assert.notEqual((await logIn()).access_token, token);
      assert.equal(await codeOf(ask('/cgi-bin/draft/count')), 0);
      clock.pass(minutes(5));
      assert.equal(await codeOf(ask('/cgi-bin/draft/count')), 42001);
    });

    it('die when a new one is forced, which is allowed every 30 seconds and 20 times a day', async () => {
      const { clock } = world();
      const forced = await logIn({ force_refresh: true });
      assert.equal(await codeOf(ask('/cgi-bin/draft/count')), 40001);
      token = forced.access_token;
      assert.equal((await logIn({ force_refresh: true })).errcode, 45011);
      for (let nth = 1; nth < 20; nth++) {
        clock.pass(seconds(30));
        assert.equal((await logIn({ force_refresh: true })).errcode, undefined);
      }
      clock.pass(seconds(30));
      assert.equal((await logIn({ force_refresh: true })).errcode, 45009);
    });

    it('of both families do not touch each other', async () => {
      const stable = token;
      const plain = await plainToken();
      const next = await plainToken();
      for (const one of [stable, plain, next]) {
        token = one;
        assert.equal(await codeOf(ask('/cgi-bin/draft/count')), 0);
      }
      world().clock.pass(minutes(6));
      token = plain;
      assert.equal(await codeOf(ask('/cgi-bin/draft/count')), 42001);
    });

    it('are refused when missing, wrong, or asked with a wrong secret', async () => {
      token = '';
      assert.equal(await codeOf(ask('/cgi-bin/draft/count')), 41001);
      token = 'x';
      const told = await ask('/cgi-bin/draft/count');
      assert.equal(told.errcode, 40001);
      assert.match(told.errmsg!, /rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/);
      assert.equal((await logIn({ secret: 'x' })).errcode, 40125);
      assert.equal((await logIn({ appid: 'x' })).errcode, 40013);
    });
  });

  describe('calls', () => {
    it('are answered with codes for another method, no body, no JSON and escaped Chinese', async () => {
      assert.equal(await codeOf(ask('/cgi-bin/draft/add')), 43002);
      const raw = async (body: string) => {
        const url = `${world().fake.url}/cgi-bin/draft/add?access_token=${token}`;
        return ((await (await fetch(url, { method: 'POST', body })).json()) as Told).errcode;
      };
      assert.equal(await raw(''), 44002);
      assert.equal(await raw('{'), 47001);
      assert.equal(await raw('{"articles":"\\u516c"}'), 40033);
    });

    it('are counted by the day in Beijing', async () => {
      const { clock } = world();
      for (let nth = 0; nth < 10; nth++) await ask('/cgi-bin/freepublish/delete', { article_id: 'x' });
      assert.equal(await codeOf(ask('/cgi-bin/freepublish/delete', { article_id: 'x' })), 45009);
      clock.pass(hours(15));
      token = (await logIn()).access_token;
      assert.equal(await codeOf(ask('/cgi-bin/freepublish/delete', { article_id: 'x' })), 53600);
    });
  });

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

  it('shows the account’s articles, and the conversation with a follower', async () => {
    const { fake, channel, attempt } = world();
    await publishDone(world(), { title: '关于<停水>的公告' });
    const home = await (await fetch(fake.url)).text();
    assert.match(home, /<a href="[^"]*mid=\d+[^"]*">关于&lt;停水&gt;的公告<\/a>/);
    await fetch(`${fake.url}/message`, { method: 'POST', body: new URLSearchParams({ name: '王小明', text: '在吗' }) });
    await channel.reply!(`message|${fake.openidOf('王小明')}|1`, '您好', attempt());
    const talk = await (await fetch(`${fake.url}/messages?name=${encodeURIComponent('王小明')}`)).text();
    assert.match(talk, /在吗.*您好/s);
    assert.equal((await fetch(`${fake.url}/nothing`)).status, 404);
  });

  it('meets troubles in the order they were given, one per action, the closed door among them', async () => {
    const { fake, channel, attempt } = world();
    for (const trouble of ['refuse', 'no-route', 'no-route', 'limit'] as const) fake.spoilNext(trouble);
    const kinds: string[] = [];
    for (let nth = 0; nth < 5; nth++) {
      await channel.publish(pieceOf(channel), attempt()).then(
        () => kinds.push('done'),
        (failure) => kinds.push(failure.kind),
      );
    }
    assert.deepEqual(kinds, ['refused', 'unreachable', 'unreachable', 'limited', 'done']);
    assert.deepEqual(fake.troubles(), []);
  });
});

describe('the playback’s memory', () => {
  it('outlives a restart: articles, comments, pictures, tokens and jobs under way', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sanwei-wechat-'));
    const options = { port: 0, clock: aClock(), file: join(folder, 'wechat.json'), pushTo: null, siteUrl: SITE_URL };
    const before = await startFake(options);
    const stored = aPicture();
    const channel = wechat.open(
      anAccount({ id: 'wechat' }),
      wechat.settings.parse(before.settings),
      aTools({ media: mediaOf(stored) }),
    );
    const body = `<p>文<img src="/media/${stored.picture.id}"></p>`;
    before.knobs.holdJobs = true;
    await channel.publish(pieceOf(channel, { body, pictures: [stored.picture] }), anAttempt());
    await channel.close?.();
    await before.close();

    const later = await startFake(options);
    try {
      options.clock.pass(2000);
      const home = await (await fetch(later.url)).text();
      assert.match(home, /停水的公告/);
      const [post] = later.posts();
      later.comment(post!.ref, '王小明', '问');
      const page = await (await fetch(post!.url)).text();
      const src = /<img src="([^"]+)"/.exec(page)![1]!.replaceAll('&amp;', '&');
      const bytes = Buffer.from(await (await fetch(later.url + src)).arrayBuffer());
      assert.deepEqual(bytes, Buffer.from(stored.bytes));
    } finally {
      await later.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
