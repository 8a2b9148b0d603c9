import assert from 'node:assert/strict';
import { ChannelFailure } from '../../../src/channel/failure.ts';
import { hours, seconds } from '../../../src/clock.ts';
import type { Announcement } from '../../../src/release/announcement.ts';
import { memoryVault } from '../../support/channel-tools.ts';
import { failureOf, openWechat, pieceOf, publishDone, type Wechat } from './open-wechat.ts';

const logins = ({ fake }: Wechat) => fake.calls.filter((path) => path === '/cgi-bin/stable_token').length;
const drafts = ({ fake }: Wechat) => fake.calls.filter((path) => path === '/cgi-bin/draft/add').length;

describe('the token', () => {
  const world = openWechat();
  const publish = (changes: Partial<Announcement> = {}) => {
    const { channel, attempt } = world();
    return channel.publish(pieceOf(channel, changes), attempt());
  };

  it('is fetched once for calls that begin side by side', async () => {
    await Promise.all(['r1', 'r2', 'r3', 'r4'].map((release) => publish({ release })));
    assert.equal(logins(world()), 1);
  });

  it('is kept beyond a restart', async () => {
    const { open, fake, attempt } = world();
    const vault = memoryVault();
    const [before, later] = [open({}, { vault }), open({}, { vault })];
    await before.publish(pieceOf(before), attempt());
    await later.publish(pieceOf(later, { release: 'r2' }), attempt());
    assert.equal(logins(world()), 1);
    assert.equal(fake.posts().length, 2);
  });

  it('of another AppID is not used', async () => {
    const { open, attempt } = world();
    const token = JSON.stringify({ appid: 'wxother', token: 'T', renewAt: Number.MAX_SAFE_INTEGER, forcedAt: 0 });
    const channel = open({}, { vault: memoryVault({ 'access-token': token }) });
    await channel.publish(pieceOf(channel), attempt());
    assert.equal(logins(world()), 1);
  });

  it('is asked for again shortly before it ends, and costs no call its answer', async () => {
    const { clock } = world();
    await publish();
    clock.pass(hours(2) - seconds(300));
    await publish({ release: 'r2' });
    assert.equal(logins(world()), 1);
    clock.pass(seconds(100));
    await publish({ release: 'r3' });
    assert.equal(logins(world()), 2);
    assert.equal(drafts(world()), 3);
  });

  it('is replaced when the platform takes it back, and the call repeated once', async () => {
    const { fake } = world();
    await publish();
    fake.killTokens();
    await publish({ release: 'r2' });
    assert.equal(logins(world()), 2);
    assert.equal(drafts(world()), 3);
    assert.equal(fake.posts().length, 2);
  });

  for (const code of [40001, 40014, 42001]) {
    it(`is replaced after ${code}`, async () => {
      const { fake } = world();
      fake.answerNext('/cgi-bin/draft/add', { code });
      await publish();
      assert.equal(logins(world()), 2);
      assert.equal(fake.posts().length, 1);
    });
  }

  it('is replaced once for many calls that fail side by side', async () => {
    const { fake } = world();
    await publish();
    fake.killTokens();
    await Promise.all(['r2', 'r3', 'r4', 'r5', 'r6'].map((release) => publish({ release })));
    assert.equal(logins(world()), 2);
    assert.equal(fake.posts().length, 6);
  });

  it('refused twice locks out after exactly one repetition', async () => {
    const { fake } = world();
    for (let nth = 0; nth < 2; nth++) fake.answerNext('/cgi-bin/draft/add', { code: 40001 });
    const failure = await failureOf(publish());
    assert.deepEqual([failure.kind, failure.code], ['locked-out', '40001']);
    assert.equal(drafts(world()), 2);
  });

  it('is not forced again within 30 seconds, since that would take it from other holders', async () => {
    const { fake, clock } = world();
    await publish();
    fake.killTokens();
    await publish({ release: 'r2' });
    clock.pass(seconds(10));
    fake.answerNext('/cgi-bin/draft/add', { code: 40001 });
    const failure = await failureOf(publish({ release: 'r3' }));
    assert.equal(failure.kind, 'limited');
    assert.deepEqual(failure.retryAt, new Date(clock.now().getTime() + seconds(20)));
    clock.pass(seconds(20));
    fake.answerNext('/cgi-bin/draft/add', { code: 40001 });
    await publish({ release: 'r4' });
    assert.equal(fake.forcedRefreshes(), 2);
  });

  for (const code of [45009, 45011]) {
    it(`is asked for in normal mode when the platform forces none (${code}), as after another system did`, async () => {
      const { fake } = world();
      await publish();
      fake.killTokens();
      fake.answerNext('/cgi-bin/stable_token', { code });
      await publish({ release: 'r2' });
      assert.deepEqual([logins(world()), fake.forcedRefreshes(), fake.posts().length], [3, 0, 2]);
    });
  }

  it('of another process is taken over instead of forced', async () => {
    const { fake, open, attempt } = world();
    const vault = memoryVault();
    const [one, other] = [open({}, { vault }), open({}, { vault })];
    await one.publish(pieceOf(one), attempt());
    await other.publish(pieceOf(other, { release: 'r2' }), attempt());
    fake.killTokens();
    await one.publish(pieceOf(one, { release: 'r3' }), attempt());
    await other.publish(pieceOf(other, { release: 'r4' }), attempt());
    assert.equal(fake.forcedRefreshes(), 1);
  });

  it('is replaced once for processes that all meet its end at the same moment', async () => {
    const { fake, open, attempt } = world();
    const vault = memoryVault();
    const processes = [1, 2, 3].map(() => open({}, { vault }));
    await Promise.all(processes.map((one, n) => one.publish(pieceOf(one, { release: `a${n}` }), attempt())));
    fake.killTokens();
    await Promise.all(processes.map((one, n) => one.publish(pieceOf(one, { release: `b${n}` }), attempt())));
    assert.equal(fake.forcedRefreshes(), 1);
    assert.equal(fake.posts().length, 6);
  });

  it('is refused for an address that is not on the white list, and the address is told', async () => {
    const { fake, channel, attempt } = world();
    fake.knobs.blockedIp = '203.0.113.9';
    const failure = await failureOf(publish());
    assert.deepEqual([failure.kind, failure.code], ['locked-out', '40164']);
    assert.ok(failure.message.includes('203.0.113.9'));
    const [login] = await channel.check!(attempt());
    assert.equal(login?.ok, false);
    assert.ok(login?.remedy?.includes('203.0.113.9'));
  });

  it('is not got with a wrong secret', async () => {
    const { open, attempt } = world();
    const channel = open({ SECRET: 'wrong' });
    const failure = await failureOf(channel.publish(pieceOf(channel), attempt()));
    assert.deepEqual([failure.kind, failure.code], ['locked-out', '40125']);
  });

  it('fails as the vault does: locked out with a wrong key, unreachable while the database is away', async () => {
    const { open, attempt } = world();
    for (const kind of ['locked-out', 'unreachable'] as const) {
      const fail = () => Promise.reject(new ChannelFailure(kind, 'as the vault says'));
      const vault = { get: fail, put: fail, swap: fail };
      const channel = open({}, { vault });
      assert.equal((await failureOf(channel.publish(pieceOf(channel), attempt()))).kind, kind);
    }
  });
});

describe('check', () => {
  const world = openWechat();

  const findings = async (channel = world().channel) => (await channel.check?.(world().attempt())) ?? [];
  const wrong = async (channel = world().channel) => (await findings(channel)).filter(({ ok }) => !ok);

  it('finds nothing wrong with a healthy account', async () => {
    assert.deepEqual(await wrong(), []);
  });

  it('asks what is left of the day, of each call that is counted', async () => {
    await publishDone(world());
    const { channel, attempt } = world();
    const told = (await channel.quotasLeft?.(attempt())) ?? [];
    const shown = told.map(({ name, left, limit, per }) => [name, left, limit, per]);
    assert.deepEqual(shown.slice(0, 2), [
      ['提交发布', 99, 100, 'day'],
      ['新建草稿', 999, 1000, 'day'],
    ]);
    assert.deepEqual(
      shown.filter(([name]) => name === '群发'),
      [['群发', 100, 100, 'day']],
    );
  });

  it('names each missing right with what to do', async () => {
    const { fake } = world();
    Object.assign(fake.knobs.rights, { publish: false, comment: false });
    fake.answerNext('/cgi-bin/message/mass/get', { code: 48001 });
    fake.answerNext('/datacube/getbizsummary', { code: 48001 });
    const found = await wrong();
    assert.deepEqual(
      found.map(({ what }) => what),
      ['发布文章的权限', '群发和客服消息的权限（已认证）', '读取和回复留言的权限', '读取文章数据的权限'],
    );
    for (const { remedy } of found) assert.ok(remedy);
  });

  it('counts what is answered before the figures are ready as a right', async () => {
    world().fake.answerNext('/datacube/getbizsummary', { code: 61503 });
    assert.deepEqual(await wrong(), []);
  });

  it('logs in anew, whatever token is kept', async () => {
    const { fake } = world();
    await publishDone(world());
    fake.knobs.blockedIp = '203.0.113.9';
    const [found] = await wrong();
    assert.equal(found?.what, '本机地址在公众号的 IP 白名单里');
    assert.match(found?.remedy ?? '', /203\.0\.113\.9/);
  });

  it('tells a wrong secret from a wrong address', async () => {
    const [found] = await wrong(world().open({ SECRET: 'wrong' }));
    assert.equal(found?.what, '登录微信接口（AppID、AppSecret）');
    assert.match(found?.remedy ?? '', /40125/);
  });

  for (const [trouble, word] of [
    ['clock-ahead', '慢'],
    ['clock-behind', '快'],
  ] as const) {
    it(`tells a clock that is off (${trouble})`, async () => {
      world().fake.spoilNext(trouble);
      const [found, ...others] = await wrong();
      assert.deepEqual(others, []);
      assert.match(found?.remedy ?? '', new RegExp(`本机时钟比平台${word} 1(19|20|21) 秒`));
    });
  }

  const calls = [
    '/cgi-bin/stable_token',
    '/cgi-bin/freepublish/batchget',
    '/cgi-bin/comment/list',
    '/datacube/getbizsummary',
  ];
  const nonsense = [
    '',
    'null',
    '[]',
    '<html>busy</html>',
    '{"errcode":',
    '{"errcode":"x"}',
    '{"errcode":1e400}',
    '{"access_token":7}',
  ];
  for (const path of calls) {
    it(`tells in words that ${path} is answered with nonsense, and tells no secret`, async () => {
      const { fake, open } = world();
      for (const body of nonsense) {
        fake.answerNext(path, { status: body === '' ? 502 : 200, body });
        for (const { remedy } of await wrong(open())) {
          assert.match(remedy ?? '', /[\u4e00-\u9fff]/);
          assert.ok(!remedy?.includes(fake.settings.SECRET ?? ''), remedy ?? '');
        }
      }
    });
  }

  it('is told quotas as numbers or a failure, whatever the platform answers', async () => {
    const { fake, channel, attempt } = world();
    const shapes = [
      '{"quota":{}}',
      '{"quota":{"daily_limit":"many","remain":1}}',
      '{"quota":[1]}',
      '{"quota":{"daily_limit":1e999,"remain":0}}',
    ];
    for (const body of [...nonsense, ...shapes]) {
      fake.answerNext('/cgi-bin/openapi/quota/get', { status: 200, body });
      const told = await channel.quotasLeft!(attempt()).catch((error: unknown) => error);
      if (told instanceof ChannelFailure) continue;
      for (const { left, limit } of told as { left: number; limit: number }[]) {
        assert.ok(Number.isFinite(left) && Number.isFinite(limit), body);
      }
    }
  });

  it('says that pushes are not configured, and asks for none', async () => {
    const { open, clock } = world();
    const channel = open({ TOKEN: '' });
    assert.match((await findings(channel)).at(-1)?.remedy ?? '', /TOKEN/);
    assert.equal(channel.pushProbe?.(clock.now()), null);
  });

  it('signs the probe of its push address as the platform does, so that receive() answers it', async () => {
    const { channel, clock } = world();
    const probe = channel.pushProbe?.(clock.now());
    assert.ok(probe);
    const message = { method: 'GET', query: probe.query, type: '', body: '', now: clock.now() } as const;
    assert.equal((await channel.receive?.(message))?.answer.body, probe.answer);
    assert.doesNotMatch(JSON.stringify(probe), /rehearsalToken/);
  });

  it('publishes nothing', async () => {
    const { fake, channel, attempt } = world();
    await channel.check!(attempt());
    assert.deepEqual(fake.posts(), []);
    await publishDone(world());
  });
});
