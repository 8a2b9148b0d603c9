/** The playback against the platform's documents, called as anybody would call it, without the adapter. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { uidOf } from '../../../channels/weibo/fake-platform.ts';
import { platformLength } from '../../../channels/weibo/fake-text.ts';
import { anAttempt, SITE_URL } from '../../support/channel-tools.ts';
import { closeAll, openPlayed, pieceOf } from './open-weibo.ts';

afterEach(closeAll);

const TEXT = `【公告】请储水。 ${SITE_URL}/p/r1.html`;

async function open() {
  const played = await openPlayed();
  const { fake } = played;
  const access_token = fake.settings.ACCESS_TOKEN!;
  async function call(path: string, fields: Record<string, string>, method = 'POST', body?: FormData) {
    const form = new URLSearchParams({ access_token, ...fields });
    const response =
      method === 'GET'
        ? await fetch(`${fake.url}${path}?${form}`)
        : await fetch(`${fake.url}${path}`, { method, body: body ?? form });
    return { status: response.status, text: await response.text() };
  }
  const codeOf = async (answer: ReturnType<typeof call>) => JSON.parse((await answer).text).error_code as number;
  const share = (status = TEXT, rip = '127.0.0.1') => call('/2/statuses/share.json', { status, rip });
  return { ...played, call, codeOf, share, access_token };
}

describe('the weibo playback', () => {
  it('gives ids beyond 2^53 as bare numbers beside idstr and mid', async () => {
    const { share } = await open();
    const { text } = await share();
    const [, id, idstr, mid] = /"id":(\d+),"idstr":"(\d+)","mid":"(\d+)"/.exec(text) ?? [];
    assert.ok(id && BigInt(id) > BigInt(Number.MAX_SAFE_INTEGER));
    assert.deepEqual([idstr, mid], [id, id]);
  });

  it('rewrites links to t.cn in what it gives back, and leads to the page', async () => {
    const { share, fake } = await open();
    const shown = JSON.parse((await share()).text).text as string;
    const [, code] = /http:\/\/t\.cn\/(\w+)$/.exec(shown) ?? [];
    const led = await fetch(`${fake.url}/t/${code}`, { redirect: 'manual' });
    assert.equal(led.headers.get('location'), `${SITE_URL}/p/r1.html`);
  });

  it('writes dates as its documents do', async () => {
    const { share } = await open();
    assert.equal(JSON.parse((await share()).text).created_at, 'Mon Mar 02 09:00:00 +0800 2026');
  });

  it('refuses as its documents say', async () => {
    const { codeOf, share, call, fake } = await open();
    assert.equal(await codeOf(share('没有网址')), 10017);
    assert.equal(await codeOf(share('别处 https://elsewhere.example/')), 10017);
    assert.equal(await codeOf(share(`${'水'.repeat(131)}${SITE_URL}/p/r1.html`)), 20012);
    assert.equal((await share(`${'水'.repeat(130)}${SITE_URL}/p/r1.html`)).status, 200);
    assert.equal(await codeOf(share(' ')), 20008);
    assert.equal(await codeOf(call('/2/statuses/share.json', { status: TEXT })), 10016);
    assert.equal(await codeOf(call('/2/statuses/share.json', { status: TEXT }, 'GET')), 10021);
    assert.equal(await codeOf(call('/2/statuses/nothing.json', {})), 10020);
    assert.equal(await codeOf(call('/2/statuses/share.json', { access_token: 'other' })), 21332);
    assert.equal(await codeOf(call('/2/statuses/user_timeline.json', { uid: '1' }, 'GET')), 21335);
    assert.equal(await codeOf(call('/2/statuses/destroy.json', { id: '1' })), 20101);
    assert.equal(fake.posts().length, 1);
  });

  it('refuses the same text twice in a row, and takes it again after another one', async () => {
    const { codeOf, share } = await open();
    await share();
    assert.equal(await codeOf(share()), 20019);
    await share(`别的 ${SITE_URL}/p/r2.html`);
    assert.equal((await share()).status, 200);
  });

  it('takes a picture in multipart and refuses what is none it takes', async () => {
    const { call, codeOf, access_token } = await open();
    const form = (type: string) => {
      const made = new FormData();
      for (const [name, value] of Object.entries({ access_token, status: TEXT, rip: '1.2.3.4' }))
        made.append(name, value);
      made.append('pic', new Blob(['x'], { type }), 'a');
      return made;
    };
    assert.equal(await codeOf(call('/2/statuses/share.json', {}, 'POST', form('image/webp'))), 20005);
    assert.equal((await call('/2/statuses/share.json', {}, 'POST', form('image/png'))).status, 200);
  });

  it('shows the newest five only, and without base_app those typed on a phone', async () => {
    const { call, fake, share } = await open();
    for (let nth = 0; nth < 7; nth++) await share(`第${nth}条 ${SITE_URL}`);
    for (let nth = 0; nth < 3; nth++) fake.postByHand(`手机${nth}`);
    const texts = async (base_app: string) => {
      const { text } = await call('/2/statuses/user_timeline.json', { count: '100', base_app }, 'GET');
      return (JSON.parse(text).statuses as { text: string }[]).map((status) => status.text.split(' ')[0]);
    };
    assert.deepEqual(await texts('0'), ['手机2', '手机1', '手机0', '第6条', '第5条']);
    assert.deepEqual(await texts('1'), ['第6条', '第5条', '第4条', '第3条', '第2条']);
  });

  it('lists comments newest first, since_id exclusive, max_id inclusive', async () => {
    const { call, fake, share } = await open();
    await share();
    const post = fake.posts()[0]!.ref;
    const [a = '', b = '', c = ''] = ['甲', '乙', '丙'].map(
      (name) => fake.comment(post, name, name).split('/')[1] ?? '',
    );
    const listed = async (fields: Record<string, string>) => {
      const { text } = await call('/2/comments/to_me.json', fields, 'GET');
      return (JSON.parse(text).comments as { mid: string }[]).map(({ mid }) => mid);
    };
    assert.deepEqual(await listed({}), [c, b, a]);
    assert.deepEqual(await listed({ since_id: a }), [c, b]);
    assert.deepEqual(await listed({ max_id: b }), [b, a]);
    assert.deepEqual(await listed({ count: '1', page: '2' }), [b]);
  });

  it('ends its token and counts its calls when asked to', async () => {
    const { codeOf, share, fake, clock } = await open();
    fake.countCalls(1);
    await share();
    assert.equal(await codeOf(share(`二 ${SITE_URL}`)), 10023);
    clock.pass(86_400_000);
    assert.equal((await share(`三 ${SITE_URL}`)).status, 200);
    fake.setTokenLife(60);
    clock.pass(60_000);
    assert.equal(await codeOf(share(`四 ${SITE_URL}`)), 21327);
  });

  it('has the other form of 10017 for an application without a domain', async () => {
    const { share, fake } = await open();
    fake.bindDomain(false);
    assert.deepEqual(JSON.parse((await share()).text).error, 'appkey not bind domain!');
    fake.bindDomain(true);
    assert.equal((await share()).status, 200);
  });

  it('counts with 10024 when asked to, and tells its rates without counting', async () => {
    const { call, codeOf, share, fake } = await open();
    fake.countCalls(2, 10024);
    const rates = async () => JSON.parse((await call('/2/account/rate_limit_status.json', {}, 'GET')).text);
    await share();
    const { remaining_user_hits, reset_time_in_seconds } = await rates();
    assert.deepEqual([remaining_user_hits, reset_time_in_seconds], [1, 15 * 3600]);
    await share(`二 ${SITE_URL}`);
    assert.equal(await codeOf(share(`三 ${SITE_URL}`)), 10024);
    assert.deepEqual([(await rates()).remaining_user_hits, fake.used()], [0, 3]);
  });

  it('answers with an empty body after it has done what it was asked', async () => {
    const { share, fake } = await open();
    fake.emptyNext();
    assert.deepEqual([(await share()).text, fake.posts().length], ['', 1]);
    assert.notEqual((await share(`二 ${SITE_URL}`)).text, '');
  });

  it('lists posts that name the account, and lets it comment there', async () => {
    const { call, codeOf, fake } = await open();
    const id = fake.mention('路人', '路灯坏了');
    const { text } = await call('/2/statuses/mentions.json', {}, 'GET');
    assert.match(text, new RegExp(`"id":${id},"idstr":"${id}"`));
    const comment = { id, comment: '已派人', rip: '1.2.3.4' };
    assert.equal((await call('/2/comments/create.json', comment)).status, 200);
    assert.equal(await codeOf(call('/2/comments/create.json', comment)), 20019);
    assert.equal(await codeOf(call('/2/comments/create.json', { ...comment, id: '1' })), 20101);
  });

  it('lets a message be answered within 48 hours only', async () => {
    const { call, codeOf, fake, clock } = await open();
    await fake.say('住户', '在吗');
    const receiver_id = uidOf('住户');
    const answer = { type: 'text', data: '{"text":"在"}', receiver_id, save_sender_box: '1' };
    assert.equal((await call('/2/messages/reply.json', answer)).status, 200);
    assert.equal(await codeOf(call('/2/messages/reply.json', { ...answer, receiver_id: '9' })), 26403);
    clock.pass(49 * 3_600_000);
    assert.equal(await codeOf(call('/2/messages/reply.json', answer)), 26403);
  });

  it('refuses an application, an address or a code that is not right', async () => {
    const { call, codeOf, fake } = await open();
    const { APPKEY = '', APPSECRET = '' } = fake.settings;
    const page = async (changes: Record<string, string>) => {
      const asked = { client_id: APPKEY, redirect_uri: `${SITE_URL}/back`, state: 's', ...changes };
      return await (await fetch(`${fake.url}/oauth2/authorize?${new URLSearchParams(asked)}`)).text();
    };
    assert.match(await page({}), /<button name="answer" value="yes">授权/);
    assert.match(await page({ client_id: '7' }), /21324/);
    assert.match(await page({ redirect_uri: 'https://elsewhere.example/' }), /21322/);
    const application = { client_id: APPKEY, client_secret: APPSECRET, redirect_uri: `${SITE_URL}/back`, code: 'x' };
    const exchange = (changes: Record<string, string>) =>
      codeOf(call('/oauth2/access_token', { grant_type: 'authorization_code', ...application, ...changes }));
    assert.equal(await exchange({}), 21325);
    assert.equal(await exchange({ client_secret: 'wrong' }), 21324);
    assert.equal(await exchange({ grant_type: 'password' }), 21328);
  });

  it('answers 20032 when it is slow and shows the post later', async () => {
    const { codeOf, share, call, fake, clock } = await open();
    fake.slowNext(90);
    assert.equal(await codeOf(share()), 20032);
    const shown = async () =>
      JSON.parse((await call('/2/statuses/user_timeline.json', {}, 'GET')).text).statuses.length as number;
    assert.equal(await shown(), 0);
    clock.pass(90_000);
    assert.equal(await shown(), 1);
  });

  it('keeps everything over a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'weibo-'));
    const file = join(folder, 'weibo.json');
    const first = await openPlayed({}, { file });
    await first.channel.publish(pieceOf(first.channel), anAttempt());
    const [post] = first.fake.posts();
    first.fake.comment(post!.ref, '王小明', '几点来水？');
    const second = await openPlayed({}, { file });
    assert.deepEqual([second.fake.posts()[0]?.ref, second.fake.comments().length], [post?.ref, 1]);
    assert.equal((await second.channel.check!(anAttempt())).at(-1)?.ok, true);
    await second.channel.publish(pieceOf(second.channel, { title: '第二条' }), anAttempt());
    assert.equal(new Set(second.fake.posts().map(({ ref }) => ref)).size, 2);
    rmSync(folder, { recursive: true });
  });

  it('shuts its door for one call only, however the troubles are mixed', async () => {
    const { fake, share } = await open();
    fake.spoilNext('refuse');
    fake.spoilNext('no-route');
    fake.spoilNext('no-route');
    assert.equal((await share()).status, 400);
    for (let nth = 0; nth < 2; nth++) {
      await assert.rejects(share(), (error: Error) => (error.cause as { code?: string }).code === 'ECONNREFUSED');
    }
    assert.equal((await share()).status, 200);
    assert.deepEqual(fake.troubles(), []);
  });

  it('spoils no call that only looks', async () => {
    const { call, fake, share } = await open();
    fake.spoilNext('limit');
    assert.equal((await call('/2/statuses/user_timeline.json', {}, 'GET')).status, 200);
    assert.equal((await share()).status, 403);
  });

  it('can be closed with its door shut', async () => {
    const { fake } = await open();
    fake.spoilNext('no-route');
    await fake.close();
  });
});

describe('length on the platform', () => {
  it('counts every link as ten, t.cn as nothing', () => {
    assert.equal(platformLength('水https://www.example.gov.cn/a/b/c/d/e/f 水http://t.cn/abc'), 13);
    assert.equal(platformLength(`https://e.cn/${'a'.repeat(129)}`), 11);
  });
});
