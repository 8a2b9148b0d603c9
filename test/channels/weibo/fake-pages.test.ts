import assert from 'node:assert/strict';
import { newKnobs } from '../../../channels/weibo/fake-rates.ts';
import { switchesOf } from '../../../channels/weibo/fake-switches.ts';
import { anAttempt } from '../../support/channel-tools.ts';
import { closeAll, failureOf, openPlayed, pieceOf } from './open-weibo.ts';

afterEach(closeAll);

describe('pages of the weibo playback', () => {
  const read = async (url: string) => {
    const response = await fetch(url);
    return { status: response.status, html: await response.text() };
  };

  async function posted(title = '停水公告') {
    const { channel, fake } = await openPlayed();
    await channel.publish(pieceOf(channel, { title }), anAttempt());
    return { channel, fake, post: fake.posts()[0]! };
  }

  it('show the timeline and the post, escaped, with a link that leads to our page', async () => {
    const { fake, post } = await posted('<b>停水</b>公告');
    for (const address of [fake.url, post.url]) {
      const { status, html } = await read(address);
      assert.equal(status, 200);
      assert.match(html, /【&lt;b&gt;停水&lt;\/b&gt;公告】/);
      assert.match(html, /<a href="\/t\/\w+">网页链接<\/a>/);
    }
  });

  it('let the public comment, and show our answer below', async () => {
    const { channel, fake, post } = await posted();
    const body = new URLSearchParams({ author: '王<小>明', text: '几点来水？' });
    const sent = await fetch(`${post.url}/comments`, { method: 'POST', body, redirect: 'manual' });
    assert.equal(sent.status, 303);
    await channel.reply!(fake.comments()[0]!.ref, '18时。', anAttempt());
    const { html } = await read(post.url);
    assert.match(html, /王&lt;小&gt;明<\/strong> 几点来水？/);
    assert.match(html, /<blockquote>.*18时。/);
  });

  it('have a switch for every knob, which turns it', async () => {
    const knobs = newKnobs();
    const oauth = { left: () => 0, setLife: () => {}, revoke: () => {} };
    const names = switchesOf(knobs, oauth).map(({ name }) => name);
    assert.deepEqual(
      Object.keys(knobs).filter((key) => !names.includes(key)),
      [],
      'add one line to fake-switches.ts',
    );
    const { channel, fake } = await openPlayed();
    const press = async (name: string, value: string) => {
      const body = new URLSearchParams({ switch: name, value });
      return (await fetch(`${fake.url}/platform`, { method: 'POST', body, redirect: 'manual' })).status;
    };
    assert.deepEqual([await press('tokenEndsAt', '0'), await press('trouble', 'event-once')], [303, 400]);
    assert.match((await read(`${fake.url}/platform`)).html, /令牌还有几小时到期（0 为已到期，报 21327）<br><b>0<\/b>/);
    assert.equal((await failureOf(channel.publish(pieceOf(channel), anAttempt()))).code, '21327');
    await press('tokenEndsAt', '24');
    await press('trouble', 'refuse');
    assert.equal((await failureOf(channel.publish(pieceOf(channel), anAttempt()))).kind, 'refused');
  });

  it('say that a deleted post is deleted, and that there is nothing elsewhere', async () => {
    const { channel, fake, post } = await posted();
    await channel.withdraw!(post.ref, '有误', anAttempt());
    assert.match((await read(post.url)).html, /此微博已被作者删除/);
    assert.match((await read(fake.url)).html, /还没有发过微博/);
    assert.equal((await read(`${fake.url}/1/none`)).status, 404);
  });
});
