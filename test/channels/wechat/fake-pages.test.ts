/** The playback as its users meet it: pages, troubles, restarts. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import startFake from '../../../channels/wechat/fake.ts';
import wechat from '../../../channels/wechat/index.ts';
import { aClock, anAccount, anAttempt, aPicture, aTools, mediaOf, SITE_URL } from '../../support/channel-tools.ts';
import { openWechat, pieceOf, publishDone } from './open-wechat.ts';

describe('the playback’s pages and troubles', () => {
  const world = openWechat();

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

  it('shows elected comments apart from those that only the back office sees, and the author’s answer', async () => {
    const { fake, channel, attempt } = world();
    const { ref } = await publishDone(world());
    const answered = fake.comment(ref, '王小明', '几点来水？');
    await channel.reply!(answered, '18时。', attempt());
    const page = await (await fetch(fake.posts()[0]!.url)).text();
    assert.match(page, /精选留言 0.*未精选.*几点来水？.*作者回复.*18时。/s);
    assert.match(page, /<a href="https:\/\/www\.luodian\.example\/p\/r1\.html" rel="noreferrer">阅读原文<\/a>/);
  });

  it('has a switch for every knob, which turns it', async () => {
    const { fake, channel, attempt } = world();
    const address = `${fake.url}/platform`;
    const html = await (await fetch(address)).text();
    const leaves = Object.entries(fake.knobs).flatMap(([key, value]) =>
      typeof value === 'object' && value !== null ? Object.keys(value) : [key],
    );
    const missing = leaves.filter((key) => !html.includes(`name="switch" value="${key}"`));
    assert.deepEqual(missing, [], 'add one line to channels/wechat/fake-switches.ts');
    const press = async (name: string, value: string) => {
      const body = new URLSearchParams({ switch: name, value });
      return (await fetch(address, { method: 'POST', body, redirect: 'manual' })).status;
    };
    assert.deepEqual([await press('comment', 'off'), await press('nothing', 'on')], [303, 400]);
    assert.equal(fake.knobs.rights.comment, false);
    assert.equal(await press('trouble', 'refuse'), 303);
    const failure = await channel.publish(pieceOf(channel), attempt()).catch((error) => error);
    assert.equal(failure.kind, 'refused');
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
